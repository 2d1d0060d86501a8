//! What the Rust sources around an interface say of it, as far as that can be
//! found without a compiler: by names.

mod scan;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use lsp_types::{Location, Position, Range};
use walkdir::{DirEntry, WalkDir};

use super::files;
use super::lines::{Lines, Unit};
pub(super) use scan::{Found, Source, scan};

/// More files than this are not looked into, nor longer ones.
const MOST_FILES: usize = 20_000;
const LONGEST: u64 = 1 << 20;

/// The sources below the folders that are open, and of the packages of
/// interfaces.
#[derive(Debug, Default)]
pub(super) struct Index {
    files: BTreeMap<PathBuf, File>,
    /// The folders that were looked into.
    known: BTreeSet<PathBuf>,
}

/// One source, as far as it matters.
#[derive(Debug)]
struct File {
    changed: Option<SystemTime>,
    length: u64,
    /// The folder of its package.
    package: Option<PathBuf>,
    found: Vec<(Found, Range)>,
    /// Names that begin with a capital letter, which types have.
    names: BTreeSet<String>,
    /// The lines in which types are declared.
    lines: Vec<String>,
}

impl Index {
    /// What was found may be another now.
    pub(super) fn forget(&mut self) {
        self.known.clear();
    }

    /// The sources around a file, and below folders.
    pub(super) fn of(
        &mut self,
        file: Option<&Path>,
        roots: &[PathBuf],
        unit: Unit,
    ) -> &Self {
        let own = file
            .and_then(package)
            .filter(|own| !roots.iter().any(|root| own.starts_with(root)));
        for root in roots.iter().chain(&own) {
            if self.known.insert(root.clone()) {
                self.look(root, unit);
            }
        }
        self
    }

    fn look(&mut self, root: &Path, unit: Unit) {
        let is_kept = |entry: &DirEntry| {
            let name = entry.file_name().as_encoded_bytes();
            entry.depth() == 0
                || !entry.file_type().is_dir()
                || !(name.starts_with(b".")
                    || entry.path().join("CACHEDIR.TAG").exists())
        };
        let entries = WalkDir::new(root).into_iter().filter_entry(is_kept);
        let mut seen = BTreeSet::new();
        for entry in entries.flatten().take(50 * MOST_FILES) {
            let path = entry.path();
            if path.extension().is_none_or(|e| e != "rs")
                || !entry.file_type().is_file()
                || seen.len() >= MOST_FILES
            {
                continue;
            }
            let Ok(metadata) = entry.metadata() else {
                continue;
            };
            let (changed, length) = (metadata.modified().ok(), metadata.len());
            seen.insert(path.to_owned());
            let known = self.files.get(path);
            let is_known = known.is_some_and(|known| {
                known.changed == changed && known.length == length
            });
            if is_known || length > LONGEST {
                continue;
            }
            if let Ok(text) = fs::read_to_string(path) {
                let mut file = read(path, &text, unit);
                (file.changed, file.length) = (changed, length);
                self.files.insert(path.to_owned(), file);
            }
        }
        // What is gone is forgotten.
        self.files
            .retain(|path, _| !path.starts_with(root) || seen.contains(path));
    }

    /// Files that belong to an interface of this name: they name it, or their
    /// package does.
    fn about(&self, interface: &str) -> impl Iterator<Item = (&Path, &File)> {
        let packages: BTreeSet<_> = self
            .files
            .values()
            .filter(|file| file.names.contains(interface))
            .filter_map(|file| file.package.as_deref())
            .collect();
        let name = interface.to_owned();
        self.files
            .iter()
            .filter(move |(_, file)| {
                let package = file.package.as_deref();
                file.names.contains(&name)
                    || package.is_some_and(|p| packages.contains(p))
            })
            .map(|(path, file)| (path.as_path(), file))
    }

    /// Where an operation is called, by its name.
    pub(super) fn callers(
        &self,
        interface: &str,
        operation: &str,
    ) -> Vec<Location> {
        let is_call = |found: &Found| matches!(found, Found::Call(name) if name == operation);
        places(self.about(interface), is_call)
    }

    /// Where servers implement an operation.
    pub(super) fn implementations(
        &self,
        interface: &str,
        operation: &str,
    ) -> Vec<Location> {
        let is_function = |found: &Found| {
            matches!(found, Found::Function { of, name }
                if name == operation && of == interface)
        };
        // Its trait says which interface that is: a server may name no other
        // part of it.
        let all = self.files.iter();
        places(all.map(|(path, file)| (path.as_path(), file)), is_function)
    }

