//! A Hubris tree takes this project for its generator and runtime with the
//! lines that `docs/src/guide/hubris.md` shows, and nothing else.
//!
//! The first tests ask cargo what it would build, and compile nothing. Those
//! that compile run with `IDOL_TESTS=all`, and are required under
//! `IDOL_REQUIRE=all`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use generator::{GENERATOR, Libraries, MARK};
use hubris::Tree;
use run::Run;
use task::{Kind, Task};
use trials::Trial;

pub(crate) mod cost;
mod generator;
mod home;
mod hubris;
mod lock;
mod run;
mod task;
mod units;

pub(crate) fn trials() -> Vec<Trial> {
    let git = Command::new("git").arg("--version").output().is_ok();
    let missing = (!git).then_some("install git");
    let tests: [(&str, fn(), bool); 6] = [
        (
            "the_lines_replace_two_packages_and_contact_nothing",
            the_lines_replace_two_packages_and_contact_nothing,
            false,
        ),
        (
            "with_a_lock_changed_by_hand_not_even_the_first_run_asks",
            with_a_lock_changed_by_hand_not_even_the_first_run_asks,
            false,
        ),
        (
            "a_patch_of_another_version_is_not_used_and_that_is_seen",
            a_patch_of_another_version_is_not_used_and_that_is_seen,
            false,
        ),
        (
            "tasks_with_and_without_ours_share_every_other_crate",
            tasks_with_and_without_ours_share_every_other_crate,
            true,
        ),
        (
            "ours_compiles_fewer_crates_than_the_common_libraries",
            ours_compiles_fewer_crates_than_the_common_libraries,
            true,
        ),
        (
            "all_tasks_build_with_what_the_lines_name",
            all_tasks_build_with_what_the_lines_name,
            true,
        ),
    ];
    let trials = tests.map(|(name, test, compiles)| {
        let name = format!("tree::{name}");
        let run = move || {
            test();
            Ok(())
        };
        match compiles && git {
            true => {
                let package = "idol --test outside tree";
                trials::long(name, "compiles a tree", package, run)
            }
            false => trials::needing(name, missing, run),
        }
    });
    trials.into()
}

/// One of each kind.
fn tasks() -> [Task; 3] {
    [
        Task::new("task-client", Kind::Client),
        Task::new("task-server", Kind::Server),
        Task::new("task-idle", Kind::Neither),
    ]
}

/// The blocks of the page in this language.
fn blocks(language: &str) -> Vec<String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(page.join("docs/src/guide/hubris.md"))
        .expect("the page")
        .replace("\r\n", "\n");
    let fence = format!("```{language}\n");
    page.split(&fence)
        .skip(1)
        .filter_map(|rest| Some(rest.split("```").next()?.to_owned()))
        .collect()
}

/// The lines that a tree's manifest gets, with where this project really is.
fn lines() -> String {
    let blocks = blocks("toml");
    let [lines] = blocks.as_slice() else {
        panic!("the page has one block of TOML");
    };
    assert_eq!(lines.lines().count(), 3, "two lines and their heading");
    lines.replace("../idol", env!("CARGO_MANIFEST_DIR"))
}

/// What the page says to type: what tells the generator, what changes the
/// lock by hand, and what brings the old lock back.
fn commands() -> [String; 3] {
    blocks("console").try_into().expect("three commands")
}

/// What cargo would build the generator from.
fn generator(tree: &Tree) -> String {
    let [tells, _, _] = commands();
    let (command, shown) = tells.split_once('\n').expect("an output");
    let arguments: Vec<_> = command
        .strip_prefix("$ cargo ")
        .expect("cargo is asked")
        .split(' ')
        .collect();
    assert_eq!(
        shown,
        "idol v0.6.0 (/home/you/idol)\n[build-dependencies]\n"
    );
    tree.run("cargo", &arguments)
        .quiet()
        .stdout
        .trim()
        .to_owned()
}

