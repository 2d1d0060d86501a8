//! `idol doc`.

use snapbox::str;

use super::{Folder, GOOD, SERVER_ONLY, WRONG};

#[test]
fn every_interface_has_a_page_and_the_index_lists_them() {
    let folder = Folder::new(
        "doc_pages",
        &[("idl/adder.idol", GOOD), ("idl/sub/lamp.idol", SERVER_ONLY)],
    );
    folder
        .idol(["doc", "idl", "-o", "made/wire"])
        .assert()
        .code(0)
        .stdout_eq(str![""])
        .stderr_eq(str![""]);
    assert_eq!(folder.names("made/wire"), ["adder.md", "index.md", "sub"]);
    assert_eq!(folder.names("made/wire/sub"), ["lamp.md"]);
    super::texts().eq(
        folder.read("made/wire/index.md"),
        str![[r#"
# Interfaces

| interface | operations |
| --- | ---: |
| [Adder](<adder.md>) | 1 |
| [Lamp](<sub/lamp.md>) | 1 |

"#]],
    );
    let page = folder.read("made/wire/adder.md");
    assert!(page.starts_with("# `Adder` on the wire\n"), "{page}");
    assert!(page.contains("Adds two numbers."), "{page}");
}

#[test]
fn standard_input_has_a_page_named_after_the_interface() {
    let folder = Folder::new("doc_stdin", &[]);
    folder
        .idol(["doc", "-", "--out", "."])
        .stdin(GOOD)
        .assert()
        .code(0);
    assert_eq!(folder.names("."), ["Adder.md", "index.md"]);
}

#[test]
fn nothing_is_written_if_one_interface_is_wrong() {
    let folder = Folder::new(
        "doc_wrong",
        &[("idl/adder.idol", GOOD), ("idl/wrong.idol", WRONG)],
    );
    folder
        .idol(["doc", "idl", "-o", "wire"])
        .assert()
        .code(1)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error[E0111]: unknown key `argz` in an operation
 --> idl/wrong.idol:5:13
  |
5 |             argz: { "a": "u32" },
  |             ^^^^ unknown
  |
  = help: did you mean `args`?

1 error in idl/wrong.idol

"#]]);
    assert_eq!(folder.names("."), ["idl"]);
}

#[test]
fn two_pages_of_one_name_are_exit_code_2() {
    let folder =
        Folder::new("doc_twice", &[("a/x.idol", GOOD), ("b/x.idol", GOOD)]);
    folder
        .idol(["doc", "a", "b", "-o", "wire"])
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: two pages would be called `x.md`: write them to different folders

"#]]);
    folder.write("c/index.idol", GOOD.as_bytes());
    folder
        .idol(["doc", "c", "-o", "wire"])
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: the page of `c/index.idol` would be called `index.md`, as the list of all pages is: give it another name, or leave it out

"#]]);
    assert_eq!(folder.names("."), ["a", "b", "c"]);
}

#[test]
fn what_cannot_be_read_or_written_is_exit_code_2() {
    let folder = Folder::new("doc_bad", &[("good.idol", GOOD), ("file", "")]);
    folder
        .idol(["doc", "good.idol", "-o", "file"])
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: cannot make the folder `file`: [..]

"#]]);
    folder
        .idol(["doc", "none.idol", "-o", "wire"])
        .assert()
        .code(2);
    folder.idol(["doc", "good.idol"]).assert().code(2);
    assert_eq!(folder.names("."), ["file", "good.idol"]);
}

#[test]
fn a_page_says_what_the_file_says_and_passes_on_no_html() {
    let text = r#"Interface(
        name: "Lamp",
        doc: "About <b>lamps</b>, see [here](https://a.b) or [there](javascript:c).",
        ops: {
            "set": (
                doc: "Sets \u{1b}[2J it.",
                args: { "on": (type: "bool", doc: "Whether it shines.") },
                leases: {
                    "image": (type: "[u8]", read: true, doc: "What it shows."),
                },
                reply: Result(ok: "u8", err: ServerDeath, doc: "How many."),
            ),
        },
    )"#;
    let folder = Folder::new("doc_said", &[("a [b]/x>y.idol", text)]);
    folder.idol(["doc", ".", "-o", "wire"]).assert().code(0);
    let page = folder.read("wire/a [b]/x>y.md");
    for said in [
        "> About \\<b>lamps\\</b>, see [here](https://a.b) or \
         \\[there](javascript:c).\n",
        "> Sets ␛[2J it.\n",
        "`on`:\n\n> Whether it shines.\n",
        "`image`:\n\n> What it shows.\n",
        "**Reply**: at most 1 byte.\n\n> How many.\n",
    ] {
        assert!(page.contains(said), "{said:?} in\n{page}");
    }
    assert!(!page.contains('\u{1b}'));
    let index = folder.read("wire/index.md");
    assert!(
        index.contains("| [Lamp](<a%20%5Bb%5D/x%3Ey.md>) |"),
        "{index}"
    );
}
