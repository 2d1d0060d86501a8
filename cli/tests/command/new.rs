//! `idol new`: what is refused, and that nothing is left of it. What is made is
//! compiled by the tests in `new`.

use snapbox::str;

use super::Folder;

#[test]
fn it_says_what_to_do_next() {
    let folder = Folder::new("new", &[]);
    folder
        .idol(["new", "lamp"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
made; next: cd lamp && cargo test

"#]])
        .stderr_eq(str![""]);
    assert_eq!(folder.names("."), ["lamp"]);
    assert_eq!(
        folder.names("lamp"),
        [
            ".gitignore",
            "Cargo.toml",
            "README.md",
            "build.rs",
            "lamp.idol",
            "src",
            "tests",
        ]
    );
}

#[test]
fn a_folder_may_be_anywhere_that_there_is() {
    let folder = Folder::new("new_below", &[("below/file", "")]);
    folder.idol(["new", "below/lamp"]).assert().code(0);
    assert_eq!(folder.names("below"), ["file", "lamp"]);
    folder
        .idol(["new", "nowhere/lamp"])
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: cannot make a folder in `nowhere`: [..]

"#]]);
}

#[test]
fn what_is_there_already_stays_as_it_is() {
    let folder = Folder::new("new_there", &[("lamp", "mine"), ("fan/f", "")]);
    for name in ["lamp", "fan"] {
        let there = folder.idol(["new", name]).assert().code(2);
        there.stderr_eq(format!("error: `./{name}` is there already\n"));
    }
    assert_eq!(folder.names("."), ["fan", "lamp"]);
    assert_eq!(folder.names("fan"), ["f"]);
    assert_eq!(folder.read("lamp"), "mine");
}

#[test]
fn names_that_no_package_crate_or_interface_can_have_are_refused() {
    let folder = Folder::new("new_names", &[]);
    let long = "a".repeat(33);
    let names = [
        ("Lamp", "letter first"),
        ("2lamps", "letter first"),
        ("_lamp", "letter first"),
        ("lamp!", "letter first"),
        ("lämp", "letter first"),
        ("lamp-", "letter first"),
        ("..", "letter first"),
        (long.as_str(), "longer than 32"),
        ("loop", "a word of Rust's own"),
        ("self", "a word of Rust's own"),
        ("kernel", "is called so"),
        ("idol_runtime", "is called so"),
        ("test", "is called so"),
    ];
    for (name, why) in names {
        let output = folder.idol(["new", name]).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(said.contains(why), "{name}: {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(folder.names(".").is_empty(), "{name}");
    }
}

#[test]
fn names_that_generated_code_uses_itself_are_fine_or_refused() {
    let folder = Folder::new("new_rivals", &[]);
    // The interface's rules know which of these it can be called.
    for name in ["option", "result", "task-id", "server", "leased", "client"] {
        let output = folder.idol(["new", name]).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr);
        let made = folder.names(".").contains(&name.to_owned());
        assert_eq!(output.status.success(), made, "{name}: {said}");
        assert_eq!(made, said.is_empty(), "{name}: {said}");
    }
}

#[test]
fn idol_is_looked_for_where_it_is_said_to_be() {
    let folder = Folder::new("new_idol", &[]);
    folder
        .idol(["new", "lamp", "--path", "."])
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: `.` is no checkout of Idol: it has no `host/runtime/Cargo.toml`

"#]]);
    folder
        .idol(["new", "lamp", "--git", "../idol"])
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: `../idol` is no address: one begins as in `https://` or `file://`; a folder is named with `--path`

"#]]);
    assert!(folder.names(".").is_empty());
    let git = "https://git.example/idol";
    folder
        .idol(["new", "lamp", "--git", git, "--rev", "12ab"])
        .assert()
        .code(0);
    let manifest = folder.read("lamp/Cargo.toml");
    let line = "userlib = { git = \"https://git.example/idol\", rev = \
                \"12ab\" }\n";
    assert!(manifest.contains(line), "{manifest}");
    let line = "idol = { git = \"https://git.example/idol\", rev = \"12ab\", \
                default-features = false }\n";
    assert!(manifest.contains(line), "{manifest}");
}

#[test]
fn a_task_is_made_in_a_hubris_tree_and_nowhere_else() {
    let folder = Folder::new("new_tree", &[]);
    folder
        .idol(["new", "lamp", "--hubris"])
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: this folder is in no Hubris tree: none above it has `sys/userlib` and `lib/counters`

"#]]);
    folder.write("sys/userlib/Cargo.toml", b"");
    folder.write("lib/counters/Cargo.toml", b"");
    folder.write("Cargo.toml", b"[workspace]\nmembers = []\n");
    folder
        .idol(["new", "lamp", "--hubris"])
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: `[..]Cargo.toml` takes no new package: its members have neither `task/*` nor `drv/*`

"#]]);
    folder.write("Cargo.toml", b"[workspace]\nmembers = [\"drv/*\"]\n");
    folder
        .idol(["new", "lamp", "--hubris"])
        .assert()
        .code(2)
        .stderr_eq(str![[r#"
error: the tree builds with another generator: add `idol = { path = "../idol" }` and `idol-runtime = { path = "../idol/runtime" }` to `[..]Cargo.toml`, in a section `[patch."https://github.com/oxidecomputer/idolatry.git"]`

"#]]);
    assert_eq!(folder.names("."), ["Cargo.toml", "lib", "sys"]);
    folder.write("Cargo.toml", TREE.as_bytes());
    folder.idol(["new", "lamp", "--hubris"]).assert().code(0);
    assert_eq!(folder.names("drv"), ["lamp", "lamp-api"]);
    assert_eq!(folder.names("idl"), ["lamp.idol"]);
    // What the tree shares is taken from it.
    let manifest = folder.read("drv/lamp/Cargo.toml");
    assert!(manifest.contains("zerocopy = { workspace = true }\n"));
    assert!(manifest.contains("idol = { workspace = true }\n"));
    assert!(manifest.contains("zerocopy-derive = \"0.8\"\n"));
    // What is committed names no folder of one machine.
    let laptop = folder.read("drv/lamp/laptop/Cargo.toml");
    let kernel = "kernel = { path = \"../../../../idol/host/kernel\" }\n";
    assert!(laptop.contains(kernel), "{laptop}");
}

#[test]
fn a_tree_s_lock_gets_the_packages_or_stays_as_it_is() {
    let package = |name: &str, version: &str, source: bool| {
        let source = match source {
            true => "source = \"registry\"\n",
            false => "",
        };
        format!(
            "[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n{source}\n"
        )
    };
    let lock = [
        package("counters", "0.1.0", false),
        package("idol", "0.6.0", false),
        package("idol-runtime", "0.3.0", false),
        package("num-traits", "0.2.19", true),
        package("task-fan", "0.1.0", false),
        package("userlib", "0.1.0", false),
        package("zerocopy", "0.6.6", true),
        package("zerocopy", "0.8.27", true),
        package("zerocopy-derive", "0.8.27", true),
    ]
    .concat();
    let lock = format!("version = 4\n\n{}\n", lock.trim_end());
    let made = |name: &str, lock: &str| {
        let folder = Folder::new(
            name,
            &[
                ("sys/userlib/Cargo.toml", ""),
                ("lib/counters/Cargo.toml", ""),
                ("Cargo.toml", TREE),
                ("Cargo.lock", lock),
            ],
        );
        folder.idol(["new", "lamp", "--hubris"]).assert().code(0);
        assert!(folder.names(".").len() == 6, "{:?}", folder.names("."));
        folder.read("Cargo.lock")
    };
    let entry = |name: &str| {
        format!(
            "[[package]]\nname = \"{name}\"\nversion = \"0.1.0\"\n\
             dependencies = [\n \"counters\",\n \"idol\",\n \
             \"idol-runtime\",\n \"num-traits\",\n \"userlib\",\n \
             \"zerocopy 0.8.27\",\n \"zerocopy-derive\",\n]\n\n"
        )
    };
    let both = entry("task-lamp") + &entry("task-lamp-api");
    let (before, after) = lock
        .split_once("[[package]]\nname = \"userlib\"")
        .expect("it is locked");
    let expected =
        format!("{before}{both}[[package]]\nname = \"userlib\"{after}");
    assert_eq!(made("new_lock", &lock), expected);
    // The tree has another generator in it yet; that is cargo's to sort out.
    let other = lock.replace("0.6.0\"\n", "0.6.0\"\nsource = \"git\"\n");
    assert_ne!(other, lock);
    assert_eq!(made("new_other_lock", &other), other);
    assert_eq!(made("new_no_lock", ""), "");
}

/// A tree that takes this project.
const TREE: &str = r#"[workspace]
members = ["drv/*"]

[workspace.dependencies]
idol = { git = "https://github.com/oxidecomputer/idolatry.git" }
zerocopy = "0.8"

[patch."https://github.com/oxidecomputer/idolatry.git"]
idol = { path = "../idol" }
idol-runtime = { path = "../idol/runtime" }
"#;
