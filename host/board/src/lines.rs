//! Where in its source an address of a task is.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use addr2line::{Context, gimli};
use object::{Object, ObjectSection};

use crate::processor::Failure;

/// Gives `read` what the debug information of an ELF file says.
///
/// # Errors
///
/// If the file is not ELF, its debug information is damaged, or `read` fails.
pub fn with<T>(
    file: &[u8],
    read: impl FnOnce(
        &Context<gimli::EndianSlice<'_, gimli::LittleEndian>>,
    ) -> Result<T, Failure>,
) -> Result<T, Failure> {
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
    read(&Context::from_dwarf(dwarf)?)
}

/// Is a source file part of what comes with the compiler?
fn is_of_the_compiler(path: &str) -> bool {
    path.starts_with("/rustc/") || path.contains("/lib/rustlib/src/")
}

/// The function and the line that an address is of: of what is inlined there,
/// the innermost that is not the compiler's own.
pub(crate) fn place(file: &[u8], address: u32) -> Option<String> {
    with(file, |context| {
        let frames = context.find_frames(address.into());
        let mut frames = frames.skip_all_loads()?;
        let mut place = None;
        while let Some(frame) = frames.next()? {
            let Some(location) = &frame.location else {
                continue;
            };
            let Some(path) = location.file else {
                continue;
            };
            let name = frame
                .function
                .as_ref()
                .and_then(|it| it.demangle().ok())
                .map_or_else(|| "?".to_owned(), Cow::into_owned);
            let line = location.line.unwrap_or(0);
            let is_last = !is_of_the_compiler(path);
            place = Some(format!("`{name}`, {path}:{line}"));
            if is_last {
                break;
            }
        }
        Ok(place)
    })
    .ok()
    .flatten()
}

/// How often each line of each source file was executed, of those that have
/// code. Files that come with the compiler are left out.
///
/// As text it is a listing with a line for each, as `path:line: times`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Coverage(BTreeMap<String, BTreeMap<u32, u64>>);

impl Coverage {
    /// The files by path, and of each the lines with how often they were
    /// executed.
    pub fn files(&self) -> &BTreeMap<String, BTreeMap<u32, u64>> {
        &self.0
    }

    /// The same in LCOV's format, which tools make pages of.
    pub fn lcov(&self) -> String {
        let mut text = String::new();
        for (path, lines) in &self.0 {
            text.push_str(&format!("SF:{path}\n"));
            for (line, times) in lines {
                text.push_str(&format!("DA:{line},{times}\n"));
            }
            text.push_str("end_of_record\n");
        }
        text
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(path, lines)| {
            lines.iter().try_for_each(|(line, times)| {
                writeln!(f, "{path}:{line}: {times}")
            })
        })
    }
}

/// The coverage of a file, with how often the instruction at an address was
/// executed: `None` where there is none.
pub(crate) fn coverage(
    file: &[u8],
    code: std::ops::Range<u32>,
    times: impl Fn(u32) -> u64,
) -> Result<Coverage, Failure> {
    with(file, |context| {
        let mut coverage = Coverage::default();
        let rows =
            context.find_location_range(code.start.into(), code.end.into())?;
        for (start, len, location) in rows {
            let (Some(path), Some(line)) = (location.file, location.line)
            else {
                continue;
            };
            if line == 0 || is_of_the_compiler(path) {
                continue;
            }
            // An instruction takes 2 bytes or 4, so some of these addresses
            // are within one, and count as never executed.
            let executed = (start..start + len)
                .step_by(2)
                .map(|at| times(at as u32))
                .max()
                .unwrap_or(0);
            let lines = coverage.0.entry(path.to_owned()).or_default();
            let line = lines.entry(line).or_default();
            *line = (*line).max(executed);
        }
        Ok(coverage)
    })
}
