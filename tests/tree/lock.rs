//! Locks: the tree's first one, and how two differ.

use std::collections::{BTreeMap, BTreeSet};

use super::generator::{GENERATOR, Libraries};
use super::task::{Kind, Task};

/// The lock of a tree whose generator is this revision: registry packages in
/// the versions of this project's own lock, all of them, of which cargo takes
/// away what the tree does not need; so it never has to ask for another.
pub(crate) fn for_tree(
    revision: &str,
    libraries: Libraries,
    tasks: &[Task],
) -> String {
    let own = include_str!("../../Cargo.lock").replace("\r\n", "\n");
    let registry: Vec<_> = own
        .split("[[package]]\n")
        .filter(|package| package.contains("\nsource = "))
        .collect();
    let of_registry = |name: &str, version: &str| {
        let mut versions = registry.iter().filter_map(|package| {
            let rest = package.strip_prefix(&format!("name = \"{name}\"\n"))?;
            rest.strip_prefix("version = \"")?.split('"').next()
        });
        let count = versions.clone().count();
        let found = versions.find(|found| found.starts_with(version));
        let found = found.unwrap_or_else(|| panic!("Cargo.lock lacks {name}"));
        if count == 1 {
            name.to_owned()
        } else {
            format!("{name} {found}")
        }
    };
    let dependency = |name: &&str| match *name {
        "counters" | "idol" | "idol-runtime" | "userlib" => (*name).to_owned(),
        "bitflags" | "indexmap" | "syn" => of_registry(name, "2."),
        "hubpack" => of_registry(name, "0.1."),
        "ron" => of_registry(name, "0.8."),
        _ => of_registry(name, ""),
    };
    let mut packages = registry
        .iter()
        .map(|package| format!("[[package]]\n{}\n", package.trim_end()))
        .collect::<Vec<_>>();
    let mut add = |name: &str, version: &str, source: bool, on: &[&str]| {
        let mut on: Vec<_> = on.iter().map(dependency).collect();
        on.sort();
        let source = if source {
            format!("source = \"git+{GENERATOR}#{revision}\"\n")
        } else {
            String::new()
        };
        let on: String =
            on.iter().map(|name| format!(" \"{name}\",\n")).collect();
        packages.push(format!(
            "[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n\
             {source}dependencies = [\n{on}]\n"
        ));
    };
    let idol: &[&str] = match libraries {
        Libraries::Few => &["indexmap", "unicode-ident"],
        Libraries::Common => &[
            // Cargo asks for the two that are not used here.
            "indexmap",
            "proc-macro2",
            "quote",
            "ron",
            "serde",
            "syn",
        ],
    };
    add("idol", "0.6.0", true, idol);
    add(
        "idol-runtime",
        "0.3.0",
        true,
        &["counters", "userlib", "zerocopy"],
    );
    add(
        "userlib",
        "0.1.0",
        false,
        &["bitflags", "num-derive", "num-traits", "serde"],
    );
    for task in tasks {
        let mut on = task.dependencies();
        if task.kind != Kind::Neither {
            on.push("idol");
        }
        add(&task.name, "0.1.0", false, &on);
    }
    format!(
        "version = 4\n\n{}\n\
         [[package]]\nname = \"counters\"\nversion = \"0.1.0\"\n\
         dependencies = [\n \"counters-derive\",\n]\n",
        packages.join("\n")
    )
}

/// The packages of a lock with all that it says of them.
fn packages(lock: &str) -> BTreeMap<&str, &str> {
    lock.split("[[package]]\n")
        .filter_map(|package| {
            let name = package.strip_prefix("name = \"")?;
            let end = name.find("\nversion")?;
            Some((&name[..end - 1], package.trim_end()))
        })
        .collect()
}

/// The names of the packages that are not the same in both.
pub(crate) fn changed<'l>(
    before: &'l str,
    after: &'l str,
) -> BTreeSet<&'l str> {
    let (before, after) = (packages(before), packages(after));
    before
        .keys()
        .chain(after.keys())
        .copied()
        .filter(|name| before.get(name) != after.get(name))
        .collect()
}
