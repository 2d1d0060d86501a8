//! `idol check`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use snapbox::str;

use super::{DOUBTFUL, Folder, GOOD, SERVER_ONLY, WRONG};

#[test]
fn nothing_found_is_exit_code_0() {
    Folder::new("check_good", &[("good.idol", GOOD)])
        .idol(["check", "good.idol"])
        .assert()
        .code(0)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
1 file checked: nothing found

"#]]);
}

#[test]
fn an_error_is_exit_code_1_and_shows_its_line() {
    Folder::new("check_wrong", &[("wrong.idol", WRONG)])
        .idol(["check", "wrong.idol"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
error[E0111]: unknown key `argz` in an operation
 --> wrong.idol:5:13
  |
5 |             argz: { "a": "u32" },
  |             ^^^^ unknown
  |
  = help: did you mean `args`?

1 error in wrong.idol


"#]])
        .stderr_eq(str![[r#"
1 file checked: 1 error
`idol explain E0111` says more

"#]]);
}

#[test]
fn a_warning_is_exit_code_0_unless_it_is_denied() {
    let folder = Folder::new("check_doubtful", &[("doubtful.idol", DOUBTFUL)]);
    folder
        .idol(["check", "doubtful.idol"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
warning[W0202]: the width of `usize` and `isize` depends on the machine
 --> doubtful.idol:5:26
  |
5 |             args: { "a": "usize" },
  |                          ^^^^^^^ 4 bytes on the target, 8 on most hosts
  |
  = note: in operation `add`, argument `a`
  = help: send `u32`, or another type of fixed width

1 warning in doubtful.idol


"#]])
        .stderr_eq(str![[r#"
1 file checked: 1 warning
`idol explain W0202` says more

"#]]);
    for (deny, code) in
        [("warnings", 1), ("W0202", 1), ("w0202", 1), ("W0203", 0)]
    {
        folder
            .idol(["check", "doubtful.idol", "--deny", deny])
            .assert()
            .code(code);
    }
}

#[test]
fn denied_warnings_leave_interfaces_without_any_alone() {
    Folder::new("check_deny_good", &[("good.idol", GOOD)])
        .idol(["check", "--deny", "warnings"])
        .assert()
        .code(0);
}

#[test]
fn errors_cannot_be_denied_nor_what_does_not_exist() {
    let folder = Folder::new("check_deny", &[("good.idol", GOOD)]);
    folder
        .idol(["check", "--deny", "E0111"])
        .assert()
        .code(2)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: invalid value 'E0111' for '--deny <WHAT>': E0111 is an error already

For more information, try '--help'.

"#]]);
    folder
        .idol(["check", "--deny", "warning"])
        .assert()
        .code(2)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: invalid value 'warning' for '--deny <WHAT>': no such code; `idol explain` lists all

For more information, try '--help'.

"#]]);
}

#[test]
fn what_no_client_could_use_is_an_error_for_clients_only() {
    let folder = Folder::new("check_side", &[("lamp.idol", SERVER_ONLY)]);
    folder
        .idol(["check", "lamp.idol", "--format", "short"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
lamp.idol:3:51: [W0216] no client can be generated: an operation could not tell it that the server died (in the interface); help: add `idempotent: true` if the client may ask again, or write `reply: Result(ok: ..., err: ServerDeath)`

"#]]);
    folder
        .idol(["check", "lamp.idol", "--format", "short", "--client"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
lamp.idol:3:51: [E0155] a client of `set` could not be told that the server died (in operation `set`, reply); help: add `idempotent: true` if the client may ask again, or write `reply: Result(ok: ..., err: ServerDeath)`

"#]]);
    folder
        .idol(["check", "lamp.idol", "--format", "short", "--server"])
        .assert()
        .code(0)
        .stdout_eq(str![""]);
    folder
        .idol(["check", "lamp.idol", "--client", "--server"])
        .assert()
        .code(2);
}

#[test]
fn missing_docs_are_told_on_request() {
    let folder = Folder::new("check_docs", &[("lamp.idol", SERVER_ONLY)]);
    folder
        .idol(["check", "--server", "--missing-docs", "--format", "short"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
lamp.idol:3:12: [W0209] operation `set` has no `doc` (in operation `set`); help: add `doc: "..."`, which both stubs show

"#]]);
}

#[test]
fn short_is_a_line_for_each_and_nothing_else() {
    Folder::new("check_short", &[("a.idol", WRONG), ("b.idol", DOUBTFUL)])
        .idol(["check", "--format", "short"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
a.idol:5:13: [E0111] unknown key `argz` in an operation; help: did you mean `args`?
b.idol:5:26: [W0202] the width of `usize` and `isize` depends on the machine (in operation `add`, argument `a`); help: send `u32`, or another type of fixed width

"#]])
        .stderr_eq(str![""]);
}

#[test]
fn json_is_an_object_in_a_line_for_each_and_nothing_else() {
    let twice = r#"Interface(name: "Ü", ops: {
    "ü": (reply: Simple("()"), idempotent: true),
    "ü": (reply: Simple("()"), idempotent: true),
})
"#;
    Folder::new("check_json", &[("a.idol", WRONG), ("b.idol", twice)])
        .idol(["check", "--format", "json", "a.idol", "b.idol", "none.idol"])
        .assert()
        .code(2)
        .stdout_eq(str![[r#"
{"file":"a.idol","severity":"error","code":"E0111","name":"unknown-key","message":"unknown key `argz` in an operation","place":"","primary":{"start":{"byte":70,"line":5,"column":13},"end":{"byte":74,"line":5,"column":17},"label":"unknown"},"related":[],"help":"did you mean `args`?","fixes":[{"title":"write `args` for `argz`","sure":true,"note":null,"changes":[{"start":{"byte":70,"line":5,"column":13},"end":{"byte":74,"line":5,"column":17},"text":"args"}]}]}
{"file":"b.idol","severity":"error","code":"E0122","name":"duplicate-name","message":"operation `ü` is declared twice","place":"","primary":{"start":{"byte":84,"line":3,"column":5},"end":{"byte":88,"line":3,"column":8},"label":"declared again"},"related":[{"start":{"byte":33,"line":2,"column":5},"end":{"byte":37,"line":2,"column":8},"label":"first declared here"}],"help":"rename one of them","fixes":[{"title":"call it `ü_2`","sure":false,"note":"code and scripts that name it must change too","changes":[{"start":{"byte":84,"line":3,"column":5},"end":{"byte":88,"line":3,"column":8},"text":"[..]ü_2[..]"}]}]}
{"file":"none.idol","severity":"error","code":"E0101","name":"unreadable-file","message":"cannot read `none.idol`: No such file or directory (os error 2)","place":"","primary":null,"related":[],"help":"a relative path begins at the current directory, that of a build script at its `Cargo.toml`","fixes":[]}

"#]])
        .stderr_eq(str![""]);
}

#[test]
fn folders_are_searched_and_hidden_ones_and_caches_left_out() {
    Folder::new(
        "check_folders",
        &[
            ("idl/b.idol", WRONG),
            ("idl/a/a.idol", WRONG),
            ("idl/a.txt", WRONG),
            ("idl/.git/c.idol", WRONG),
            ("idl/target/CACHEDIR.TAG", ""),
            ("idl/target/d.idol", WRONG),
            ("idl/.e.idol", GOOD),
        ],
    )
    .idol([
        "check",
        "idl",
        "idl/b.idol",
        "idl/a.txt",
        "--format",
        "short",
    ])
    .assert()
    .code(1)
    .stdout_eq(str![[r#"
idl/a/a.idol:5:13: [E0111] unknown key `argz` in an operation; help: did you mean `args`?
idl/b.idol:5:13: [E0111] unknown key `argz` in an operation; help: did you mean `args`?
idl/a.txt:5:13: [E0111] unknown key `argz` in an operation; help: did you mean `args`?

"#]]);
}

#[test]
fn a_cache_that_is_named_is_searched() {
    Folder::new(
        "check_cache",
        &[("target/CACHEDIR.TAG", ""), ("target/d.idol", WRONG)],
    )
    .idol(["check", "target"])
    .assert()
    .code(1);
}

#[test]
fn a_folder_without_interfaces_is_exit_code_2() {
    Folder::new("check_empty", &[("idl/readme.txt", ""), ("a.idol", WRONG)])
        .idol(["check", "a.idol", "idl"])
        .assert()
        .code(2)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: there is no .idol file in `idl`

"#]]);
}

#[test]
fn what_cannot_be_read_is_exit_code_2_and_the_rest_is_checked() {
    Folder::new("check_unread", &[("wrong.idol", WRONG)])
        .idol(["check", "none.idol", "wrong.idol", "--format", "human"])
        .assert()
        .code(2)
        .stdout_eq(str![[r#"
error[E0101]: cannot read `none.idol`: [..]
 |
 = help: a relative path begins at the current directory, that of a build script at its `Cargo.toml`

1 error

error[E0111]: unknown key `argz` in an operation
 --> wrong.idol:5:13
  |
5 |             argz: { "a": "u32" },
  |             ^^^^ unknown
  |
  = help: did you mean `args`?

1 error in wrong.idol


"#]])
        .stderr_eq(str![[r#"
1 file checked: 1 error; 1 file could not be read
`idol explain E0101` says more

"#]]);
}

#[test]
fn a_file_that_is_not_utf_8_is_exit_code_1() {
    let folder = Folder::new("check_utf_8", &[]);
    folder.write("latin.idol", b"Interface(name: \"\xfc\")");
    folder
        .idol(["check", "--format", "short"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
latin.idol:1:18: [E0102] the file is not UTF-8; help: save the file in the encoding UTF-8

"#]]);
}

#[test]
fn standard_input_is_a_dash() {
    let folder = Folder::new("check_stdin", &[("a.idol", WRONG)]);
    folder
        .idol(["check", "-", "--format", "short"])
        .stdin(WRONG)
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
<standard input>:5:13: [E0111] unknown key `argz` in an operation; help: did you mean `args`?

"#]]);
    folder.idol(["check", "-"]).stdin(GOOD).assert().code(0);
}

#[test]
fn an_empty_file_is_no_interface() {
    Folder::new("check_nothing", &[("empty.idol", "")])
        .idol(["check", "--format", "short"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
empty.idol:1:1: [E0106] expected a value, found the end of the file; help: a file holds one interface, `Interface(name: "...", ops: {})`

"#]]);
}

/// The file systems of other machines have no such names.
#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf_8_is_shown_as_far_as_it_can_be() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let folder = Folder::new("check_names", &[]);
    folder.write(OsStr::from_bytes(b"idl/\xff.idol"), WRONG.as_bytes());
    folder
        .idol(["check", "idl", "--format", "short"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
idl/�.idol:5:13: [E0111] unknown key `argz` in an operation; help: did you mean `args`?

"#]]);
    folder
        .idol(["check", "--format", "json"])
        .arg(OsStr::from_bytes(b"idl/\xff.idol"))
        .assert()
        .code(1);
    folder
        .idol(["check"])
        .arg(OsStr::from_bytes(b"\xfe"))
        .assert()
        .code(2)
        .stdout_eq(str![[r#"
error[E0101]: cannot read `�`: [..]
 |
 = help: a relative path begins at the current directory, that of a build script at its `Cargo.toml`

1 error


"#]]);
}

#[cfg(unix)]
#[test]
fn links_are_files_if_they_lead_to_one() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new("check_links", &[("other/wrong.idol", WRONG)]);
    folder.write("idl/good.idol", GOOD.as_bytes());
    let link = |to: &str, from: &str| {
        symlink(to, folder.0.join(from)).expect("a link can be made");
    };
    link("../other/wrong.idol", "idl/link.idol");
    link("nowhere", "idl/loose.idol");
    link("../other", "idl/folder.idol");
    link(".", "idl/round");
    folder
        .idol(["check", "idl", "--format", "short"])
        .assert()
        .code(2)
        .stdout_eq(str![[r#"
idl/link.idol:5:13: [E0111] unknown key `argz` in an operation; help: did you mean `args`?
[E0101] cannot read `idl/loose.idol`: [..]

"#]]);
}

#[test]
fn a_format_that_does_not_exist_is_exit_code_2() {
    Folder::new("check_format", &[("a.idol", GOOD)])
        .idol(["check", "--format", "xml"])
        .assert()
        .code(2)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: invalid value 'xml' for '--format <FORMAT>'
  [possible values: human, short, json]

For more information, try '--help'.

"#]]);
}

/// All wrong files of the project, and one that only servers use: what no
/// client's build takes, nobody who checks it for nobody in particular
/// overlooks.
#[test]
fn without_a_side_everything_is_told_that_clients_are_refused_for() {
    let folder = Folder::new("check_no_side", &[("lamp.idol", SERVER_ONLY)]);
    let files =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/reject/files");
    for entry in fs::read_dir(files).expect("it is a folder") {
        let path = entry.expect("it can be read").path();
        if path
            .extension()
            .is_some_and(|extension| extension == "idol")
        {
            let bytes = fs::read(&path).expect("it can be read");
            folder.write(path.file_name().expect("a name"), &bytes);
        }
    }
    let told = |arguments: &[&str]| {
        let mut all = vec!["check", ".", "--format", "json"];
        all.extend(arguments);
        let output = folder.idol([]).args(all).output().expect("it runs");
        let text = String::from_utf8(output.stdout).expect("JSON is text");
        let mut told = BTreeMap::<String, Vec<(String, String)>>::new();
        for line in text.lines() {
            let line: serde_json::Value =
                serde_json::from_str(line).expect("JSON");
            let text = |key: &str| line[key].as_str().unwrap().to_owned();
            let found = (text("severity"), text("code"));
            told.entry(text("file")).or_default().push(found);
        }
        told
    };
    let (client, anybody) = (told(&["--client"]), told(&[]));
    let mut only_client = 0;
    for (file, found) in client {
        let of_client: Vec<_> =
            found.iter().filter(|found| found.0 == "error").collect();
        let of_anybody = anybody.get(&file).cloned().unwrap_or_default();
        for error in of_client {
            if of_anybody.contains(error) {
                continue;
            }
            assert_eq!(error.1, "E0155", "{file}");
            let code = ("warning".to_owned(), "W0216".to_owned());
            assert!(of_anybody.contains(&code), "{file}: {of_anybody:?}");
            only_client += 1;
        }
    }
    assert!(only_client > 2, "{only_client}");
}

/// What is said once for all is allowed as what it is made of.
#[test]
fn that_there_is_no_client_can_be_allowed() {
    for code in ["W0207", "W0216"] {
        let text = format!("// idol: allow({code}) a debugger calls it\n");
        let text = text + SERVER_ONLY;
        let folder = Folder::new("check_allowed", &[("lamp.idol", &text)]);
        for arguments in [&[][..], &["--pedantic"], &["--server"]] {
            folder
                .idol(["check", "lamp.idol"])
                .args(arguments)
                .assert()
                .code(0)
                .stdout_eq(str![""]);
        }
    }
}
