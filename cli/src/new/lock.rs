//! New packages in the lock of a Hubris tree, so that the next build takes them
//! as they are, with `--locked` and without asking an address.

use std::io::Write;
use std::path::Path;
use std::{fs, io};

/// What a stub's package depends on, and the versions that it takes of what
/// comes from the registry.
const DEPENDENCIES: [(&str, &str); 7] = [
    ("counters", ""),
    ("idol", ""),
    ("idol-runtime", ""),
    ("num-traits", "0.2."),
    ("userlib", ""),
    ("zerocopy", "0.8."),
    ("zerocopy-derive", "0.8."),
];

/// Adds packages to the lock at a tree's root. What cannot be told for sure is
/// left for cargo to find out.
pub(super) fn add(root: &Path, packages: &[&str]) -> io::Result<()> {
    let path = root.join("Cargo.lock");
    let Ok(text) = fs::read_to_string(&path) else {
        return Ok(());
    };
    let mut with = text.clone();
    for package in packages {
        match with_package(&with, package) {
            Some(more) => with = more,
            None => return Ok(()),
        }
    }
    let mut beside = tempfile::NamedTempFile::new_in(root)?;
    beside.write_all(with.as_bytes())?;
    beside
        .as_file()
        .set_permissions(fs::metadata(&path)?.permissions())?;
    beside.persist(path)?;
    Ok(())
}

const HEAD: &str = "[[package]]\nname = \"";

/// A lock with one package more.
fn with_package(lock: &str, package: &str) -> Option<String> {
    let dependencies: Option<String> = DEPENDENCIES
        .into_iter()
        .map(|(name, version)| dependency(lock, name, version))
        .collect();
    let entry = format!(
        "{HEAD}{package}\"\nversion = \"0.1.0\"\ndependencies = [\n{}]\n",
        dependencies?
    );
    // Packages are sorted by their names.
    let mut entries = lock.match_indices(HEAD);
    let after = entries.find(|(at, _)| {
        let rest = &lock[at + HEAD.len()..];
        let name = rest.split('"').next().unwrap_or_default();
        name > package
    });
    Some(match after {
        Some((at, _)) => format!("{}{entry}\n{}", &lock[..at], &lock[at..]),
        None => format!("{}\n\n{entry}", lock.trim_end()),
    })
}

/// A line of a package's dependencies: of this project and of the tree by name,
/// and as a folder; of the registry with the version, where there are several.
fn dependency(lock: &str, name: &str, version: &str) -> Option<String> {
    let head = format!("{HEAD}{name}\"\nversion = \"");
    let mut found = lock.split(&head).skip(1);
    let versions: Vec<_> = found
        .by_ref()
        .filter_map(|rest| rest.split_once("\"\n"))
        .collect();
    let mut fitting = versions.iter().filter(|(found, rest)| {
        let is_fetched = rest.starts_with("source = ");
        found.starts_with(version) && is_fetched != version.is_empty()
    });
    let (is, _) = fitting.next()?;
    if fitting.next().is_some() {
        return None;
    }
    Some(match versions.len() {
        1 => format!(" \"{name}\",\n"),
        _ => format!(" \"{name} {is}\",\n"),
    })
}
