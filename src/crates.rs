//! Which crates a stub names, and whether the package that includes it has
//! them: rustc would say it once for each time that one is named.
//!
//! A build is refused only where it could not go on: the package includes the
//! stub, and nothing in its manifest or its sources can be the crate by another
//! name.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::diagnostic::{Code, Diagnostic};
use crate::manifest::{self, Dependency, Origin};
use crate::report::Report;
use crate::source::Source;

/// What stubs name, as Rust calls it; the line of a manifest that asks for it;
/// and where it is on a laptop, if the line is one for a Hubris tree.
const CRATES: &[(&str, &str, &str)] = &[
    (
        "counters",
        r#"counters = { path = "../../lib/counters" }"#,
        "the package `counters`, in `host/counters`",
    ),
    ("hubpack", r#"hubpack = "0.1""#, ""),
    (
        "idol_runtime",
        "idol-runtime = { workspace = true }",
        "the package `idol-host-runtime`, in `host/runtime`",
    ),
    (
        "num_traits",
        r#"num-traits = { version = "0.2", default-features = false }"#,
        "",
    ),
    (
        "serde",
        r#"serde = { version = "1", default-features = false, features = ["derive"] }"#,
        "",
    ),
    (
        "userlib",
        r#"userlib = { path = "../../sys/userlib" }"#,
        "the package `userlib`, in `host/userlib`",
    ),
    (
        "zerocopy",
        r#"zerocopy = { version = "0.8", default-features = false }"#,
        "",
    ),
    ("zerocopy_derive", r#"zerocopy-derive = "0.8""#, ""),
];

/// So many files are read to see whether a stub is included.
const MOST_FILES: usize = 2_000;

/// Refuses a stub that could not be compiled in the package whose build script
/// this is.
pub(crate) fn are_there(
    source: &Source,
    stub_name: &str,
    stub: &str,
) -> Result<(), Report> {
    let Some(package) = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from)
    else {
        return Ok(());
    };
    let missing = missing(&package, stub_name, stub).unwrap_or_default();
    if missing.is_empty() {
        return Ok(());
    }
    let manifest = package.join("Cargo.toml");
    let found = missing.into_iter().map(|(name, line, on_a_laptop)| {
        let name = name.replace('_', "-");
        let message = format!(
            "the stub `{stub_name}` needs the crate `{name}`, on which this \
             package does not depend"
        );
        let mut help = format!(
            "add `{line}` to `[dependencies]` in `{}`",
            manifest.display()
        );
        if !on_a_laptop.is_empty() {
            help += "; that is for a Hubris tree, on a laptop it is ";
            help += on_a_laptop;
            help += " of Idol's repository";
        }
        Diagnostic::new(Code::MissingCrate, message).help(help)
    });
    Err(Report::new(Some(source), found.collect()))
}

/// Whether the package whose build script this is has the runtime in any build,
/// so that clients in it may name it. What is not understood has none.
///
/// Cargo runs the script again when the manifest changes. That of a workspace it
/// does not watch: each change of it would build all clients again, and what a
/// member shares with others is hardly ever given another package's name.
pub(crate) fn have_runtime() -> bool {
    let Some(package) = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from)
    else {
        return false;
    };
    println!("cargo:rerun-if-changed=Cargo.toml");
    has_plain_runtime(&package).unwrap_or_default()
}

fn has_plain_runtime(package: &Path) -> Option<bool> {
    let text = fs::read_to_string(package.join("Cargo.toml")).ok()?;
    let plain = manifest::plain(&text)?;
    Some(plain.iter().any(|it| {
        !it.optional
            && match it.source {
                Origin::Own | Origin::Git => is_runtime(it),
                Origin::Workspace => {
                    is_called_runtime(it)
                        && workspace(package).is_some_and(|(_, all)| {
                            let shared =
                                all.iter().find(|its| its.key == it.key);
                            shared.is_some_and(is_runtime)
                        })
                }
            }
    }))
}

/// The package `idol-runtime`, by its names in a Hubris tree and on a laptop.
const RUNTIMES: [&str; 2] = ["idol-runtime", "idol-host-runtime"];

fn is_called_runtime(it: &Dependency) -> bool {
    RUNTIMES.contains(&it.key.as_str()) || is_called(it, "idol_runtime")
}

/// Whether a dependency is the runtime, which Rust calls `idol_runtime`: that
/// is its library's name, and another key would be the crate's.
fn is_runtime(it: &Dependency) -> bool {
    match &it.package {
        None => RUNTIMES.contains(&it.key.as_str()),
        Some(package) => {
            is_called(it, "idol_runtime")
                && RUNTIMES.contains(&package.as_str())
        }
    }
}

