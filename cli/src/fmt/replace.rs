//! Files that are replaced whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::outcome::Failure;

/// Makes a file that is there hold these bytes, with the permissions that it
/// has. Whatever happens in between, it holds the old bytes or the new ones.
/// If it is a link, what it leads to is replaced.
///
/// # Errors
///
/// If that is not possible; the failure names the file.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    whole(path, bytes).map_err(|error| {
        Failure::new(format!("cannot write `{}`: {error}", path.display()))
    })
}

fn whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    // In the same folder, so that it is in the same file system.
    let folder = path.parent().map(PathBuf::from).unwrap_or_default();
    let mut new = NamedTempFile::new_in(folder)?;
    new.write_all(bytes)?;
    new.as_file().set_permissions(permissions)?;
    new.as_file().sync_all()?;
    new.persist(&path)?;
    Ok(())
}
