//! Which bytes of a task's code stem from which lines of a source file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

use addr2line::{Context, gimli};
use object::{Object, ObjectSection};

/// The code of one source file in a task, inlined or not.
#[derive(Debug, Default)]
pub struct Lines {
    /// The source file, as the compiler found it.
    pub file: PathBuf,
    /// Bytes of code by line.
    pub bytes: BTreeMap<u32, u32>,
}

/// The code of the source file whose path ends in `name`, as the debug
/// information tells it. What other code was inlined into a line of that file
/// counts for the line.
///
/// # Errors
///
/// If the file is not ELF, or its debug information cannot be read.
pub fn of(file: &[u8], name: &str) -> Result<Lines, Box<dyn Error>> {
    let elf = object::File::parse(file)?;
    let section = |id: gimli::SectionId| {
        let data = match elf.section_by_name(id.name()) {
            Some(section) => section.uncompressed_data()?,
            None => Cow::default(),
        };
        Ok::<_, object::Error>(data)
    };
    let sections = gimli::DwarfSections::load(section)?;
    let dwarf = sections.borrow(|section| {
        gimli::EndianSlice::new(section, gimli::LittleEndian)
    });
    let context = Context::from_dwarf(dwarf)?;

    let mut lines = Lines::default();
    let text = elf.section_by_name(".text").ok_or("there is no code")?;
    // An instruction takes 2 bytes or 4.
    for address in (text.address()..text.address() + text.size()).step_by(2) {
        let mut frames = context.find_frames(address).skip_all_loads()?;
        while let Some(frame) = frames.next()? {
            let Some(location) = frame.location else {
                continue;
            };
            let (Some(path), Some(line)) = (location.file, location.line)
            else {
                continue;
            };
            if path.ends_with(name) {
                lines.file = path.into();
                *lines.bytes.entry(line).or_default() += 2;
                break;
            }
        }
    }
    Ok(lines)
}
