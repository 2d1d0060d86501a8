//! Where something is declared, from a type to Rust and from Rust to an
//! operation, and where it is used.

use std::fs;
use std::path::Path;

use idol::diagnostic::Span;
use lsp_types::{Location, Position, Range, Uri};
use walkdir::WalkDir;

use super::answer::Answer;
use super::document::{Document, Kind, operation_of};
use super::rust::{self, Found};
use super::session::{Server, with_document};
use super::transport::Json;
use super::{files, lines::Lines};
use crate::entries::{self, Entry, Tree};
use crate::language::{self, Role};

/// More files than this are not looked into.
const MOST_FILES: usize = 2_000;

pub(super) fn definition(
    server: &mut Server,
    uri: &Uri,
    position: Position,
) -> Answer {
    let key = uri.as_str();
    let is_interface = server
        .documents
        .get(key)
        .is_some_and(|document| document.kind == Kind::Interface);
    if is_interface {
        let places = with_document(server, key, |server, document| {
            of_interface(server, document, position)
        });
        return Ok(Json::of(&places.unwrap_or_default()));
    }
    let Some(path) = files::path(uri) else {
        return Ok(Json::null());
    };
    let text = match server.documents.get(key) {
        Some(document) => Some(document.text.clone()),
        None => fs::read_to_string(&path).ok(),
    };
    let found = text
        .as_deref()
        .and_then(|text| rust::at(text, server.unit, position));
    let Some(found) = found else {
        return Ok(Json::null());
    };
    let names = text.as_deref().map(rust::scan).unwrap_or_default().names;
    let places = interfaces(server, &path)
        .into_iter()
        .flat_map(|file| file.places(&found, |name| names.contains(name)));
    Ok(Json::of(&places.collect::<Vec<_>>()))
}

/// From a type to where it is declared; from an operation to the servers that
/// implement it.
fn of_interface(
    server: &mut Server,
    document: &Document,
    position: Position,
) -> Vec<Location> {
    let at = document.offset(position);
    let context = document.context();
    let text = &document.text;
    let path = context.tree.path(at);
    let Some(entry) = path.last() else {
        return Vec::new();
    };
    let (role, around) = language::role(text, &path);
    let roots = server.roots.clone();
    let file = document.path.as_deref();
    let index = server.rust.of(file, &roots, server.unit);
    let inside = |span: Span| (span.start..=span.end).contains(&at);
    if let Some(value) = &entry.value
        && language::is_type(role, value)
        && inside(value.span)
    {
        // The name that the place is in, of `Result<A, B>` or `[A; N]`.
        let name = word_at(text, at);
        return index.types(file, name);
    }
    if let (Role::Operations, Some(key)) = (around, &entry.key)
        && inside(key.span)
    {
        let interface = interface_name(text, &context.tree);
        return index.implementations(interface, key.text(text));
    }
    Vec::new()
}

fn word_at(text: &str, at: u32) -> &str {
    let at = at as usize;
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let start = text[..at].rfind(|c| !is_part(c)).map_or(0, |i| i + 1);
    // The last character that is no part may have several bytes.
    let start = (start..=at)
        .find(|i| text.is_char_boundary(*i))
        .unwrap_or(at);
    let rest = &text[start..];
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    &rest[..end]
}

fn interface_name<'s>(text: &'s str, tree: &Tree) -> &'s str {
    let name = tree.interface().and_then(|i| i.entry(text, "name"));
    let name = name.and_then(|entry| entry.value.as_ref());
    name.map_or("", |name| name.text(text))
}

/// Where the operation at a place is called and implemented.
pub(super) fn references(
    server: &mut Server,
    document: &Document,
    position: Position,
) -> Answer {
    let at = document.offset(position);
    let context = document.context();
    let text = &document.text;
    let path = context.tree.path(at);
    let Some(operation) = operation_of(&path).and_then(|op| op.name(text))
    else {
        return Ok(Json::null());
    };
    let interface = interface_name(text, &context.tree);
    let roots = server.roots.clone();
    let file = document.path.as_deref();
    let index = server.rust.of(file, &roots, server.unit);
    let mut places = index.implementations(interface, operation);
    places.extend(index.callers(interface, operation));
    Ok(Json::of(&places))
}

/// An interface, open or not.
struct File {
    uri: Uri,
    text: String,
    lines: Lines,
    tree: Tree,
}

impl File {
    /// What something in Rust is here. `names` says which types the source
    /// names.
    fn places(
        &self,
        found: &Found,
        names: impl Fn(&str) -> bool,
    ) -> Vec<Location> {
        let interface = interface_name(&self.text, &self.tree);
        let operation = |name: &str| {
            let entries = self.tree.operations(&self.text).iter();
            let entries =
                entries.filter(|entry| entry.name(&self.text) == Some(name));
            entries.filter_map(|entry| self.key(entry)).collect()
        };
        match found {
            Found::Server(of) if of == interface => {
                let name = self.tree.interface();
                let name = name.and_then(|i| i.entry(&self.text, "name"));
                let value = name.and_then(|name| name.value.as_ref());
                value.map(|v| self.location(v.span)).into_iter().collect()
            }
            Found::Function { of, name } if of == interface => operation(name),
            Found::Call(name) if names(interface) => operation(name),
            _ => Vec::new(),
        }
    }

    fn key(&self, entry: &Entry) -> Option<Location> {
        entry.key.as_ref().map(|key| self.location(key.span))
    }

    fn location(&self, span: Span) -> Location {
        let range: Range = self.lines.range(&self.text, span);
        Location {
            uri: self.uri.clone(),
            range,
        }
    }
}

/// The interfaces below the folders that are open, or of the package that a
/// file is in.
fn interfaces(server: &Server, near: &Path) -> Vec<File> {
    let package = rust::package(near);
    let mut roots = server.roots.clone();
    if !roots.iter().any(|root| near.starts_with(root)) {
        roots.extend(package);
    }
    let mut found = Vec::new();
    let is_kept = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().as_encoded_bytes();
        entry.depth() == 0
            || !entry.file_type().is_dir()
            || !(name.starts_with(b".")
                || entry.path().join("CACHEDIR.TAG").exists())
    };
    for root in &roots {
        let below = WalkDir::new(root).sort_by_file_name().into_iter();
        for entry in below.filter_entry(is_kept).flatten() {
            let path = entry.path();
            let is_interface = path.extension().is_some_and(|e| e == "idol")
                && entry.file_type().is_file();
            if !is_interface || found.len() >= MOST_FILES {
                continue;
            }
            let Some(uri) = files::uri(path) else {
                continue;
            };
            let open = server.documents.get(uri.as_str());
            let text = match open {
                Some(document) => document.text.clone(),
                None => match fs::read_to_string(path) {
                    Ok(text) => text,
                    Err(_) => continue,
                },
            };
            found.push(File {
                lines: Lines::new(&text, server.unit),
                tree: entries::read(&text),
                text,
                uri,
            });
        }
    }
    found
}
