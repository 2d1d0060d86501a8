//! The files of an image's tasks.

use std::path::Path;

use walkdir::WalkDir;

use super::archive;
use super::file::File;
use crate::elf;
use crate::outcome::Failure;

/// The tasks at a path: an ELF file, those of a folder, or those of an archive.
/// One that cannot be read is a failure of its own.
///
/// # Errors
///
/// If nothing there is a task, or it cannot be looked into.
pub(super) fn at(path: &Path) -> Result<Vec<Result<File, Failure>>, Failure> {
    if path.is_dir() {
        return folder(path);
    }
    let place = path.display().to_string();
    let bytes = elf::read(path)?;
    if archive::is_archive(&bytes) {
        return archive::tasks(&place, &bytes);
    }
    if !elf::is_elf(&bytes) {
        return Err(Failure::new(format!(
            "`{place}` is neither an ELF file nor a build's archive"
        )));
    }
    Ok(vec![Ok(File {
        name: name(path),
        place,
        bytes,
        stack: None,
    })])
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The ELF files in a folder, or in the folder `elf/task` below, as a build's
/// archive has it when it is unpacked.
fn folder(path: &Path) -> Result<Vec<Result<File, Failure>>, Failure> {
    let unpacked = path.join("elf").join("task");
    let (tasks, description) = match unpacked.is_dir() {
        true => (unpacked.as_path(), Some(path.join("app.toml"))),
        false => (path, None),
    };
    let mut files = Vec::new();
    let mut stacks = archive::Stacks::default();
    if let Some(description) = description.filter(|it| it.is_file()) {
        let text = elf::read(&description)?;
        match archive::Stacks::read(&String::from_utf8_lossy(&text)) {
            Ok(read) => stacks = read,
            Err(why) => files.push(Err(Failure::new(format!(
                "`{}` cannot be read: {why}",
                description.display()
            )))),
        }
    }
    let told = files.len();
    let entries = WalkDir::new(tasks).min_depth(1).max_depth(1);
    for entry in entries.sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let place = tasks.display();
            Failure::new(format!("cannot look into `{place}`: {error}"))
        })?;
        // Nothing else is opened: it may be a pipe.
        if !entry.path().is_file() {
            continue;
        }
        let read = elf::read(entry.path());
        if let Ok(bytes) = &read
            && !elf::is_elf(bytes)
        {
            continue;
        }
        let name = name(entry.path());
        files.push(read.map(|bytes| File {
            place: entry.path().display().to_string(),
            bytes,
            stack: stacks.of(&name),
            name,
        }));
    }
    if files.len() == told {
        let place = tasks.display();
        return Err(Failure::new(format!("there is no ELF file in `{place}`")));
    }
    Ok(files)
}