fn ours() -> String {
    format!(
        "idol v0.6.0 ({})\n[build-dependencies]",
        env!("CARGO_MANIFEST_DIR")
    )
}

/// A run of cargo that resolves and compiles nothing.
fn resolve(tree: &Tree, more: &[&str]) -> Run {
    let arguments = ["metadata", "--format-version", "1"];
    tree.run("cargo", &[&arguments, more].concat())
}

/// A tree with its lock as cargo leaves it, committed.
fn committed(name: &str, libraries: Libraries, tasks: &[Task]) -> Tree {
    let tree = Tree::new(name, libraries, tasks);
    resolve(&tree, &[]).success();
    resolve(&tree, &["--locked"]).quiet();
    tree.commit();
    tree
}

fn the_lines_replace_two_packages_and_contact_nothing() {
    let tree = committed("hubris-lines", Libraries::Few, &tasks());
    assert!(generator(&tree).contains(GENERATOR));
    let before = tree.lock();

    tree.append(&lines());
    let first = resolve(&tree, &[]).success();
    assert!(!first.stderr.contains("warning"), "{}", first.stderr);
    let after = tree.lock();
    let changed: Vec<_> = lock::changed(&before, &after).into_iter().collect();
    assert_eq!(changed, ["idol", "idol-runtime"]);
    assert!(!after.contains(GENERATOR), "{after}");

    tree.take_the_addresses_away();
    for more in [&[][..], &["--locked"], &["--offline"]] {
        resolve(&tree, more).quiet();
        assert_eq!(tree.lock(), after);
    }
    assert_eq!(generator(&tree), ours());

    // And back.
    let [_, _, back] = commands();
    assert_eq!(back, "$ git checkout Cargo.lock\n");
    tree.run("git", &["checkout", "Cargo.lock", "Cargo.toml"])
        .success();
    resolve(&tree, &["--locked"]).quiet();
    assert!(generator(&tree).contains(GENERATOR));
}

fn with_a_lock_changed_by_hand_not_even_the_first_run_asks() {
    let tree = committed("hubris-by-hand", Libraries::Few, &tasks());
    let lock = tree.lock();
    let [_, by_hand, _] = commands();
    assert_eq!(by_hand, "$ sed -i /idolatry.git#/d Cargo.lock\n");
    tree.run("sed", &["-i", "/idolatry.git#/d", "Cargo.lock"])
        .success();
    tree.append(&lines());
    tree.take_the_addresses_away();
    resolve(&tree, &[]).quiet();
    assert_eq!(generator(&tree), ours());
    let after = tree.lock();
    let changed: Vec<_> = lock::changed(&lock, &after).into_iter().collect();
    assert_eq!(changed, ["idol", "idol-runtime"]);
}

/// What the other tests would see if the versions here were wrong.
fn a_patch_of_another_version_is_not_used_and_that_is_seen() {
    let tree = committed("hubris-version", Libraries::Few, &tasks());
    let other = tree.path("../other");
    let _ = fs::remove_dir_all(&other);
    fs::create_dir_all(other.join("src")).expect("a folder");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest =
        fs::read_to_string(here.join("Cargo.toml")).expect("a manifest");
    let package = &manifest[manifest.find("[package]").expect("a package")..];
    let package = package.replace("version = \"0.6.0\"", "version = \"0.6.1\"");
    let package = package.split("\n[[test]]").next().expect("a beginning");
    let package = package
        .lines()
        .filter(|line| !line.contains(".workspace = true"))
        .collect::<Vec<_>>()
        .join("\n");
    fs::write(
        other.join("Cargo.toml"),
        format!("{package}\n[workspace]\n"),
    )
    .expect("it can be written");
    fs::write(other.join("src/lib.rs"), "").expect("it can be written");
    let before = tree.lock();
    let lines = lines();
    let lines = lines.replacen(
        &format!("\"{}\"", env!("CARGO_MANIFEST_DIR")),
        &format!("\"{}\"", other.display()),
        1,
    );
    tree.append(&lines);
    let run = resolve(&tree, &[]).success();
    assert!(run.stderr.contains("was not used"), "{}", run.stderr);
    let tells = tree.run("cargo", &["tree", "--invert", "idol"]).success();
    assert!(tells.stdout.contains(GENERATOR), "{}", tells.stdout);
    let after = tree.lock();
    assert!(!lock::changed(&before, &after).contains("serde"));
}

