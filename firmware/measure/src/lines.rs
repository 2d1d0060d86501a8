//! Which bytes of a task's code stem from which lines of a source file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use board::processor::Failure;
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
pub fn of(file: &[u8], name: &str) -> Result<Lines, Failure> {
    let elf = object::File::parse(file)?;
    let text = elf.section_by_name(".text").ok_or("there is no code")?;
    let code = text.address()..text.address() + text.size();
    board::lines::with(file, |context| {
        let mut lines = Lines::default();
        // An instruction takes 2 bytes or 4.
        for address in code.step_by(2) {
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
    })
}
