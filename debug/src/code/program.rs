//! The bytes of a program, and where its functions are.

use std::collections::BTreeMap;

use object::elf::EF_ARM_ABI_FLOAT_HARD;
use object::{
    Architecture, FileFlags, Object, ObjectKind, ObjectSection, ObjectSymbol,
    SectionKind, SymbolKind,
};

use crate::error::{Error, Problem};

/// A program for a Cortex-M.
pub(super) struct Program<'d> {
    /// Where it begins.
    pub(super) entry: u32,
    /// Whether it is for a processor with a floating-point unit, as it passes
    /// arguments in its registers.
    pub(super) has_float: bool,
    /// Its sections, by the addresses at which they end. Nothing writes them
    /// while it runs.
    sections: BTreeMap<u32, (u32, &'d [u8])>,
    /// Functions by their addresses: where each ends, and its name.
    functions: BTreeMap<u32, (u32, &'d str)>,
    /// Where code and data begin that are mixed with each other: whether it is
    /// code.
    mapped: BTreeMap<u32, bool>,
}

impl<'d> Program<'d> {
    /// Reads one. `None` of a file for another processor, or that is no
    /// program.
    pub(super) fn read(elf: &'d [u8]) -> Result<Option<Self>, Error> {
        let file = object::File::parse(elf)?;
        let is_one = file.architecture() == Architecture::Arm
            && file.is_little_endian()
            && file.kind() == ObjectKind::Executable;
        let entry = u32::try_from(file.entry()).unwrap_or(0);
        if !is_one || entry & 1 == 0 {
            return Ok(None);
        }
        let mut program = Self {
            entry: entry & !1,
            has_float: matches!(
                file.flags(),
                FileFlags::Elf { e_flags, .. }
                    if e_flags & EF_ARM_ABI_FLOAT_HARD != 0
            ),
            sections: BTreeMap::new(),
            functions: BTreeMap::new(),
            mapped: BTreeMap::new(),
        };
        for section in file.sections() {
            let is_kept = matches!(
                section.kind(),
                SectionKind::Text
                    | SectionKind::ReadOnlyData
                    | SectionKind::ReadOnlyString
            );
            let start = u32::try_from(section.address());
            let (true, Ok(start), Ok(bytes)) = (is_kept, start, section.data())
            else {
                continue;
            };
            let end = u32::try_from(bytes.len());
            if let Some(end) = end.ok().and_then(|it| start.checked_add(it)) {
                program.sections.insert(end, (start, bytes));
            }
        }
        let mut starts = BTreeMap::<u32, (u32, &str)>::new();
        for symbol in file.symbols() {
            let (Ok(name), Ok(address)) =
                (symbol.name(), u32::try_from(symbol.address()))
            else {
                continue;
            };
            let is_of = |kind: &str| {
                name.strip_prefix(kind)
                    .is_some_and(|it| it.is_empty() || it.starts_with('.'))
            };
            if is_of("$t") || is_of("$d") {
                program.mapped.insert(address, is_of("$t"));
            } else if symbol.kind() == SymbolKind::Text {
                let size = u32::try_from(symbol.size()).unwrap_or(0);
                let known = starts.entry(address & !1).or_insert((size, name));
                // Several names of one function: the first in order, so that
                // it is the same in each run.
                *known = (known.0.max(size), known.1.min(name));
            }
        }
        let mut next = None;
        for (start, (size, name)) in starts.into_iter().rev() {
            let stated = start.checked_add(size).filter(|_| size > 0);
            let end = stated.or(next).or(program.section_end(start));
            next = Some(start);
            if let Some(end) = end {
                program.functions.insert(start, (end, name));
            }
        }
        if program.functions.is_empty() {
            return Err(Problem::NoSymbols.into());
        }
        Ok(Some(program))
    }

    /// Whether what is code and what is data is said.
    pub(super) fn is_mapped(&self) -> bool {
        !self.mapped.is_empty()
    }

    /// Whether an instruction may be at an address, as far as is said.
    pub(super) fn is_code(&self, address: u32) -> bool {
        let before = self.mapped.range(..=address).next_back();
        before.is_none_or(|(_, is_code)| *is_code)
    }

    /// The function that begins at an address, up to its end. One without a
    /// name is the rest of that in which it is, or of its section.
    pub(super) fn end_of(&self, start: u32) -> Option<u32> {
        if let Some((end, _)) = self.functions.get(&start) {
            return Some(*end);
        }
        let around = self.functions.range(..start).next_back();
        let around = around.map(|(_, (end, _))| *end);
        let next = self.functions.range(start..).next().map(|(next, _)| *next);
        let section = self.section_end(start)?;
        Some(match around.filter(|end| *end > start) {
            Some(end) => end,
            None => next.map_or(section, |next| next.min(section)),
        })
    }

    /// The name of the function in which an address is, as its symbol has it.
    pub(super) fn name(&self, address: u32) -> Option<&'d str> {
        let (_, (end, name)) = self.functions.range(..=address).next_back()?;
        (address < *end).then_some(*name)
    }

    fn section_end(&self, address: u32) -> Option<u32> {
        let after = address.checked_add(1)?;
        let (end, (start, _)) = self.sections.range(after..).next()?;
        (*start <= address).then_some(*end)
    }

    fn bytes<const N: usize>(&self, address: u32) -> Option<[u8; N]> {
        let after = address.checked_add(1)?;
        let (_, (start, bytes)) = self.sections.range(after..).next()?;
        let from = usize::try_from(address.checked_sub(*start)?).ok()?;
        let bytes = bytes.get(from..)?.get(..N)?;
        bytes.try_into().ok()
    }

    /// The half of a word at an address.
    pub(super) fn half(&self, address: u32) -> Option<u16> {
        self.bytes(address).map(u16::from_le_bytes)
    }

    /// The word at an address.
    pub(super) fn word(&self, address: u32) -> Option<u32> {
        self.bytes(address).map(u32::from_le_bytes)
    }
}

#[cfg(test)]
impl Program<'_> {
    /// A program of these halves of words at address 0, of which some are
    /// where functions begin, and some where data is.
    pub(super) fn of_halves(
        bytes: &[u8],
        functions: &[u32],
        data: std::ops::Range<u32>,
    ) -> Program<'static> {
        let bytes: &'static [u8] = bytes.to_vec().leak();
        let end = u32::try_from(bytes.len()).unwrap();
        let names = ["entry", "one", "two", "three"];
        let ends = functions.iter().skip(1).copied().chain([end]);
        let named = functions.iter().zip(ends).zip(names);
        Program {
            entry: 0,
            has_float: false,
            sections: BTreeMap::from([(end, (0, bytes))]),
            functions: named.map(|((at, end), it)| (*at, (end, it))).collect(),
            mapped: BTreeMap::from([
                (0, true),
                (data.start, false),
                (data.end, true),
            ]),
        }
    }
}