/// The crates that a package does not have; `None` is unknown.
fn missing(
    package: &Path,
    stub_name: &str,
    stub: &str,
) -> Option<Vec<(&'static str, &'static str, &'static str)>> {
    let text = fs::read_to_string(package.join("Cargo.toml")).ok()?;
    let found = manifest::dependencies(&text)?;
    let has = |name: &str| found.iter().any(|it| is_called(it, name));
    let missing: Vec<_> = CRATES
        .iter()
        .copied()
        .filter(|(name, ..)| !has(name) && needs(stub, name))
        .collect();
    // The rest costs time, and nobody pays it whose package is right.
    if missing.is_empty() {
        return Some(missing);
    }
    let sources = sources(&package.join("src"))?;
    if !sources.iter().any(|text| includes(text, stub_name)) {
        return None;
    }
    let others: Vec<_> = found
        .iter()
        .filter(|it| !CRATES.iter().any(|(name, ..)| is_called(it, name)))
        .map(|it| libraries(package, it))
        .collect::<Option<_>>()?;
    let renamed = |name: &str| {
        let alias = format!(" as {name};");
        sources.iter().any(|text| text.contains(&alias))
            || others.iter().any(|it| it.may_be(name))
    };
    Some(missing.into_iter().filter(|it| !renamed(it.0)).collect())
}

/// Whether Rust calls a dependency by this name.
fn is_called(dependency: &Dependency, name: &str) -> bool {
    dependency.key.replace('-', "_") == name
}

/// Whether a stub cannot do without a crate: it names it, or a derive of its
/// does.
fn needs(stub: &str, name: &str) -> bool {
    let derives = |line: &str| {
        line.starts_with("#[derive(") && line.contains("::FromPrimitive")
    };
    is_named(stub, name) || name == "num_traits" && code(stub).any(derives)
}

/// Whether code names a crate, `::name::`.
fn is_named(stub: &str, name: &str) -> bool {
    let path = format!("::{name}::");
    let begins = |line: &str, at: usize| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c == '>' || c == '_' || c.is_alphanumeric())
    };
    code(stub)
        .any(|line| line.match_indices(&path).any(|(at, _)| begins(line, at)))
}

/// Whether a file includes a stub: by `include!`, or by `idol_runtime::stub!`.
fn includes(text: &str, stub_name: &str) -> bool {
    let end = format!("{stub_name}\"");
    (text.contains("OUT_DIR") || text.contains("stub!"))
        && code(text).any(|line| line.contains(&end))
}

/// The lines of a text that are no comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
}

/// All that is written in Rust below a folder; `None` where that is too much.
fn sources(folder: &Path) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).ok()? {
            let entry = entry.ok()?;
            let path = entry.path();
            // A link may lead round in a circle.
            if entry.file_type().ok()?.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                found.push(fs::read_to_string(path).ok()?);
            }
            if found.len() + open.len() > MOST_FILES {
                return None;
            }
        }
    }
    Some(found)
}

/// What a dependency of another name may bring.
struct Libraries {
    key: String,
    /// Its own manifest, where that can be read.
    manifest: Option<String>,
}

impl Libraries {
    /// A library has any name that its manifest gives it. Of one that is
    /// elsewhere nothing is known but that its own name is likely to have the
    /// library's words, as that of `idol-host-runtime` does.
    fn may_be(&self, name: &str) -> bool {
        if let Some(manifest) = &self.manifest {
            return manifest.contains(&format!("\"{name}\""))
                || manifest.contains(&format!("'{name}'"));
        }
        let words: Vec<_> = self.key.split(['-', '_']).collect();
        name.split('_').all(|word| words.contains(&word))
    }
}

/// `None` where a dependency may bring anything.
fn libraries(package: &Path, dependency: &Dependency) -> Option<Libraries> {
    let folder = match dependency.source {
        Origin::Git => return None,
        Origin::Own => dependency.path.as_ref().map(|it| package.join(it)),
        Origin::Workspace => {
            let (root, all) = workspace(package)?;
            let shared = all.iter().find(|it| it.key == dependency.key)?;
            if shared.source == Origin::Git {
                return None;
            }
            shared.path.as_ref().map(|it| root.join(it))
        }
    };
    let manifest = match folder {
        None => None,
        Some(folder) => {
            Some(fs::read_to_string(folder.join("Cargo.toml")).ok()?)
        }
    };
    Some(Libraries {
        key: dependency.key.clone(),
        manifest,
    })
}

/// The root of the workspace that a package shares dependencies with.
fn workspace(package: &Path) -> Option<(&Path, Vec<Dependency>)> {
    package.ancestors().find_map(|folder| {
        let text = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
        let all = manifest::shared(&text)?;
        (!all.is_empty()).then_some((folder, all))
    })
}
