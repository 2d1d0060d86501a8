//! A task that is made in a Hubris tree.

use std::fs;
use std::path::Path;
use std::process::Command;

use trials::Failed;

use crate::generator::{GENERATOR, Libraries};
use crate::hubris::{self, Tree};
use crate::run::Run;
use crate::task::{Kind, Task};

/// The target of a task.
const TARGET: &str = "thumbv7em-none-eabihf";

pub(crate) fn builds(style: &str) -> Result<(), Failed> {
    let tasks = [
        Task::new("task-client", Kind::Client),
        Task::new("task-server", Kind::Server),
    ];
    let name = format!("new-{style}");
    let tree = Tree::new(&name, Libraries::Few, &tasks);
    let idol = |more: &[&str]| {
        let mut idol = Command::new(env!("CARGO_BIN_EXE_idol"));
        idol.current_dir(tree.path("idl")).arg("new").args(more);
        Run::of(&mut idol)
    };
    let make = ["bus-mon", "--hubris", "--style", style];

    // The tree's own generator is none that the server was written for.
    let refused = idol(&make).failure();
    let other = "the tree builds with another generator";
    assert!(refused.stderr.contains(other), "{}", refused.stderr);
    assert!(!tree.path("task/bus-mon").exists());

    let root = hubris::root();
    tree.append(&format!(
        "[patch.\"{GENERATOR}\"]\n\
         idol = {{ path = \"{0}\" }}\nidol-runtime = {{ path = \"{0}/runtime\" }}\n",
        root.display()
    ));

    tree.run("cargo", &["metadata", "--format-version", "1"])
        .success();
    tree.take_the_addresses_away();

    // Something is in the way of one of the three.
    fs::write(tree.path("task/bus-mon-api"), "").expect("it can be written");
    let refused = idol(&make).failure();
    assert!(refused.stderr.contains("is there already"));
    assert!(!tree.path("task/bus-mon").exists());
    assert!(!tree.path("idl/bus-mon.idol").exists());
    fs::remove_file(tree.path("task/bus-mon-api")).expect("it is ours");

    idol(&make).success();
    for path in ["idl/bus-mon.idol", "task/bus-mon-api", "task/bus-mon"] {
        assert!(tree.path(path).exists(), "{path}");
    }
    // The packages are in the tree's lock, just as cargo would write them.
    tree.run("cargo", &["metadata", "--format-version", "1", "--locked"])
        .quiet();
    // The kernel's part of a task, which the tree's stand-in lacks.
    let userlib = tree.path("sys/userlib/src/lib.rs");
    let text = fs::read_to_string(&userlib).expect("a file");
    let panic = "#[cfg(target_os = \"none\")]\n#[panic_handler]\n\
         fn panic(_: &core::panic::PanicInfo<'_>) -> ! { loop {} }\n";
    fs::write(userlib, format!("{text}\n{panic}")).expect("it is ours");
    for package in ["task-bus-mon-api", "task-bus-mon"] {
        let check = ["check", "--locked", "--target", TARGET, "-p", package];
        let run = tree.run("cargo", &check).success();
        let said = run.stderr;
        let own = |line: &&str| line.contains("bus_mon");
        assert!(!said.lines().any(|l| own(&l) && l.contains("warning")));
    }
    let laptop = tree.path("task/bus-mon/laptop/Cargo.toml");
    let laptop = laptop.to_str().expect("UTF-8");
    let test = ["test", "--offline", "--manifest-path", laptop];
    let run = tree.run("cargo", &test).success();
    let count = if style == "pipelined" { 3 } else { 2 };
    let passed = format!("test result: ok. {count} passed");
    assert!(run.stdout.contains(&passed), "{}", run.stdout);
    formatted(&tree.path("task"));
    Ok(())
}

fn formatted(folder: &Path) {
    let sources = ["bus-mon/src/main.rs", "bus-mon/laptop/src/lib.rs"];
    let tests = ["bus-mon/laptop/tests/death.rs", "bus-mon-api/src/lib.rs"];
    let mut rustfmt = Command::new("rustfmt");
    rustfmt
        .current_dir(folder)
        .args(["--check", "--edition", "2024", "--config", "max_width=80"])
        .args([sources, tests].concat());
    Run::of(&mut rustfmt).success();
}
