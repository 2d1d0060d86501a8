//! Where the files of an image are: in a folder or in an archive.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::processor::Failure;

/// Bytes of the largest file that is read of an archive, whatever it says of
/// itself: more than any file of a build has.
const LARGEST: u64 = 256 << 20;

/// Where the files of an image are.
pub(super) enum Source {
    Folder(PathBuf),
    Archive(Box<ZipArchive<fs::File>>),
}

impl Source {
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        if path.is_dir() {
            return Ok(Source::Folder(path.to_owned()));
        }
        let archive = ZipArchive::new(fs::File::open(path)?)
            .map_err(|error| format!("no folder and no archive: {error}"))?;
        Ok(Source::Archive(Box::new(archive)))
    }

    /// The file of this name, with `/` between its parts.
    pub(super) fn find(
        &mut self,
        name: &str,
    ) -> Result<Option<Vec<u8>>, Failure> {
        let file = match self {
            Source::Folder(folder) => {
                let path = folder.join(name);
                path.is_file().then(|| fs::read(path)).transpose()?
            }
            Source::Archive(archive) => match archive.index_for_name(name) {
                Some(index) => {
                    let file = archive.by_index(index)?;
                    let mut bytes = Vec::new();
                    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
                    if bytes.len() as u64 > LARGEST {
                        let why = format!("more than {LARGEST} bytes");
                        return Err(format!("{name}: {why}").into());
                    }
                    Some(bytes)
                }
                None => None,
            },
        };
        Ok(file)
    }

    /// The text of this name.
    pub(super) fn text(
        &mut self,
        name: &str,
    ) -> Result<Option<String>, Failure> {
        let Some(bytes) = self.find(name)? else {
            return Ok(None);
        };
        let text = String::from_utf8(bytes);
        Ok(Some(text.map_err(|error| format!("{name}: {error}"))?))
    }
}
