//! Where the files of an image are: in a folder or in an archive.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use rawzip::{
    CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive,
    ZipVerification,
};

use crate::processor::Failure;

/// Bytes of the largest file that is read of an archive, whatever it says of
/// itself: more than any file of a build has.
const LARGEST: u64 = 256 << 20;

/// Where the files of an image are.
pub(super) enum Source {
    Folder(PathBuf),
    Archive(Archive),
}

impl Source {
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        if path.is_dir() {
            return Ok(Source::Folder(path.to_owned()));
        }
        let archive = Archive::read(fs::read(path)?)
            .map_err(|error| format!("no folder and no archive: {error}"))?;
        Ok(Source::Archive(archive))
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
            Source::Archive(archive) => {
                let unpacked = archive.find(name).transpose();
                unpacked.map_err(|why| format!("{name}: {why}"))?
            }
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

/// A zip, and what is said of the files in it, by their names. Of several that
/// have one name the last is there.
pub(super) struct Archive {
    zip: ZipSliceArchive<Vec<u8>>,
    entries: BTreeMap<String, Entry>,
}

/// How a file is packed, and where.
struct Entry {
    method: CompressionMethod,
    is_encrypted: bool,
    place: ZipArchiveEntryWayfinder,
}

impl Archive {
    fn read(bytes: Vec<u8>) -> Result<Self, rawzip::Error> {
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

    fn find(&self, name: &str) -> Option<Result<Vec<u8>, Failure>> {
        Some(self.unpacked(self.entries.get(name)?))
    }

    fn unpacked(&self, entry: &Entry) -> Result<Vec<u8>, Failure> {
        if entry.is_encrypted {
            return Err("it is encrypted".into());
        }
        let inside = self.zip.get_entry(entry.place)?;
        let packed: &mut dyn Read = match entry.method {
            CompressionMethod::STORE => &mut inside.data(),
            CompressionMethod::DEFLATE => {
                &mut DeflateDecoder::new(inside.data())
            }
            method => {
                return Err(format!("it is packed by {method}").into());
            }
        };
        let mut bytes = Vec::new();
        packed.take(LARGEST + 1).read_to_end(&mut bytes)?;
        let length = bytes.len() as u64;
        if length > LARGEST {
            return Err(format!("more than {LARGEST} bytes").into());
        }
        let mut crc = Crc::new();
        crc.update(&bytes);
        let is = ZipVerification {
            crc: crc.sum(),
            uncompressed_size: length,
        };
        inside.claim_verifier().valid(is)?;
        Ok(bytes)
    }
}
