//! A package for Python: a module for each interface, and one that they share.

mod client;
pub(super) mod names;
mod types;

use std::collections::BTreeSet;

use idol_debug::schema::Schema;

use crate::outcome::Failure;

/// What all modules share, as it is written.
const RUNTIME: &str = include_str!("python/runtime.py");

/// The way to servers behind a bridge, as it is written.
const BRIDGE: &str = include_str!("python/bridge.py");

/// The files of a package, by their paths.
pub(super) fn package(
    package: &str,
    schemas: &[Schema],
) -> Result<Vec<(String, String)>, Failure> {
    if !names::is_plain(package) {
        return Err(Failure::new(format!(
            "`{package}` is no name of a package: use letters, digits and `_`"
        )));
    }
    // What the package has of its own.
    let mut modules = BTreeSet::from(["bridge".to_owned()]);
    let mut files = vec![
        ("pyproject.toml".to_owned(), project(package)),
        (format!("{package}/py.typed"), String::new()),
        (format!("{package}/_runtime.py"), RUNTIME.to_owned()),
        (format!("{package}/bridge.py"), BRIDGE.to_owned()),
    ];
    let mut imports = String::new();
    let mut exported: Vec<_> =
        EXPORTED.iter().map(|name| (*name).to_owned()).collect();
    for schema in schemas {
        let interface = &schema.interface;
        if !names::is_plain(interface) {
            return Err(Failure::new(format!(
                "`{interface}` is no name that Python has"
            )));
        }
        let module = names::module(interface);
        if !modules.insert(module.clone()) {
            return Err(Failure::new(format!(
                "two interfaces would be the module `{module}`"
            )));
        }
        imports.push_str(&format!(
            "from .{module} import {interface}, {interface}Sync\n"
        ));
        exported.push(interface.clone());
        exported.push(format!("{interface}Sync"));
        let text = client::module(schema);
        files.push((format!("{package}/{module}.py"), text));
    }
    exported.sort();
    let all: Vec<_> = exported
        .iter()
        .map(|name| format!("    \"{name}\",\n"))
        .collect();
    let init = format!(
        "\"\"\"Clients of Idol servers.\"\"\"\n\n{imports}from ._runtime import (\n{})\n\n__all__ = [\n{}]\n",
        EXPORTED
            .iter()
            .map(|name| format!("    {name},\n"))
            .collect::<String>(),
        all.concat()
    );
    files.push((format!("{package}/__init__.py"), init));
    Ok(files)
}

/// What users name of what is shared.
const EXPORTED: &[&str] = &[
    "Access",
    "Answer",
    "CallError",
    "DecodeError",
    "EncodeError",
    "IdolError",
    "JsonAnswer",
    "Lease",
    "Request",
    "ServerDied",
    "Some",
    "SyncTransport",
    "Transport",
    "UnknownCode",
];

fn project(package: &str) -> String {
    format!(
        r#"[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "{package}"
version = "0.1.0"
description = "Clients of Idol servers"
requires-python = ">=3.10"

[tool.setuptools]
packages = ["{package}"]

[tool.setuptools.package-data]
{package} = ["py.typed"]
"#
    )
}
