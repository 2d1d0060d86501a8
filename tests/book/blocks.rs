//! What blocks of code are held to.
//!
//! | fence | what holds |
//! | --- | --- |
//! | `LANGUAGE FILE` | the text stands in that file; a file of Rust is part of a package of the workspace, so tests compile it |
//! | `LANGUAGE lamp/FILE` | the text stands in that file of what `idol new lamp` makes, which its own tests compile |
//! | `rust` | always names a file |
//! | `ron` | an interface, legal for both sides and worth no warning |
//! | `ron CODE` | an interface that gives this code and no other, to a client, to a server or to either |
//! | `toml` | TOML, whose paths to this project lead to the packages named; a file of levels is read as one |
//! | `text` | what the generator says about the interface above, if it begins as a diagnostic does; see `said` |
//! | `json` | what `idol check --format json` says about it |
//! | `console`, or indented | commands that there are, and what runs print; see `commands`, `runs` |

use std::collections::BTreeSet;
use std::fs;

use idol::check::Side;
use idol::diagnostic::Code;
use idol::levels;
use idol::load;
use idol::source::Source;

use crate::page::{Block, Page, read, root};

/// Blocks that quote a file which has no such text.
pub(crate) fn misquoted(page: &Page) -> Vec<String> {
    let quotes = page.blocks.iter().filter(|b| b.file().is_some());
    quotes.filter_map(|block| misquote(block).err()).collect()
}

fn misquote(block: &Block) -> Result<(), String> {
    let file = block.file().unwrap_or_default();
    if let Some(file) = file.strip_prefix("lamp/") {
        return match idol_cli::new::file_of("lamp", file) {
            Some(made) if made.contains(&block.text) => Ok(()),
            _ => Err(format!("lamp/{file} has no such text:\n{}", block.text)),
        };
    }
    let whole = read(file)?;
    if !whole.contains(&block.text) {
        return Err(format!("{file} has no such text:\n{}", block.text));
    }
    if block.is("rust") && !is_compiled(file) {
        return Err(format!("{file} is part of no package of the workspace"));
    }
    Ok(())
}

/// Whether a file belongs to a package of the workspace.
fn is_compiled(file: &str) -> bool {
    let own = root().join(file);
    let manifest = own
        .ancestors()
        .skip(1)
        .map(|folder| folder.join("Cargo.toml"))
        .find(|manifest| manifest.exists());
    let manifest = manifest.expect("the root has one");
    crate::workspace::manifests().contains(&manifest)
}

/// Blocks in a language that no test reads, and Rust that quotes no file.
pub(crate) fn unknown(page: &Page) -> Vec<String> {
    let known = ["console", "json", "ron", "rust", "text", "toml"];
    let documents = documents_a_package(page);
    page.blocks
        .iter()
        .filter_map(|block| match block.language.as_deref() {
            None => None,
            Some("rust") if block.file().is_none() => {
                Some(format!("Rust from no file:\n{}", block.text))
            }
            Some(language) if known.contains(&language) => None,
            // Tests run it.
            Some("c" | "python") if block.file().is_some() => None,
            // It is an example of that package's, which its tests compile.
            Some("rust,no_run") if documents => None,
            Some(other) => Some(format!("a block in `{other}`")),
        })
        .collect()
}

/// Whether the library of a package has a page for its documentation.
fn documents_a_package(page: &Page) -> bool {
    let page = root().join(&page.path);
    crate::workspace::manifests().iter().any(|manifest| {
        let source = manifest.with_file_name("src");
        let library = fs::read_to_string(source.join("lib.rs"));
        library.is_ok_and(|library| {
            library.split("include_str!(\"").skip(1).any(|rest| {
                let (path, _) = rest.split_once('"').unwrap_or_default();
                source.join(path).canonicalize().is_ok_and(|it| it == page)
            })
        })
    })
}

/// Interfaces that are not what their fence says.
pub(crate) fn interfaces(page: &Page) -> Vec<String> {
    let blocks = page.blocks.iter().filter(|b| b.is("ron"));
    blocks
        .filter_map(|block| {
            let found = found(&block.text);
            let is_right = match &block.about {
                Some(about) if block.file().is_none() => {
                    let Ok(code) = about.parse::<Code>() else {
                        return Some(format!("no code `{about}`"));
                    };
                    let alone = BTreeSet::from([code]);
                    found.iter().any(|(codes, _)| *codes == alone)
                }
                _ => found.iter().all(|(codes, _)| codes.is_empty()),
            };
            let said = found.into_iter().map(|(_, said)| said);
            (!is_right).then(|| block.text.clone() + &said.collect::<String>())
        })
        .collect()
}

/// What is found for each side, as codes and in words.
fn found(text: &str) -> [(BTreeSet<Code>, String); 3] {
    let source = Source::new("page.idol", text);
    [Side::Client, Side::Server, Side::Either].map(|side| {
        let report = load::diagnose(&source, side);
        let codes = report.diagnostics().iter().map(|d| d.code);
        (codes.collect(), report.to_string())
    })
}

/// TOML that is none, or that names a package which is not here.
pub(crate) fn manifests(page: &Page) -> Vec<String> {
    let blocks = page.blocks.iter();
    let blocks = blocks.filter(|b| b.is("toml") && b.file().is_none());
    blocks.filter_map(|block| manifest(block).err()).collect()
}

fn manifest(block: &Block) -> Result<(), String> {
    let table: toml::Table = block
        .text
        .parse()
        .map_err(|why| format!("{why}:\n{}", block.text))?;
    // The names of its sections tell a file of levels from a manifest.
    if ["levels", "check", "build"]
        .iter()
        .any(|s| table.contains_key(*s))
    {
        let source = Source::new(levels::FILE, block.text.as_str());
        levels::parse(&source).map_err(|wrong| format!("{wrong:?}"))?;
    }
    let mut paths = Vec::new();
    paths_in(&table, &mut paths);
    for (name, path) in paths {
        // Beside a tree, a checkout is called `idol`.
        let Some(rest) = path.strip_prefix("../idol") else {
            continue;
        };
        let manifest = format!("{}/Cargo.toml", rest.trim_matches('/'));
        let manifest = read(manifest.trim_start_matches('/'))?;
        if !manifest.contains(&format!("name = \"{name}\"")) {
            return Err(format!("`{path}` is not `{name}`"));
        }
    }
    Ok(())
}

/// Every dependency with a path in it, at any depth.
fn paths_in(table: &toml::Table, found: &mut Vec<(String, String)>) {
    for (name, value) in table {
        let Some(table) = value.as_table() else {
            continue;
        };
        match table.get("path").and_then(|path| path.as_str()) {
            Some(path) => {
                let package = table.get("package").and_then(|it| it.as_str());
                let package = package.unwrap_or(name);
                found.push((package.to_owned(), path.to_owned()));
            }
            None => paths_in(table, found),
        }
    }
}
