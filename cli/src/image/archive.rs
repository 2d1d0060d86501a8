//! A build's archive: a zip with the tasks' files and their description.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use rawzip::{
    CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive,
    ZipVerification,
};

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
    let archive =
        Archive::read(bytes).map_err(|error| wrong(error.to_string()))?;
    let description = match archive.entries.get("app.toml") {
        Some(entry) => {
            let text = archive.unpacked(entry, LARGEST);
            let text = text.map_err(|why| wrong(format!("app.toml: {why}")))?;
            String::from_utf8_lossy(&text).into_owned()
        }
        None => String::new(),
    };
    let mut broken = None;
    let stacks = Stacks::read(&description).unwrap_or_else(|why| {
        broken = Some(wrong(format!("app.toml: {why}")));
        Stacks::default()
    });
    let found: Vec<_> = archive
        .entries
        .iter()
        .filter_map(|(name, entry)| Some((name.strip_prefix(TASKS)?, entry)))
        .filter(|(name, _)| !name.is_empty() && !name.contains('/'))
        .collect();
    if found.is_empty() {
        return Err(wrong(format!("it has no task in `{TASKS}`")));
    }
    let mut left = MOST;
    let tasks = found.into_iter().map(|(name, entry)| {
        let bytes = archive.unpacked(entry, left.min(LARGEST));
        let place = format!("{place}:{name}");
        let bytes = bytes.map_err(|why| {
            Failure::new(format!("`{place}` cannot be read: {why}"))
        })?;
        left = left.saturating_sub(bytes.len() as u64);
        if !elf::is_elf(&bytes) {
            return Err(Failure::new(format!("`{place}` is no ELF file")));
        }
        Ok(File {
            stack: stacks.of(name),
            name: name.to_owned(),
            place,
            bytes,
        })
    });
    Ok(broken.map(Err).into_iter().chain(tasks).collect())
}

/// A zip, and the files in it by their names. Of several that have one name the
/// last is there.
struct Archive<'b> {
    zip: ZipSliceArchive<&'b [u8]>,
    entries: BTreeMap<String, Entry>,
}

/// How a file is packed, and where.
struct Entry {
    method: CompressionMethod,
    is_encrypted: bool,
    place: ZipArchiveEntryWayfinder,
}

impl<'b> Archive<'b> {
    /// Reads what the archive says of its files.
    fn read(bytes: &'b [u8]) -> Result<Self, rawzip::Error> {
        let zip = ZipArchive::from_slice(bytes)?;
        let mut entries = BTreeMap::new();
        for found in zip.entries() {
            let found = found?;
            let path = found.file_path();
            // Nothing that is looked for has another name.
            if let Ok(name) = str::from_utf8(path.as_ref()) {
                let entry = Entry {
                    method: found.compression_method(),
                    is_encrypted: found.flags().is_encrypted(),
                    place: found.wayfinder(),
                };
                entries.insert(name.to_owned(), entry);
            }
        }
        Ok(Self { zip, entries })
    }

    /// A file of at most so many bytes.
    fn unpacked(&self, entry: &Entry, most: u64) -> Result<Vec<u8>, String> {
        if entry.is_encrypted {
            return Err("it is encrypted".to_owned());
        }
        let inside = self.zip.get_entry(entry.place);
        let inside = inside.map_err(|error| error.to_string())?;
        let packed: &mut dyn Read = match entry.method {
            CompressionMethod::STORE => &mut inside.data(),
            CompressionMethod::DEFLATE => {
                &mut DeflateDecoder::new(inside.data())
            }
            method => {
                return Err(format!("it is packed by the method {method}"));
            }
        };
        let mut bytes = Vec::new();
        // What is said of its length may be wrong.
        packed
            .take(most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| error.to_string())?;
        let length = bytes.len() as u64;
        if length > most {
            return Err(match most {
                LARGEST => format!("it has more than {} MiB", LARGEST >> 20),
                _ => format!("all tasks have more than {} MiB", MOST >> 20),
            });
        }
        let mut crc = Crc::new();
        crc.update(&bytes);
        let is = ZipVerification {
            crc: crc.sum(),
            uncompressed_size: length,
        };
        let said = inside.claim_verifier();
        said.valid(is).map_err(|error| error.to_string())?;
        Ok(bytes)
    }
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
