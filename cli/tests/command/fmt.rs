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
        .idol(["fmt", "."])
        .assert()
        .code(0)
        .stdout_eq("")
        .stderr_eq(str![[r#"
wrote `a.idol`

"#]]);
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
        .idol(["fmt", "."])
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
    folder.idol(["fmt", "."]).assert().code(2).stdout_eq("");
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

#[test]
fn without_a_path_nothing_is_written() {
    let other = otherwise();
    let folder = Folder::new("fmt-nowhere", &[("a.idol", &other)]);
    folder
        .idol(["fmt"])
        .assert()
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: say which files to write: `idol fmt .` means all below this folder

"#]]);
    assert_eq!(folder.read("a.idol"), other);
    // Which only looks.
    folder.idol(["fmt", "--check"]).assert().code(1);
}

#[test]
fn other_repositories_are_left_alone() {
    let other = otherwise();
    let files = [
        (".git/HEAD", ""),
        ("a.idol", &*other),
        ("vendor/b/.git/HEAD", ""),
        ("vendor/b/b.idol", &other),
        // A worktree, and what is taken in as a submodule.
        ("vendor/c/.git", "gitdir: elsewhere\n"),
        ("vendor/c/idl/c.idol", &other),
        ("vendor/d.idol", &other),
    ];
    let folder = Folder::new("fmt-nested", &files);
    folder
        .idol(["fmt", "--check", "."])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
--- a.idol
...
--- vendor/d.idol
...
"#]]);
    folder
        .idol(["fmt", "."])
        .assert()
        .code(0)
        .stdout_eq("")
        .stderr_eq(str![[r#"
left `vendor/b` alone, which is another repository
left `vendor/c` alone, which is another repository
wrote `a.idol`
wrote `vendor/d.idol`

"#]]);
    assert_eq!(folder.read("vendor/b/b.idol"), other);
    assert_eq!(folder.read("vendor/c/idl/c.idol"), other);
    // Where one is named, it is meant.
    folder.idol(["fmt", "vendor/b"]).assert().code(0);
    assert_eq!(folder.read("vendor/b/b.idol"), GOOD);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_named_and_the_others_are_written() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    let other = otherwise();
    let files = [("closed/a.idol", &*other), ("open/b.idol", &other)];
    let folder = Folder::new("fmt-closed", &files);
    let allow = |name: &str, mode| {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(folder.0.join(name), permissions)
            .expect("it can be allowed");
    };
    allow("closed", 0o555);
    allow("open", 0o777);
    let mut command = Command::new(env!("CARGO_BIN_EXE_idol"));
    command.args(["fmt", "."]).current_dir(&folder.0);
    // Root writes wherever it likes.
    if rustix::process::getuid().is_root() {
        command.uid(65_534).gid(65_534);
    }
    let output = command.output().expect("it runs");
    allow("closed", 0o755);
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: cannot write `closed/a.idol`: its folder takes no new file: \
         permission denied\nwrote `open/b.idol`\n"
    );
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(folder.read("open/b.idol"), GOOD);
    assert_eq!(folder.read("closed/a.idol"), other);
    assert_eq!(folder.names("closed"), ["a.idol"]);
}
