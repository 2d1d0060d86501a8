//! A build's archive: a zip with the tasks' files and their description.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::file::File;
use crate::elf;
use crate::outcome::Failure;

/// Where the tasks are.
const TASKS: &str = "elf/task/";

/// The largest task's file that is unpacked, in bytes: with all its debug
/// information one has a hundredth of it.
const LARGEST: u64 = 256 << 20;

/// The most that all of them have, unpacked.
const MOST: u64 = 1 << 30;

/// Whether a file begins as a zip does.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The tasks of an archive, in the order of their names.
pub(super) fn tasks(
    place: &str,
    bytes: &[u8],
) -> Result<Vec<Result<File, Failure>>, Failure> {
    let wrong =
        |why: String| Failure::new(format!("`{place}` cannot be read: {why}"));
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| wrong(error.to_string()))?;
    let description = match archive.by_name("app.toml") {
        Ok(file) => {
            let mut text = Vec::new();
            let read = file.take(LARGEST).read_to_end(&mut text);
            read.map_err(|error| wrong(format!("app.toml: {error}")))?;
            String::from_utf8_lossy(&text).into_owned()
        }
        Err(_) => String::new(),
    };
    let mut broken = None;
    let stacks = Stacks::read(&description).unwrap_or_else(|why| {
        broken = Some(wrong(format!("app.toml: {why}")));
        Stacks::default()
    });
    let mut names: Vec<_> = archive
        .file_names()
        .filter_map(|name| {
            let name = name.ok()?;
            let name = name.strip_prefix(TASKS)?;
            let is_one = !name.is_empty() && !name.contains('/');
            is_one.then(|| name.to_owned())
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        return Err(wrong(format!("it has no task in `{TASKS}`")));
    }
    let mut left = MOST;
    let tasks = names.into_iter().map(|name| {
        let inside = format!("{TASKS}{name}");
        let bytes = unpacked(&mut archive, &inside, left.min(LARGEST));
        let place = format!("{place}:{name}");
        let bytes = bytes.map_err(|why| {
            Failure::new(format!("`{place}` cannot be read: {why}"))
        })?;
        left = left.saturating_sub(bytes.len() as u64);
        if !elf::is_elf(&bytes) {
            return Err(Failure::new(format!("`{place}` is no ELF file")));
        }
        Ok(File {
            stack: stacks.of(&name),
            name,
            place,
            bytes,
        })
    });
    Ok(broken.map(Err).into_iter().chain(tasks).collect())
}

fn unpacked(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
    most: u64,
) -> Result<Vec<u8>, String> {
    let file = archive.by_name(name).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    // What its header says of its length may be wrong.
    file.take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    if bytes.len() as u64 > most {
        return Err("it is too large for a task".to_owned());
    }
    Ok(bytes)
}

/// The sizes of stacks as a description says them.
#[derive(Default)]
pub(super) struct Stacks {
    usual: Option<u64>,
    tasks: BTreeMap<String, u64>,
}

impl Stacks {
    /// Reads an `app.toml`. Whatever it does not say is not known.
    ///
    /// # Errors
    ///
    /// If it is no TOML; in one line.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let table: toml::Table = text
            .parse()
            .map_err(|error: toml::de::Error| error.message().to_owned())?;
        let size = |table: &toml::Table| -> Option<u64> {
            let size = table.get("stacksize")?.as_integer()?;
            u64::try_from(size).ok()
        };
        let mut tasks = BTreeMap::new();
        if let Some(toml::Value::Table(described)) = table.get("tasks") {
            for (name, task) in described {
                if let Some(size) = task.as_table().and_then(size) {
                    tasks.insert(name.clone(), size);
                }
            }
        }
        Ok(Self {
            usual: size(&table),
            tasks,
        })
    }

    /// That of a task.
    pub(super) fn of(&self, task: &str) -> Option<u64> {
        self.tasks.get(task).copied().or(self.usual)
    }
}
