//! The packages of the workspace, as cargo knows them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;
use std::{env, fs};

use serde_json::Value;

use crate::page::{read, root};

/// What is in the workspace.
pub(crate) struct Known {
    pub(crate) packages: BTreeMap<String, Package>,
    /// What `.ci/run` says.
    pub(crate) ci: String,
}

/// A package of it.
pub(crate) struct Package {
    manifest: PathBuf,
    is_for_users: bool,
    /// Its tests by name.
    pub(crate) tests: Vec<String>,
}

/// The manifests of the workspace, and of the workspaces of their own that
/// `.ci/run` tests.
pub(crate) fn manifests() -> Vec<PathBuf> {
    let known = Known::of_this_workspace();
    let tested = known.ci.lines().filter_map(|line| {
        let (_, manifest) = line
            .strip_prefix("cargo test")?
            .split_once("--manifest-path ")?;
        Some(root().join(manifest.trim()))
    });
    let packages = known.packages.values();
    packages
        .map(|package| package.manifest.clone())
        .chain(tested)
        .collect()
}

impl Known {
    /// Asks cargo once: it takes a third of a second.
    pub(crate) fn of_this_workspace() -> &'static Self {
        static KNOWN: LazyLock<Known> = LazyLock::new(Known::asked_for);
        &KNOWN
    }

    fn asked_for() -> Self {
        let cargo = env::var_os("CARGO").expect("cargo runs this test");
        let output = Command::new(cargo)
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .args(["--offline", "--locked"])
            .current_dir(root())
            .output()
            .expect("cargo can be run");
        let metadata: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| {
                panic!("{}", String::from_utf8_lossy(&output.stderr))
            });
        let text = |value: &Value| {
            value.as_str().expect("cargo says a text").to_owned()
        };
        let list = |value: &Value| {
            value.as_array().cloned().expect("cargo says a list")
        };
        let package = |package: &Value| Package {
            manifest: text(&package["manifest_path"]).into(),
            is_for_users: package["publish"].is_null()
                || ["/host/", "/runtime/Cargo.toml"]
                    .iter()
                    .any(|at| text(&package["manifest_path"]).contains(at)),
            tests: list(&package["targets"])
                .iter()
                .filter(|target| target["kind"][0] == "test")
                .map(|target| text(&target["name"]))
                .collect(),
        };
        Self {
            packages: list(&metadata["packages"])
                .iter()
                .map(|of| (text(&of["name"]), package(of)))
                .collect(),
            ci: [".ci/run", ".ci/linux"]
                .map(|script| read(script).expect("there is a CI script"))
                .concat(),
        }
    }

    /// Packages for users, which are published or stand in for Hubris's, that
    /// have no page with an example: neither a README beside the manifest nor
    /// the documentation of the library.
    pub(crate) fn without_example(&self) -> Vec<&str> {
        let has_example = |package: &Package| {
            let folder = package.manifest.parent().expect("it has a folder");
            ["README.md", "src/lib.rs"].iter().any(|file| {
                let text = fs::read_to_string(folder.join(file));
                let text = text.unwrap_or_default();
                let page = |line: &&str| {
                    file.ends_with(".md") || line.starts_with("//!")
                };
                text.lines().filter(page).any(|line| line.contains("```"))
            })
        };
        self.packages
            .iter()
            .filter(|(_, package)| package.is_for_users)
            .filter(|(_, package)| !has_example(package))
            .map(|(name, _)| name.as_str())
            .collect()
    }
}
