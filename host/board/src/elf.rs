//! A task's ELF file: what is loaded where, its slots, its symbols.

use std::collections::BTreeMap;
use std::ops::Range;

use object::elf::{self, FileHeader32};
use object::read::elf::{ElfFile, FileHeader, ProgramHeader};
use object::{LittleEndian, Object, ObjectSection, ObjectSymbol};

use crate::processor::{Core, Failure};

/// What is read of a file.
pub(crate) struct Elf {
    /// Where the processor begins; bit 0 is set.
    pub(crate) entry: u32,
    pub(crate) segments: Vec<Segment>,
    pub(crate) slots: Vec<Slot>,
    /// Names of symbols with addresses and sizes.
    pub(crate) symbols: BTreeMap<String, (u32, u32)>,
    /// The processor that it was compiled for.
    pub(crate) core: Option<Core>,
}

/// What is loaded.
pub(crate) struct Segment {
    /// Where the task finds it.
    pub(crate) address: u32,
    /// Where it is in flash, if that is elsewhere.
    pub(crate) stored: u32,
    pub(crate) bytes: Vec<u8>,
    /// Bytes of it in memory; what is beyond `bytes` is zero.
    pub(crate) size: u32,
    pub(crate) writable: bool,
}

/// A place where the index of a peer is written.
pub(crate) struct Slot {
    /// Of the index, a `u16`.
    pub(crate) address: u32,
    pub(crate) name: String,
}

impl Elf {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// If it is no ELF file of a 32-bit ARM, or is damaged.
    pub(crate) fn read(file: &[u8]) -> Result<Self, Failure> {
        let elf = ElfFile::<FileHeader32<LittleEndian>>::parse(file)
            .map_err(|error| format!("no ELF file of 32 bits: {error}"))?;
        let header = elf.elf_header();
        let machine = header.e_machine.get(LittleEndian);
        if machine != elf::EM_ARM {
            return Err(format!("a file for machine {machine}, not ARM").into());
        }
        let mut segments = Vec::new();
        for segment in header.program_headers(LittleEndian, file)? {
            let size = segment.p_memsz.get(LittleEndian);
            if segment.p_type(LittleEndian) != elf::PT_LOAD || size == 0 {
                continue;
            }
            let bytes = segment
                .data(LittleEndian, file)
                .map_err(|()| "a segment is not in the file")?;
            segments.push(Segment {
                address: segment.p_vaddr.get(LittleEndian),
                stored: segment.p_paddr.get(LittleEndian),
                bytes: bytes.to_owned(),
                size,
                writable: segment.p_flags(LittleEndian) & elf::PF_W != 0,
            });
        }
        let mut symbols = BTreeMap::new();
        for symbol in elf.symbols() {
            let address = narrow(symbol.address());
            let size = narrow(symbol.size());
            symbols.insert(symbol.name()?.to_owned(), (address, size));
        }
        let section = |name| match elf.section_by_name(name) {
            Some(section) => section.data(),
            None => Ok(&[][..]),
        };
        Ok(Self {
            entry: header.e_entry.get(LittleEndian) | 1,
            segments,
            slots: slots(section(".task_slot_table")?)?,
            symbols,
            core: core(section(".ARM.attributes")?),
        })
    }

    /// The address of a symbol.
    pub(crate) fn symbol(&self, name: &str) -> Option<u32> {
        self.symbols.get(name).map(|(address, _)| *address)
    }

    /// The lowest address of this range that the file has statics at.
    pub(crate) fn first_within(&self, range: &Range<u32>) -> Option<u32> {
        let statics = self.segments.iter().filter(|it| it.writable);
        let starts = statics.map(|it| it.address);
        starts.filter(|start| range.contains(start)).min()
    }

    /// The name of the function that the processor begins with.
    pub(crate) fn begins_with(&self, name: &str) -> bool {
        self.symbol(name).is_some_and(|at| at | 1 == self.entry)
    }
}

/// Entries packed one after another: address, length of the name, name.
fn slots(mut table: &[u8]) -> Result<Vec<Slot>, Failure> {
    let mut slots = Vec::new();
    while !table.is_empty() {
        let (address, rest) = word(table)?;
        let (len, rest) = word(rest)?;
        let name = rest
            .get(..len as usize)
            .ok_or("`.task_slot_table` is damaged")?;
        table = &rest[name.len()..];
        slots.push(Slot {
            address,
            name: String::from_utf8_lossy(name).into_owned(),
        });
    }
    Ok(slots)
}

fn word(bytes: &[u8]) -> Result<(u32, &[u8]), Failure> {
    let (word, rest) = bytes
        .split_first_chunk()
        .ok_or("`.task_slot_table` is damaged")?;
    Ok((u32::from_le_bytes(*word), rest))
}

/// The processor, from the build attributes, which are pairs of tag and value
/// behind a header of 'A', a length, "aeabi\0", tag 1 and another length.
fn core(attributes: &[u8]) -> Option<Core> {
    /// `Tag_CPU_arch`.
    const ARCHITECTURE: u32 = 6;
    let mut rest = attributes.get(16..)?;
    while let Some((tag, behind)) = number(rest) {
        rest = behind;
        match tag {
            // Those whose values are texts.
            4 | 5 | 32 | 65 | 67 => {
                let end = rest.iter().position(|byte| *byte == 0)?;
                rest = &rest[end + 1..];
            }
            _ => {
                let (value, behind) = number(rest)?;
                rest = behind;
                if tag == ARCHITECTURE {
                    return match value {
                        11 | 12 => Some(Core::M0),
                        10 | 13 => Some(Core::M4),
                        16 | 17 | 21 => Some(Core::M33),
                        _ => None,
                    };
                }
            }
        }
    }
    None
}

/// A number in ULEB128, and what is behind it.
fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut value = 0;
    for (index, byte) in bytes.iter().enumerate().take(5) {
        value |= u32::from(byte & 0x7F) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[index + 1..]));
        }
    }
    None
}

fn narrow(wide: u64) -> u32 {
    u32::try_from(wide).unwrap_or(u32::MAX)
}
