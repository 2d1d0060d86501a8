//! `idol fmt`.

use std::fs;
use std::path::Path;

use snapbox::str;

use super::{Folder, GOOD, WRONG};

/// [`GOOD`] in another layout.
fn otherwise() -> String {
    GOOD.replace("Interface(\n    name", "Interface(name")
}

#[test]
fn files_are_laid_out_and_only_those_that_need_it_are_written() {
    let other = otherwise();
    let files = [("a.idol", &*other), ("b.idol", GOOD), ("c.txt", &other)];
    let folder = Folder::new("fmt-files", &files);
    let modified = || {
        let file = fs::metadata(folder.0.join("b.idol")).expect("it is there");
        file.modified().expect("it has a time")
    };
    let before = modified();
    folder
        .idol(["fmt"])
        .assert()
        .code(0)
        .stdout_eq("")
        .stderr_eq("");
    assert_eq!(folder.read("a.idol"), GOOD);
    assert_eq!(folder.read("b.idol"), GOOD);
    assert_eq!(folder.read("c.txt"), other, "no interface");
    assert_eq!(modified(), before);
    assert_eq!(folder.names("."), ["a.idol", "b.idol", "c.txt"]);
}

#[test]
fn check_shows_what_would_change_and_writes_nothing() {
    let other = otherwise();
    let folder = Folder::new("fmt-check", &[("a.idol", &other)]);
    folder
        .idol(["fmt", "--check", "a.idol"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
--- a.idol
+++ a.idol
@@ -1,4 +1,5 @@
-Interface(name: "Adder",
+Interface(
+    name: "Adder",
     ops: {
         "add": (
             doc: "Adds two numbers.",

"#]]);
    assert_eq!(folder.read("a.idol"), other);
    folder.write("a.idol", GOOD.trim_end().as_bytes());
    folder
        .idol(["fmt", "--check"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
--- a.idol
+++ a.idol
@@ -7,4 +7,4 @@
             reply: Result(ok: "u32", err: ServerDeath),
         ),
     },
-)
/ No newline at end of file
+)

"#]]);
    folder.write("a.idol", GOOD.as_bytes());
    folder
        .idol(["fmt", "--check"])
        .assert()
        .code(0)
        .stdout_eq("");
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = Folder::new("fmt-standard", &[]);
    for text in [GOOD, &otherwise()] {
        let fmt = folder.idol(["fmt", "-"]).stdin(text);
        fmt.assert().code(0).stdout_eq(GOOD);
    }
    let check = folder.idol(["fmt", "-", "--check"]).stdin(GOOD);
    check.assert().code(0).stdout_eq("");
    assert!(folder.names(".").is_empty());
}

#[test]
fn a_file_with_mistakes_is_left_alone_and_told_about() {
    let other = otherwise();
    let files = [("a.idol", WRONG), ("b.idol", &other)];
    let folder = Folder::new("fmt-wrong", &files);
    folder
        .idol(["fmt"])
        .assert()
        .code(1)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error[E0111]: unknown key `argz` in an operation
...
"#]]);
    assert_eq!(folder.read("a.idol"), WRONG);
    assert_eq!(folder.read("b.idol"), GOOD, "others are not");
    let fmt = folder.idol(["fmt", "-"]).stdin(WRONG);
    fmt.assert().code(1).stdout_eq("");
}

#[test]
fn what_cannot_be_read_ends_with_2() {
    let folder = Folder::new("fmt-unread", &[]);
    folder
        .idol(["fmt", "absent.idol"])
        .assert()
        .code(2)
        .stdout_eq("");
    folder.idol(["fmt"]).assert().code(2).stdout_eq("");
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay_and_what_is_read_only_is_not_written() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let other = otherwise();
    let folder = Folder::new("fmt-links", &[("real", &other)]);
    symlink("real", folder.0.join("link.idol")).expect("it can be linked");
    let real = folder.0.join("real");
    let allow = |mode| {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(&real, permissions).expect("it can be allowed");
    };
    let metadata =
        |path: &Path| fs::symlink_metadata(path).expect("it is there");
    allow(0o640);
    folder.idol(["fmt", "link.idol"]).assert().code(0);
    assert_eq!(folder.read("real"), GOOD);
    assert!(metadata(&folder.0.join("link.idol")).is_symlink());
    assert_eq!(metadata(&real).permissions().mode() & 0o777, 0o640);
    fs::write(&real, &other).expect("it can be written");
    allow(0o440);
    folder
        .idol(["fmt", "link.idol"])
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: cannot write `link.idol`: permission denied

"#]]);
    assert_eq!(folder.read("real"), other);
}