    /// Where types of this name are declared: in the package first. Of a path
    /// the last part counts, and the file says nothing of the others.
    pub(super) fn types(&self, near: Option<&Path>, ty: &str) -> Vec<Location> {
        let name = last_name(ty);
        let mut places: Vec<(bool, Location)> = Vec::new();
        let package = near.and_then(package);
        for (path, file) in &self.files {
            for (found, range) in &file.found {
                if matches!(found, Found::Type(is, _) if is == name)
                    && let Some(uri) = files::uri(path)
                {
                    let is_far = file.package != package;
                    places.push((is_far, Location { uri, range: *range }));
                }
            }
        }
        places.sort_by_key(|(is_far, _)| *is_far);
        places.into_iter().map(|(_, place)| place).collect()
    }

    /// The file and the line in which a type is declared.
    pub(super) fn declared(
        &self,
        near: Option<&Path>,
        ty: &str,
    ) -> Option<(&Path, &str)> {
        let first = self.types(near, ty).into_iter().next()?;
        let path = files::path(&first.uri)?;
        let (path, file) = self.files.get_key_value(&path)?;
        let found = file.found.iter().find(|(_, range)| *range == first.range);
        match found? {
            (Found::Type(_, line), _) => {
                Some((path, file.lines.get(*line)?.as_str()))
            }
            _ => None,
        }
    }

    /// The types of the package that a file is in.
    pub(super) fn near_types(&self, near: Option<&Path>) -> BTreeSet<String> {
        let package = near.and_then(package);
        let files = self.files.values();
        let files = files.filter(|file| file.package == package);
        let found = files.flat_map(|file| &file.found);
        found
            .filter_map(|(found, _)| match found {
                Found::Type(name, _) => Some(name.clone()),
                _ => None,
            })
            .collect()
    }
}

fn places<'f>(
    sources: impl Iterator<Item = (&'f Path, &'f File)>,
    wanted: impl Fn(&Found) -> bool,
) -> Vec<Location> {
    let mut places = Vec::new();
    for (path, file) in sources {
        let found = file.found.iter().filter(|(found, _)| wanted(found));
        for (_, range) in found {
            if let Some(uri) = files::uri(path) {
                places.push(Location { uri, range: *range });
            }
        }
    }
    places
}

fn read(path: &Path, text: &str, unit: Unit) -> File {
    let lines = Lines::new(text, unit);
    let Source { found, names } = scan(text);
    let mut declared = Vec::new();
    let found = found
        .into_iter()
        .map(|(found, span)| {
            let range = lines.range(text, span);
            match found {
                Found::Type(name, _) => {
                    let line = range.start.line;
                    let start = lines.start(text, line) as usize;
                    let end = lines.end(text, line) as usize;
                    let line = text.get(start..end).unwrap_or("").trim();
                    let line = line.trim_end_matches(['{', '(', ' ']);
                    declared.push(line.to_owned());
                    (Found::Type(name, declared.len() - 1), range)
                }
                found => (found, range),
            }
        })
        .collect();
    File {
        changed: None,
        length: 0,
        package: package(path),
        found,
        names,
        lines: declared,
    }
}

/// The folder of the package that a file is in.
pub(super) fn package(file: &Path) -> Option<PathBuf> {
    let mut folders = file.ancestors().skip(1);
    let has = |folder: &&Path| folder.join("Cargo.toml").is_file();
    folders.find(has).map(Path::to_owned)
}

/// The name of a type without its path, and without what is around it.
pub(super) fn last_name(ty: &str) -> &str {
    let inside = ty.trim_start_matches(['[', '(', '&', ' ']);
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let end = inside.find(|c| !is_part(c)).unwrap_or(inside.len());
    let path = &inside[..end];
    path.rsplit("::").next().unwrap_or(path)
}

/// What of a source stands at a place.
pub(super) fn at(text: &str, unit: Unit, position: Position) -> Option<Found> {
    let lines = Lines::new(text, unit);
    let at = lines.offset(text, position);
    let found = scan(text).found.into_iter();
    let mut found =
        found.filter(|(_, span)| (span.start..=span.end).contains(&at));
    found.next().map(|(found, _)| found)
}
