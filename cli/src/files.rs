//! Files that subcommands write: whole, or not at all.

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use crate::outcome::Failure;

/// Makes a folder, and those that it is in, unless they are there.
fn make_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| {
        Failure::new(format!(
            "cannot make the folder `{}`: {error}",
            path.display()
        ))
    })
}

/// Makes a file hold these bytes; the folder that it is in is made if it is
/// not there. If there is a file, its permissions stay, and what a link leads
/// to is written.
///
/// # Errors
///
/// If that is not possible; the failure names the file, or the folder.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    let written = match path.exists() {
        true => replace(path, bytes),
        false => new(path, bytes),
    };
    written.map_err(|why| {
        Failure::new(format!("cannot write `{}`: {why}", path.display()))
    })
}

/// Makes a file that is there hold these bytes. Whatever happens in between,
/// it holds the old bytes or the new ones.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let path = fs::canonicalize(path).map_err(|error| error.to_string())?;
    let found = fs::metadata(&path).map_err(|error| error.to_string())?;
    if found.is_dir() {
        return Err("it is a folder".to_owned());
    }
    if !found.is_file() {
        return Err("it is no file, but a pipe, a socket or a device".into());
    }
    if found.permissions().readonly() {
        return Err(io::ErrorKind::PermissionDenied.to_string());
    }
    persist(&path, bytes, Some(found.permissions()))
}

fn new(path: &Path, bytes: &[u8]) -> Result<(), String> {
    persist(path, bytes, None)
}

/// Writes a new file in the same folder, which is in the same file system, and
/// gives it the name.
fn persist(
    path: &Path,
    bytes: &[u8],
    permissions: Option<Permissions>,
) -> Result<(), String> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut file = temporary(folder).map_err(|error| {
        format!("its folder takes no new file: {}", reason(&error))
    })?;
    let whole = |file: &mut NamedTempFile| {
        file.write_all(bytes)?;
        if let Some(permissions) = permissions {
            file.as_file().set_permissions(permissions)?;
        }
        file.as_file().sync_all()
    };
    whole(&mut file).map_err(|error| reason(&error))?;
    let persisted = file.persist(path).map_err(|error| error.error);
    persisted.map(drop).map_err(|error| reason(&error))
}

/// A new file that everybody may read whom the process's mask allows to.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let builder = &mut Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Why, without the name of a file that nobody asked for.
fn reason(error: &io::Error) -> String {
    match error.raw_os_error() {
        Some(number) => io::Error::from_raw_os_error(number).to_string(),
        None => error.kind().to_string(),
    }
}
