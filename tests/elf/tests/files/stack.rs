//! The stack that tasks need, of programs for a Cortex-M that are written by
//! hand.

use snapbox::str;

use super::Folder;

/// A program with these functions, one behind the other from address 65536 on,
/// and a stack of so many bytes.
fn program(functions: &[(&str, &[u16])], stack: u32) -> Vec<u8> {
    const CODE: u32 = 0x1_0000;
    const BOTTOM: u32 = 0x2000_0000;
    let mut code = Vec::new();
    let mut names = vec![0];
    let mut symbols = vec![0; 16];
    let mut symbol = |name: &str, value: u32, size: u32, kind: u8| {
        let at = names.len() as u32;
        names.extend(name.bytes().chain([0]));
        for word in [at, value, size] {
            symbols.extend(word.to_le_bytes());
        }
        symbols.extend([kind, 0, 1, 0]);
    };
    // Global, no type; global, a function.
    symbol("_stack_base", BOTTOM, 0, 0x10);
    symbol("_stack_start", BOTTOM + stack, 0, 0x10);
    symbol("$t", CODE, 0, 0x10);
    for (name, halves) in functions {
        let start = CODE + code.len() as u32;
        code.extend(halves.iter().flat_map(|half| half.to_le_bytes()));
        symbol(name, start | 1, 2 * halves.len() as u32, 0x12);
    }
    let titles = b"\0.text\0.symtab\0.strtab\0";
    let parts = [&*code, &symbols, &names, titles];
    let mut at = [52; 5];
    for (index, part) in parts.iter().enumerate() {
        at[index + 1] = at[index] + part.len().next_multiple_of(4);
    }
    let mut file = b"\x7fELF\x01\x01\x01".to_vec();
    file.resize(16, 0);
    let word = |file: &mut Vec<u8>, it: u32| file.extend(it.to_le_bytes());
    // An executable, for ARM, in the first version; floats in no registers of
    // their own.
    for it in [40 << 16 | 2, 1, CODE | 1, 0, at[4] as u32, 0x0500_0200] {
        word(&mut file, it);
    }
    // Sizes and numbers of headers: none of programs, five of sections, the
    // last with their names.
    for it in [52_u16, 32, 0, 40, 5, 4] {
        file.extend(it.to_le_bytes());
    }
    for (part, end) in parts.iter().zip(&at[1..]) {
        file.extend(*part);
        file.resize(*end, 0);
    }
    let section = |file: &mut Vec<u8>, of: [u32; 6], index: usize| {
        let [name, kind, flags, address, link, entry] = of;
        let size = parts[index].len() as u32;
        let start = at[index] as u32;
        let info = u32::from(kind == 2);
        let all = [
            name, kind, flags, address, start, size, link, info, 4, entry,
        ];
        for it in all {
            word(file, it);
        }
    };
    file.resize(file.len() + 40, 0);
    section(&mut file, [1, 1, 6, CODE, 0, 0], 0);
    section(&mut file, [7, 2, 0, 0, 3, 16], 1);
    section(&mut file, [15, 3, 0, 0, 0, 0], 2);
    section(&mut file, [15, 3, 0, 0, 0, 0], 3);
    file
}

/// Pushes 8 bytes, calls what is 2 bytes behind it, and stops.
const CALLS: (&str, &[u16]) = ("_start", &[0xB580, 0xF000, 0xF801, 0xE7FE]);

/// Reserves 64 bytes, and returns.
const WORKS: (&str, &[u16]) = ("work", &[0xB090, 0xB010, 0x4770]);

/// The same, and calls what `r0` points to.
const ASKS: (&str, &[u16]) =
    ("work", &[0xB510, 0xB090, 0x4780, 0xB010, 0xBD10]);

#[test]
fn the_stack_that_a_task_needs_is_told_and_compared() {
    let folder = Folder::new("stack", &[]);
    folder.write("lamp", &program(&[CALLS, WORKS], 128));
    folder
        .idol(["image", "lamp"])
        .assert()
        .success()
        .stdout_eq(str![[r#"
lamp: a stack of 128 bytes
  needs 104 bytes of stack: 8 in `_start`, 64 in `work`

"#]]);
    std::fs::create_dir(folder.0.join("old")).expect("it can be made");
    std::fs::rename(folder.0.join("lamp"), folder.0.join("old/lamp"))
        .expect("it can be moved");
    folder.write("lamp", &program(&[CALLS, ASKS], 104));
    folder
        .idol(["image", "lamp"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
lamp: a stack of 104 bytes
  needs at least 112 bytes of stack: 8 in `_start`, 72 in `work`
    and what is called through pointers: 0x1000c in `work`
problem: `lamp` needs at least 112 bytes of stack, and has 104
  help: set its `stacksize` to 112 or more

"#]]);
    folder
        .idol(["image", "lamp", "--against", "old", "--format", "short"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
problem: `lamp` needs at least 112 bytes of stack, and has 104
look: `lamp` needs at least 112 bytes of stack, and needed 104

"#]]);
    folder
        .idol(["image", "lamp", "--format", "json"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
{"kind":"task","task":"lamp","file":"lamp","stack":104,"needs":{"stack":112,"all":false,"deepest":[{"function":"_start","address":65536,"bytes":8},{"function":"work","address":65544,"bytes":72}],"open":[{"why":"pointer","function":"work","address":65548}]},"servers":[],"clients":[],"counters":[]}
{"kind":"problem","rule":"stack-short","task":"lamp","interface":null,"operations":[],"what":"`lamp` needs at least 112 bytes of stack, and has 104","help":"set its `stacksize` to 112 or more"}

"#]]);
}

#[test]
fn without_symbols_what_a_task_needs_is_not_known() {
    let folder = Folder::new("no_symbols", &[]);
    folder.write("lamp", &program(&[], 128));
    folder
        .idol(["image", "lamp"])
        .assert()
        .success()
        .stdout_eq(str![[r#"
lamp: a stack of 128 bytes
  what it needs of a stack is not known: it has no symbols of functions

"#]]);
}
