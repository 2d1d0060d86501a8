//! The vectors that the examples have committed, against what the debug
//! information of their programs leads to.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;
use trials::{Failed, Trial};

use crate::debug::vectors::lead_to;

pub(crate) fn trial() -> Trial {
    let name = "vectors_of_the_examples_are_the_bytes_of_their_programs";
    let missing =
        (!cfg!(target_os = "linux")).then_some("the host's files are not ELF");
    match missing {
        None => trials::long(name, "builds the examples", "debug", all),
        missing => trials::needing(name, missing, all),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn all() -> Result<(), Failed> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(root().join("examples"))? {
        let folder = entry?;
        if folder.path().join("vectors.json").exists() {
            names.insert(folder.file_name().to_string_lossy().into_owned());
        }
    }
    assert!(names.len() >= 4, "{names:?}");
    for (name, program) in programs(&names)? {
        let vectors = root().join("examples").join(&name).join("vectors.json");
        let count =
            lead_to(&fs::read(program)?, &fs::read_to_string(vectors)?, |_| {
                true
            });
        assert!(count > 2, "{name}: {count} vectors");
    }
    Ok(())
}

/// The programs of packages, with their types in their debug information.
fn programs(
    names: &BTreeSet<String>,
) -> Result<Vec<(String, PathBuf)>, Failed> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .current_dir(root())
        .args(["build", "--locked", "--quiet", "--bins"])
        .arg("--message-format=json");
    for name in names {
        cargo.args(["--package", name]);
        let debug = format!("profile.dev.package.{name}.debug=\"full\"");
        cargo.args(["--config", &debug]);
    }
    let output = cargo.output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let mut programs = Vec::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        let message: Value = serde_json::from_str(line)?;
        let name = message["target"]["name"].as_str();
        let program = message["executable"].as_str();
        if let (Some(name), Some(program)) = (name, program)
            && names.contains(name)
        {
            programs.push((name.to_owned(), program.into()));
        }
    }
    assert_eq!(programs.len(), names.len(), "{programs:?}");
    Ok(programs)
}
