//! The Hubris tree that a task is made in, as its root manifest tells.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use super::checkout::Idol;
use super::name::Name;
use crate::outcome::Failure;

/// Where a tree has its generator and its runtime from.
pub(super) const GENERATOR: &str =
    "https://github.com/oxidecomputer/idolatry.git";

/// A Hubris tree.
pub(super) struct Tree {
    /// Its folder.
    pub(super) root: PathBuf,
    /// The folder in it whose folders are packages of tasks.
    tasks: &'static str,
    /// What `[workspace.dependencies]` names.
    pub(super) shared: BTreeSet<String>,
    /// The checkout of Idol that it takes, as it names it.
    checkout: String,
}

impl Tree {
    /// The tree that the current folder is in.
    pub(super) fn around_here() -> Result<Self, Failure> {
        let here = env::current_dir().map_err(|error| {
            Failure::new(format!("cannot tell the current folder: {error}"))
        })?;
        let is_root = |folder: &&Path| {
            folder.join("sys/userlib/Cargo.toml").is_file()
                && folder.join("lib/counters/Cargo.toml").is_file()
        };
        match here.ancestors().find(is_root) {
            Some(root) => Self::at(root),
            None => Err(Failure::new(
                "this folder is in no Hubris tree: none above it has \
                 `sys/userlib` and `lib/counters`",
            )),
        }
    }

    fn at(root: &Path) -> Result<Self, Failure> {
        let path = root.join("Cargo.toml");
        let shown = path.display();
        let text = fs::read_to_string(&path).map_err(|error| {
            Failure::new(format!("cannot read `{shown}`: {error}"))
        })?;
        let manifest: toml::Table =
            text.parse().map_err(|error: toml::de::Error| {
                Failure::new(format!(
                    "`{shown}` is no TOML: {}",
                    error.message()
                ))
            })?;
        let workspace = manifest.get("workspace");
        let members = workspace
            .and_then(|workspace| workspace.get("members"))
            .and_then(toml::Value::as_array);
        let tasks = ["task", "drv"].into_iter().find(|folder| {
            let all = format!("{folder}/*");
            members
                .into_iter()
                .flatten()
                .any(|member| member.as_str() == Some(&all))
        });
        let Some(tasks) = tasks else {
            return Err(Failure::new(format!(
                "`{shown}` takes no new package: its members have neither \
                 `task/*` nor `drv/*`"
            )));
        };
        let shared = workspace
            .and_then(|workspace| workspace.get("dependencies"))
            .and_then(toml::Value::as_table)
            .map(|table| table.keys().cloned().collect())
            .unwrap_or_default();
        let patch = manifest.get("patch").and_then(|p| p.get(GENERATOR));
        let checkout = patch
            .and_then(|patch| patch.get("idol"))
            .and_then(|idol| idol.get("path"))
            .and_then(toml::Value::as_str);
        let runtime = patch.and_then(|patch| patch.get("idol-runtime"));
        match (checkout, runtime) {
            (Some(checkout), Some(_)) => Ok(Self {
                root: root.to_owned(),
                tasks,
                shared,
                checkout: checkout.to_owned(),
            }),
            _ => Err(Failure::new(format!(
                "the tree builds with another generator: add `idol = {{ path = \
                 \"../idol\" }}` and `idol-runtime = {{ path = \
                 \"../idol/runtime\" }}` to `{shown}`, in a section \
                 `[patch.\"{GENERATOR}\"]`"
            ))),
        }
    }

    /// The folder of a task's server, from the root.
    pub(super) fn folder_of(&self, name: &Name) -> PathBuf {
        Path::new(self.tasks).join(name.package())
    }

    /// The checkout that the tree takes, as a package `depth` folders below its
    /// root names it.
    pub(super) fn idol(&self, depth: usize) -> Idol {
        Idol::Checkout(match Path::new(&self.checkout).is_absolute() {
            true => self.checkout.clone(),
            false => "../".repeat(depth) + &self.checkout,
        })
    }
}
