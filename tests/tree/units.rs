//! What cargo would compile for ten tasks, each with a run of its own, counted
//! without compiling it: cargo tells its units, `--unit-graph`.
//!
//! A crate is compiled again for another set of features, of it or of what it
//! depends on. A compiler's flag lets a stable cargo tell.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use serde_json::Value;

use super::hubris::Tree;
use super::task::{Kind, Task};

/// Ten tasks, half of them with a generator, with what Hubris's pull in.
pub(crate) fn ten_tasks() -> Vec<Task> {
    let with = |name: &str, kind, more| Task {
        name: name.to_owned(),
        kind,
        more,
    };
    vec![
        with("task-net", Kind::Client, &["hubpack", "serde"]),
        with("task-spi", Kind::Server, &[]),
        with("task-sys", Kind::Server, &["num-derive"]),
        with("task-power", Kind::Client, &["hubpack"]),
        with("task-ping", Kind::Client, &[]),
        with("task-idle", Kind::Neither, &[]),
        with("task-jefe", Kind::Neither, &["hubpack", "serde"]),
        with("task-dump", Kind::Neither, &["zerocopy", "zerocopy-derive"]),
        with("task-led", Kind::Neither, &["num-derive", "num-traits"]),
        with("task-log", Kind::Neither, &["counters", "serde"]),
    ]
}

/// How often each package is compiled; the build scripts count, too.
pub(crate) fn compiled(tree: &Tree, tasks: &[Task]) -> BTreeMap<String, usize> {
    let host = host(tree);
    let mut units = BTreeSet::new();
    for task in tasks {
        let run = tree.run_with(
            &[("RUSTC_BOOTSTRAP", "1")],
            "cargo",
            &[
                "build",
                "--locked",
                "--unit-graph",
                "-Zunstable-options",
                "--package",
                &task.name,
                "--target",
                &host,
            ],
        );
        let graph: Value =
            serde_json::from_str(&run.success().stdout).expect("a graph");
        let graph = graph["units"].as_array().expect("units");
        for unit in graph {
            if unit["mode"] != "run-custom-build" {
                units.insert((package(unit), identity(graph, unit)));
            }
        }
    }
    let mut counts = BTreeMap::new();
    for (package, _) in units {
        *counts.entry(package).or_default() += 1;
    }
    counts
}

/// Builds for it and builds for the machine that compiles are then apart, as
/// they are for a microcontroller.
pub(crate) fn host(tree: &Tree) -> String {
    let tells = tree.run("rustc", &["-vV"]).success().stdout;
    let host = tells.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("a host").to_owned()
}

fn package(unit: &Value) -> String {
    let id = unit["pkg_id"].as_str().expect("an id");
    let (address, version) = id.split_once('#').unwrap_or((id, ""));
    match version.split_once('@') {
        Some((name, version)) => format!("{name} {version}"),
        None => {
            let name = address.rsplit('/').next().unwrap_or(address);
            format!("{name} {version}")
        }
    }
}

/// What makes a unit another one: itself, and all that it depends on.
fn identity(graph: &[Value], unit: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    for key in [
        "pkg_id", "target", "profile", "platform", "mode", "features",
    ] {
        unit[key].to_string().hash(&mut hasher);
    }
    for dependency in unit["dependencies"].as_array().expect("dependencies") {
        let index = dependency["index"].as_u64().expect("an index");
        let index = usize::try_from(index).expect("an index");
        identity(graph, &graph[index]).hash(&mut hasher);
    }
    hasher.finish()
}
