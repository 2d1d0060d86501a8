//! `idol check --fix`.

use std::fs;

use snapbox::str;

use super::{Folder, GOOD, WRONG};

#[test]
fn a_file_is_written_and_each_fix_is_said() {
    let files = [("a.idol", WRONG), ("b.idol", GOOD)];
    let folder = Folder::new("fix-files", &files);
    let modified = || {
        let file = fs::metadata(folder.0.join("b.idol")).expect("it is there");
        file.modified().expect("it has a time")
    };
    let before = modified();
    folder
        .idol(["check", "--fix"])
        .assert()
        .code(0)
        .stdout_eq("")
        .stderr_eq(str![[r#"
fixed a.idol:5:13: E0111: write `args` for `argz`
2 files checked: nothing found

"#]]);
    assert_eq!(folder.read("a.idol"), WRONG.replace("argz", "args"));
    assert_eq!(folder.read("b.idol"), GOOD);
    assert_eq!(modified(), before);
    assert_eq!(folder.names("."), ["a.idol", "b.idol"]);
}

#[test]
fn diff_shows_what_would_change_and_writes_nothing() {
    let folder = Folder::new("fix-diff", &[("a.idol", WRONG)]);
    folder
        .idol(["check", "--fix", "--diff", "a.idol"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
--- a.idol
+++ a.idol
@@ -2,7 +2,7 @@
     name: "Adder",
     ops: {
         "add": (
-            argz: { "a": "u32" },
+            args: { "a": "u32" },
             reply: Result(ok: "u32", err: ServerDeath),
         ),
     },

"#]])
        .stderr_eq(str![[r#"
would fix a.idol:5:13: E0111: write `args` for `argz`
1 file checked: nothing found

"#]]);
    assert_eq!(folder.read("a.idol"), WRONG);
}

#[test]
fn what_is_a_choice_is_left_and_told() {
    let text = GOOD.replace(
        "args: {",
        "leases: { \"to\": (type: \"[u8]\") },\n            args: {",
    );
    let folder = Folder::new("fix-choice", &[("a.idol", &text)]);
    folder
        .idol(["check", "--fix", "--format", "short"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
a.idol:6:23: [E0140] lease `to` grants no access (in operation `add`, lease `to`); help: add `read: true` if the server reads it, `write: true` if the server fills it

"#]])
        .stderr_eq("");
    assert_eq!(folder.read("a.idol"), text);
}

#[test]
fn standard_input_is_shown_and_never_written() {
    let folder = Folder::new("fix-stdin", &[]);
    folder
        .idol(["check", "--fix", "-"])
        .stdin(WRONG)
        .assert()
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: only files are fixed: `--fix --diff -` shows what would change

"#]]);
    folder
        .idol(["check", "--fix", "--diff", "--format", "short", "-"])
        .stdin(WRONG)
        .assert()
        .code(1);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_told_and_stays() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("fix-readonly", &[("a.idol", WRONG)]);
    let path = folder.0.join("a.idol");
    let mode = |mode| fs::Permissions::from_mode(mode);
    fs::set_permissions(&path, mode(0o444)).expect("it can be");
    folder
        .idol(["check", "--fix", "a.idol", "--format", "short"])
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: cannot write `a.idol`: permission denied

"#]]);
    assert_eq!(folder.read("a.idol"), WRONG);
}