fn all_tasks_build_with_what_the_lines_name() {
    let tree = committed("hubris-build", Libraries::Few, &tasks());
    // What an earlier run wrote is not written again where it is the same, and
    // would be older than what the other generator writes first.
    for task in tasks() {
        let clean = ["clean", "--locked", "--package", &task.name];
        tree.run("cargo", &clean).success();
    }
    let build = |more: &[&str]| {
        for task in tasks() {
            let arguments = ["check", "--package", &task.name];
            tree.run("cargo", &[&arguments, more].concat()).quiet();
        }
    };
    let stub = |task: &str| {
        let folder = tree.target().join("debug/build");
        let mut stubs: Vec<_> = fs::read_dir(folder)
            .expect("a target folder")
            .map(|entry| entry.expect("a folder").path())
            .filter(|path| {
                let name = path.file_name().expect("a name");
                name.to_string_lossy().starts_with(task)
            })
            .filter_map(|path| {
                let path = path.join("out/stub.rs");
                let time = fs::metadata(&path).ok()?.modified().ok()?;
                Some((time, path))
            })
            .collect();
        stubs.sort();
        let (_, newest) = stubs.pop().expect("the build script has run");
        fs::read_to_string(newest).expect("a stub")
    };
    build(&["--locked"]);
    assert!(stub("task-client").starts_with(MARK));
    assert!(stub("task-server").starts_with(MARK));

    tree.append(&lines());
    resolve(&tree, &[]).success();
    tree.take_the_addresses_away();
    for more in [&[][..], &["--locked"], &["--offline"]] {
        build(more);
        for (task, item) in
            [("task-client", "impl Lamp"), ("task-server", "fn handle")]
        {
            let stub = stub(task);
            assert!(!stub.contains(MARK), "{task}: {stub}");
            assert!(stub.contains(item), "{task}: {stub}");
        }
    }
}

/// A tree of ten tasks with the generator from git, then with ours.
pub(crate) fn with_and_without<T>(
    name: &str,
    libraries: Libraries,
    measure: fn(&Tree, &[Task]) -> T,
) -> [T; 2] {
    let tasks = units::ten_tasks();
    let tree = committed(name, libraries, &tasks);
    let without = measure(&tree, &tasks);
    tree.append(&lines());
    resolve(&tree, &[]).success();
    [without, measure(&tree, &tasks)]
}

/// The generator from git asks here for what ours asks for, so that nothing
/// but features could make a difference.
fn tasks_with_and_without_ours_share_every_other_crate() {
    let [without, with] =
        with_and_without("hubris-units", Libraries::Few, units::compiled);
    assert_eq!(without, with);
    // A macro for which no two tasks ask for different features.
    let name = "zerocopy-derive 0.8";
    let mut units = with.iter().filter(|(key, _)| key.starts_with(name));
    assert_eq!(units.next().map(|(_, count)| *count), Some(1), "{name}");
    assert!(with.contains_key("idol 0.6.0"), "{with:?}");
}

fn ours_compiles_fewer_crates_than_the_common_libraries() {
    let [without, with] =
        with_and_without("hubris-common", Libraries::Common, units::compiled);
    let total = |units: &BTreeMap<_, usize>| units.values().sum::<usize>();
    assert!(
        total(&with) < total(&without),
        "with ours: {with:#?}\nwithout: {without:#?}"
    );
    for (package, count) in &with {
        let before = without.get(package).copied().unwrap_or_default();
        assert!(
            *count <= before,
            "{package}: {count}, {before} without ours"
        );
    }
}
