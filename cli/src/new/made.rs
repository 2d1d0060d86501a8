//! What a new project is made of.

use std::path::PathBuf;

/// What is made: each folder or file that nothing may be in the place of, with
/// the files in it, or the file itself under an empty path.
pub(super) type Made = Vec<(PathBuf, Vec<(PathBuf, String)>)>;
