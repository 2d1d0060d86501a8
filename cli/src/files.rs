//! Files that subcommands write.

use std::fs;
use std::path::Path;

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
/// not there.
///
/// # Errors
///
/// If that is not possible; the failure names the file, or the folder.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    fs::write(path, bytes).map_err(|error| {
        Failure::new(format!("cannot write `{}`: {error}", path.display()))
    })
}
