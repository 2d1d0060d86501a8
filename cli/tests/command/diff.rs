//! `idol diff`.

use snapbox::str;

use super::{Folder, GOOD, WRONG};

/// [`GOOD`] with an operation more, and a wider argument.
fn grown() -> String {
    GOOD.replace(r#""b": "u32""#, r#""b": "u64""#).replace(
        "    },\n)",
        "        \"clear\": (reply: Result(ok: \"()\", err: ServerDeath)),\n    \
         },\n)",
    )
}

#[test]
fn each_change_is_told_with_its_place_verdicts_reason_and_way_out() {
    let grown = grown();
    let folder =
        Folder::new("diff", &[("old.idol", GOOD), ("new.idol", &grown)]);
    folder
        .idol(["diff", "old.idol", "new.idol"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
new.idol:6:38: breaks wire, rust, debugger: the type of argument `b` of `add` is `u64` instead of `u32`: it takes 8 bytes instead of 4
  help: leave it as it was, and add another operation, at the end, with `number: 3`
new.idol:9:9: look at rust: operation `clear` is new: servers must implement it, and an old one faults whoever calls it
  help: update servers before the clients that call it

"#]])
        .stderr_eq(str![[r#"
2 changes; 1 breaking wire, 1 breaking rust, 1 breaking debugger; 1 worth a look

"#]]);
    folder
        .idol(["diff", "old.idol", "new.idol", "--format", "json"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
{"file":"new.idol","rule":"argument-type","wire":"breaking","rust":"breaking","debugger":"breaking","what":"the type of argument `b` of `add` is `u64` instead of `u32`","why":"it takes 8 bytes instead of 4","help":"leave it as it was, and add another operation, at the end, with `number: 3`","start":{"byte":133,"line":6,"column":38},"end":{"byte":138,"line":6,"column":43},"operation":"add","edits":[{"edit":"keep","operation":"add","was":"add","name":"add","number":3}],"or":[],"accepted":null,"called":null}
{"file":"new.idol","rule":"operation-added","wire":"compatible","rust":"look","debugger":"compatible","what":"operation `clear` is new","why":"servers must implement it, and an old one faults whoever calls it","help":"update servers before the clients that call it","start":{"byte":217,"line":9,"column":9},"end":{"byte":224,"line":9,"column":16},"operation":"clear","edits":[],"or":[],"accepted":null,"called":null}

"#]])
        .stderr_eq("");
}

#[test]
fn the_same_interface_has_not_changed() {
    let laid_out = GOOD.replace("Interface(\n", "// other\nInterface(");
    let folder = Folder::new(
        "diff-same",
        &[("old.idol", GOOD), ("new.idol", &laid_out)],
    );
    folder
        .idol(["diff", "old.idol", "new.idol"])
        .assert()
        .code(0)
        .stdout_eq("")
        .stderr_eq("nothing changed\n");
}

#[test]
fn only_what_breaks_the_audiences_asked_for_makes_the_exit_code() {
    // Its documentation says that it is the same.
    let renamed = GOOD.replace("\"add\"", "\"sum\"");
    let folder =
        Folder::new("diff-for", &[("old.idol", GOOD), ("new.idol", &renamed)]);
    let diff = |audience| {
        let diff = ["diff", "old.idol", "new.idol", "--for", audience];
        folder.idol(diff).output().expect("it runs").status.code()
    };
    assert_eq!(diff("wire"), Some(0));
    assert_eq!(diff("rust"), Some(1));
    assert_eq!(diff("debugger"), Some(1));
    assert_eq!(diff("wire,rust"), Some(1));
    assert_eq!(diff("users"), Some(2));
}

#[test]
fn files_of_two_folders_are_compared_by_path_and_then_by_interface() {
    let lamp = GOOD.replace("Adder", "Lamp");
    let fan = GOOD.replace("Adder", "Fan");
    let folder = Folder::new(
        "diff-folders",
        &[
            ("old/adder.idol", GOOD),
            ("old/deep/lamp.idol", &lamp),
            ("new/adder.idol", GOOD),
            ("new/fan.idol", &fan),
        ],
    );
    folder
        .idol(["diff", "old", "new"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
new/fan.idol:2:11: compatible: interface `Fan` is new: nobody knows it yet
old/deep/lamp.idol: breaks wire, rust, debugger: interface `Lamp` is gone: so are its operations

"#]])
        .stderr_eq(str![[r#"
2 changes; 1 breaking wire, 1 breaking rust, 1 breaking debugger

"#]]);
    folder.write("new/moved.idol", lamp.as_bytes());
    folder
        .idol(["diff", "old", "new"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
new/fan.idol:2:11: compatible: interface `Fan` is new: nobody knows it yet

"#]])
        .stderr_eq(str![[r#"
1 change; nothing breaks

"#]]);
}

#[test]
fn standard_input_can_be_one_of_both() {
    let folder = Folder::new("diff-standard", &[("new.idol", GOOD)]);
    let diff = folder.idol(["diff", "-", "new.idol"]).stdin(GOOD);
    diff.assert().code(0).stderr_eq("nothing changed\n");
    folder
        .idol(["diff", "-", "-"])
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: standard input cannot be both versions

"#]]);
}

#[test]
fn what_cannot_be_compared_ends_with_2() {
    let folder = Folder::new(
        "diff-wrong",
        &[
            ("good.idol", GOOD),
            ("wrong.idol", WRONG),
            ("old/a.idol", GOOD),
        ],
    );
    let diff = |old, new| folder.idol(["diff", old, new]).assert().code(2);
    diff("good.idol", "wrong.idol").stderr_eq(str![[r#"
error[E0111]: unknown key `argz` in an operation
 --> wrong.idol:5:13
  |
5 |             argz: { "a": "u32" },
  |             ^^^^ unknown
  |
  = help: did you mean `args`?

1 error in wrong.idol

"#]]);
    diff("good.idol", "absent.idol").stdout_eq("");
    diff("old", "good.idol").stderr_eq(str![[r#"
error: `old` is a folder, and `good.idol` is none

"#]]);
    diff("good.idol", "old").stdout_eq("");
    // Another generator read what this one does not know.
    folder
        .idol(["diff", "wrong.idol", "good.idol"])
        .assert()
        .code(1);
}

/// [`GOOD`] with an operation more, at the end.
fn appended() -> String {
    GOOD.replace(
        "    },\n)",
        "        \"clear\": (reply: Result(ok: \"()\", err: ServerDeath)),\n    \
         },\n)",
    )
}

#[test]
fn what_is_worth_a_look_fails_only_where_that_is_asked_for() {
    let appended = appended();
    let folder = Folder::new(
        "diff-look",
        &[("old.idol", GOOD), ("new.idol", &appended)],
    );
    let code = |more: &[&str]| {
        let diff = folder.idol(["diff", "old.idol", "new.idol"]).args(more);
        diff.output().expect("it runs").status.code()
    };
    assert_eq!(code(&[]), Some(0));
    assert_eq!(code(&["--deny", "look"]), Some(1));
    assert_eq!(code(&["--deny", "look", "--for", "rust"]), Some(1));
    assert_eq!(code(&["--deny", "look", "--for", "wire"]), Some(0));
    assert_eq!(code(&["--deny", "W0203"]), Some(2));
}

/// [`GOOD`], whose only operation is another one.
fn replaced(comment: &str) -> String {
    let other = comment.to_owned() + "\"multiply\"";
    GOOD.replace("\"add\"", &other)
        .replace("Adds two numbers.", "Multiplies them.")
}

#[test]
fn a_comment_accepts_a_change_and_is_told() {
    let folder = Folder::new("diff-accept", &[("old.idol", GOOD)]);
    let diff = |comment: &str| {
        folder.write("new.idol", replaced(comment).as_bytes());
        folder.idol(["diff", "old.idol", "new.idol"]).assert()
    };
    diff("// idol: accept(operation-replaced): nobody adds\n        ")
        .code(0)
        .stdout_eq(str![[r#"
new.idol:5:9: accepted (breaks wire, rust, debugger): number 1 was `add`, and is `multiply`: an old client that calls the one gets the other; nothing says that it is a new name, as `was: "add"` in it would
  accepted in new.idol:4: nobody adds

"#]])
        .stderr_eq("1 change; nothing breaks; 1 accepted\n");
    // Only at the place, only this rule, only with a reason.
    diff("// idol: accept(operation-removed): nobody adds\n        ")
        .code(1)
        .stderr_eq(str![[r#"
1 change; 1 breaking wire, 1 breaking rust, 1 breaking debugger; 1 warning

"#]]);
    diff("// idol: accept(operation-replaced)\n        ").code(1);
    diff("// idol: accept(number-two): nobody adds\n        ").code(1).stdout_eq(
        str![[r#"
new.idol:4:25: warning: `accept(number-two)` names no rule: it accepts nothing
  help: write the name of a rule, as `--format json` tells it
new.idol:5:9: breaks wire, rust, debugger: number 1 was `add`, and is `multiply`: an old client that calls the one gets the other; nothing says that it is a new name, as `was: "add"` in it would
  help: write the next free number, `number: 2` in `multiply`; and write `reserved: [1]` in the interface

"#]],
    );
    // Behind the name it is about the line.
    let behind = replaced("").replace(
        "\"multiply\": (",
        "\"multiply\": ( // idol: accept(operation-replaced) it is new",
    );
    folder.write("new.idol", behind.as_bytes());
    folder
        .idol(["diff", "old.idol", "new.idol", "--format", "json"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
{"file":"new.idol","rule":"operation-replaced","wire":"breaking","rust":"breaking","debugger":"breaking","what":"number 1 was `add`, and is `multiply`","why":"an old client that calls the one gets the other; nothing says that it is a new name, as `was: /"add/"` in it would","help":"write the next free number, `number: 2` in `multiply`; and write `reserved: [1]` in the interface","start":{"byte":49,"line":4,"column":9},"end":{"byte":59,"line":4,"column":19},"operation":"add","edits":[{"edit":"number","operation":"multiply","number":2},{"edit":"reserved","numbers":[1]}],"or":[],"accepted":"it is new","called":null}

"#]]);
    // A check without another version takes no notice of it.
    folder
        .idol(["check", "new.idol"])
        .assert()
        .code(0)
        .stderr_eq("1 file checked: nothing found\n");
}

/// It is said once for all that it is about.
#[test]
fn advice_stays_where_what_it_stands_with_is_accepted() {
    let op = |name: &str| {
        format!(
            "\"{name}\": (args: {{ \"x\": \"u8\" }}, reply: Result(ok: \"()\", \
             err: ServerDeath)),\n"
        )
    };
    let interface = |ops: &[String]| {
        format!("Interface(name: \"I\", ops: {{\n{}}})\n", ops.concat())
    };
    let old = interface(&[op("a"), op("b"), op("c")]);
    let new = interface(&[op("a"), op("c").replace("u8", "u16")]);
    let folder =
        Folder::new("diff-hand-on", &[("old.idol", &old), ("new.idol", &new)]);
    let told = |list: &str| {
        folder.write("list", list.as_bytes());
        let diff = ["diff", "old.idol", "new.idol", "--accepted", "list"];
        let out = folder.idol(diff).output().expect("it runs").stdout;
        String::from_utf8(out).expect("it is text")
    };
    let numbers = "  help: write the number that it had, `number: 3` in `c`; \
                   and write `reserved: [2]` in the interface\n";
    let keep = "  help: leave it as it was, and add another operation, at the \
                end, with `number: 4`\n";
    for list in [
        "",
        "I.b operation-removed: nobody calls it",
        "I.c operation-renumbered: nobody calls it",
    ] {
        let told = told(list);
        assert!(told.contains(numbers), "{list}: {told}");
        assert!(told.contains(keep), "{list}: {told}");
    }
    let all = told(
        "I.b operation-removed: so\nI.c operation-renumbered: so\nI.c \
         argument-type: so",
    );
    assert!(!all.contains("help: "), "{all}");
}

#[test]
fn a_comment_that_accepts_nothing_is_told() {
    let landed = GOOD.replace(
        "    name:",
        "    // idol: accept(operation-removed): `clear` was never called\n    \
         name:",
    );
    let folder = Folder::new(
        "diff-accept-nothing",
        &[
            ("old.idol", GOOD),
            ("new.idol", &landed),
            ("two.idol", &appended()),
        ],
    );
    folder
        .idol(["diff", "old.idol", "new.idol"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
new.idol:2:21: warning: there is no `operation-removed` here: it accepts nothing: what it was for has landed, or is told elsewhere
  help: take it away, or move it to what it is about

"#]])
        .stderr_eq("nothing changed; 1 warning\n");
    folder
        .idol(["diff", "two.idol", "new.idol"])
        .assert()
        .code(0)
        .stderr_eq("1 change; nothing breaks; 1 accepted\n");
}

#[test]
fn a_list_accepts_changes_and_is_told() {
    let list = "\
# What was decided.
Adder.add operation-replaced: nobody adds # so it is
Other.op operation-removed: not here
Adder.add argument-renamed: not any more
Lamp interface-removed: all lamps are gone
";
    let folder = Folder::new(
        "diff-accepted",
        &[
            ("old/a.idol", GOOD),
            ("old/lamp.idol", &GOOD.replace("Adder", "Lamp")),
            ("new/a.idol", &replaced("")),
            ("list", list),
        ],
    );
    folder
        .idol(["diff", "old", "new", "--accepted", "list"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
new/a.idol:4:9: accepted (breaks wire, rust, debugger): number 1 was `add`, and is `multiply`: an old client that calls the one gets the other; nothing says that it is a new name, as `was: "add"` in it would
  accepted in list:2: nobody adds
old/lamp.idol: accepted (breaks wire, rust, debugger): interface `Lamp` is gone: so are its operations
  accepted in list:5: all lamps are gone
list:4: warning: there is no `argument-renamed` of `Adder.add`: it accepts nothing: what it was for has landed, or is told elsewhere
  help: take the line away

"#]])
        .stderr_eq(str![[r#"
2 changes; nothing breaks; 2 accepted; 1 warning

"#]]);
    for (line, wrong) in [
        ("Adder.add", "`` is no rule"),
        ("Adder.add gone: so", "`gone` is no rule"),
        ("Adder.add operation-removed:", "there is no reason"),
        ("Adder.a b operation-removed: so", "`b` is no rule"),
        ("- operation-removed: so", "`-` is no operation"),
    ] {
        folder.write("list", line.as_bytes());
        let diff = folder.idol(["diff", "old", "new", "--accepted", "list"]);
        let expected =
            format!("error: list:1: {wrong}: write `Iface.op RULE: reason`\n");
        diff.assert().code(2).stderr_eq(expected);
    }
}

#[test]
fn what_other_tools_call_is_told() {
    let list = "\
# A debugger's names.
Adder.add
Adder.subtract
Lamp.on
Fan.spin
";
    let narrow = GOOD.replace(r#""b": "u32""#, r#""b": "u16""#);
    let folder = Folder::new(
        "diff-called",
        &[
            ("old/a.idol", GOOD),
            ("old/fan.idol", &GOOD.replace("Adder", "Fan")),
            ("new/a.idol", &narrow),
            ("new/fan.idol", &GOOD.replace("Adder", "Fan")),
            ("list", list),
        ],
    );
    folder
        .idol(["diff", "old", "new", "--called-by", "list"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
new/a.idol:6:38: breaks wire, rust, debugger: the type of argument `b` of `add` is `u16` instead of `u32`: it takes 2 bytes instead of 4 (others call it: list:2)
  help: leave it as it was, and add another operation, at the end, with `number: 2`
list:3: look at debugger: `Adder.subtract` is called by others: neither version of `Adder` has it (others call it: list:3)
  help: take it out of the list
list:4: look at debugger: `Lamp.on` is called by others: there is no interface `Lamp` here (others call it: list:4)
  help: take it out of the list
list:5: look at debugger: `Fan.spin` is called by others: neither version of `Fan` has it (others call it: list:5)
  help: take it out of the list

"#]]);
    // Of one file only its interface is known.
    let diff = ["diff", "old/a.idol", "new/a.idol", "--called-by", "list"];
    let out = folder.idol(diff).output().expect("it runs");
    let out = String::from_utf8_lossy(&out.stdout);
    assert!(out.contains("Adder.subtract"), "{out}");
    assert!(!out.contains("Lamp.on"), "{out}");
    // Gone, renamed, replaced.
    for (name, new) in [
        (
            "gone",
            GOOD.replace("\"add\"", "\"sum\"").replace("Adds", "Sums"),
        ),
        ("renamed", GOOD.replace("\"add\"", "\"sum\"")),
        ("of another interface", GOOD.replace("Adder", "Summer")),
        ("called otherwise", GOOD.replace("\"b\"", "\"c\"")),
    ] {
        folder.write("new/a.idol", new.as_bytes());
        let out = folder.idol(diff).output().expect("it runs");
        let out = String::from_utf8_lossy(&out.stdout);
        assert!(out.contains("(others call it: list:2)"), "{name}: {out}");
    }
    for (list, wrong) in [
        ("absent", "cannot read `absent`: "),
        ("old", "cannot read `old`: "),
        #[cfg(unix)]
        (
            "/dev/zero",
            "cannot read `/dev/zero`: it is longer than a list",
        ),
    ] {
        let diff = ["diff", "old", "new", "--called-by", list];
        let output = folder.idol(diff).output().expect("it runs");
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(err.contains(wrong), "{err}");
    }
    folder.write("list", b"Adder add");
    folder.idol(diff).assert().code(2).stderr_eq(str![[r#"
error: list:1: `Adder add` is no operation: write `Iface.op`

"#]]);
}

#[test]
fn that_all_interfaces_are_gone_is_told() {
    let folder = Folder::new("diff-all-gone", &[("old/a.idol", GOOD)]);
    folder.write("new/readme", b"");
    folder.idol(["diff", "old", "new"]).assert().code(1).stdout_eq(str![[r#"
old/a.idol: breaks wire, rust, debugger: interface `Adder` is gone: so are its operations

"#]]);
    folder.write("older/readme", b"");
    folder
        .idol(["diff", "older", "new"])
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: neither folder has an .idol file

"#]]);
}

/// A crate has one name, however many types and files name it.
#[test]
fn a_crate_that_was_renamed_is_told_once() {
    let interface = |name: &str, of: &str| {
        format!(
            "Interface(name: \"{name}\", ops: {{\n\"get\": (args: {{ \"a\": \
             \"{of}::A\" }}, reply: Result(ok: \"{of}::B\", err: \
             CLike(\"{of}::E\"))) }})\n"
        )
    };
    let folder = Folder::new("diff-crate", &[]);
    for name in ["One", "Two", "Three"] {
        let file = format!("{}.idol", name.to_lowercase());
        let (old, new) = (interface(name, "old"), interface(name, "new"));
        folder.write(format!("old/{file}"), old.as_bytes());
        folder.write(format!("new/{file}"), new.as_bytes());
    }
    folder.idol(["diff", "old", "new"]).assert().code(0).stdout_eq(str![[r#"
new/one.idol:2:22: look at wire, rust, debugger: `old` is `new` in the type of argument `a` of `get` and 2 more, and in 2 other files: a new name for the same types changes nothing; others may mean other values

"#]])
    .stderr_eq("1 change; nothing breaks; 1 worth a look\n");
}

/// Several files may hold interfaces of one name: those that are most alike
/// are one.
#[test]
fn an_interface_that_moved_is_found_by_its_name_and_what_is_in_it() {
    let multiplies = GOOD.replace("\"add\"", "\"multiply\"");
    let folder = Folder::new(
        "diff-moved",
        &[
            ("old/a/one.idol", GOOD),
            ("old/b/two.idol", &multiplies),
            ("new/c/one.idol", &multiplies),
            ("new/d/two.idol", GOOD),
        ],
    );
    let diff = folder.idol(["diff", "old", "new"]).assert();
    diff.code(0).stdout_eq("").stderr_eq("nothing changed\n");
}

/// File names, reasons and types may hold what terminals obey.
#[test]
fn what_comes_from_files_is_shown_and_not_obeyed() {
    let folder = Folder::new("diff-terminal", &[("old.idol", GOOD)]);
    let name = "new\u{202e}.idol";
    let comment =
        "// idol: accept(operation-replaced): \u{1b}[2J\u{7}\n        ";
    folder.write(name, replaced(comment).as_bytes());
    for format in ["human", "short"] {
        let diff = ["diff", "old.idol", name, "--format", format];
        let out = folder.idol(diff).output().expect("it runs").stdout;
        let out = String::from_utf8(out).expect("it is text");
        let is_obeyed =
            |c: char| c != '\n' && c.is_control() || c == '\u{202e}';
        assert!(!out.contains(is_obeyed), "{out:?}");
        assert!(out.contains(r"new\u{202e}.idol:5:9: accepted"), "{out:?}");
        let lines = out.lines().count();
        assert_eq!(lines, if format == "short" { 1 } else { 2 }, "{out:?}");
    }
}

#[test]
fn what_is_wrong_with_a_file_is_a_line_where_changes_are() {
    let folder =
        Folder::new("diff-lines", &[("a\nb.idol", WRONG), ("new.idol", GOOD)]);
    for format in ["short", "json"] {
        let out = folder
            .idol(["diff", "new.idol", "a\nb.idol", "--format", format])
            .assert()
            .code(2)
            .stdout_eq("");
        let err =
            String::from_utf8_lossy(&out.get_output().stderr).into_owned();
        let lines: Vec<&str> = err.lines().collect();
        assert!(!lines.is_empty(), "{err}");
        for line in lines {
            assert!(line.starts_with("a\u{240a}b.idol:"), "{err}");
            assert!(line.contains(": [E"), "{err}");
        }
    }
}
