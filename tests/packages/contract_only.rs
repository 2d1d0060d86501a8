//! `idol-runtime` and the committed stubs need no more of `userlib` and
//! `counters` than Hubris documents: they compile against crates that have
//! nothing else, which are in `tests/contract-only`.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use trials::Trial;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test(
            "packages::both_workspaces_build_the_same_versions",
            || {
                both_workspaces_build_the_same_versions();
                Ok(())
            },
        ),
        Trial::test(
            "packages::all_manifests_of_the_runtime_ask_for_the_same",
            || {
                all_manifests_of_the_runtime_ask_for_the_same();
                Ok(())
            },
        ),
        trials::long(
            "packages::stubs_and_runtime_need_only_what_hubris_documents",
            "compiles a workspace of its own",
            "idol --test outside packages",
            || {
                stubs_and_runtime_need_only_what_hubris_documents();
                Ok(())
            },
        ),
    ]
}

fn stubs_and_runtime_need_only_what_hubris_documents() {
    let workspace =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contract-only");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("contract-only");
    let cargo = env::var_os("CARGO").expect("cargo runs this test");
    let check = Command::new(cargo)
        .args(["check", "--locked", "--message-format", "short"])
        .arg("--manifest-path")
        .arg(workspace.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target)
        .output()
        .expect("cargo can be run");
    assert!(
        check.status.success(),
        "tests/contract-only does not compile. If its lock is out of date: \
         `cargo check --offline` in that folder.\n{}",
        String::from_utf8_lossy(&check.stderr)
    );
}

/// A workspace of its own has a lock of its own, which goes on with old
/// versions unnoticed.
fn both_workspaces_build_the_same_versions() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let packages = |lock: &str| {
        let lock = fs::read_to_string(root.join(lock)).expect("there is one");
        let lock = lock.replace("\r\n", "\n");
        let packages: Vec<_> = lock
            .split("[[package]]\n")
            .filter(|package| package.contains("\nsource = "))
            .map(|package| {
                let lines: Vec<_> = package.lines().take(2).collect();
                lines.join(" ")
            })
            .collect();
        packages
    };
    let in_root = packages("Cargo.lock");
    let other: Vec<_> = packages("tests/contract-only/Cargo.lock")
        .into_iter()
        .filter(|package| !in_root.contains(package))
        .collect();
    assert!(
        other.is_empty(),
        "tests/contract-only/Cargo.lock has other versions than Cargo.lock; \
         in that folder: `cargo update --offline --precise VERSION NAME` \
         \n{}",
        other.join("\n")
    );
}

/// The runtime has a manifest for Hubris trees, one for laptops and one here,
/// which name other packages as `userlib` and `counters`, and nothing else.
fn all_manifests_of_the_runtime_ask_for_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dependencies = |folder: &str| {
        let path = root.join(folder).join("Cargo.toml");
        let text = fs::read_to_string(path).expect("a manifest");
        let mut manifest: toml::Table = text.parse().expect("it is TOML");
        let dependencies = manifest.remove("dependencies");
        let mut dependencies = dependencies.expect("it has some");
        for name in ["userlib", "counters"] {
            let line = dependencies[name].as_table_mut().expect("a table");
            line.retain(|key, _| !["git", "package", "path"].contains(&key));
        }
        let library = manifest.get("lib").and_then(|lib| lib.get("path"));
        let library = library.and_then(toml::Value::as_str);
        let library = root.join(folder).join(library.unwrap_or("src/lib.rs"));
        (dependencies, library.canonicalize().expect("a library"))
    };
    let expected = dependencies("runtime");
    for folder in ["host/runtime", "tests/contract-only/runtime"] {
        assert_eq!(dependencies(folder), expected, "{folder}");
    }
}
