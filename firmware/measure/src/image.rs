//! A linked task: its sections, its functions, and who calls a panic.

use std::collections::BTreeMap;
use std::ops::Range;

use object::elf::{self, FileHeader32};
use object::read::elf::ElfFile;
use object::{
    LittleEndian, Object, ObjectSection, ObjectSymbol, RelocationFlags,
    RelocationTarget, SymbolKind,
};

/// Names of functions that do nothing but panic, as they begin.
const PANICS: [&str; 9] = [
    "core::panicking::",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::result::unwrap_failed",
    "core::cell::panic_",
    "core::slice::index::slice_",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::str::slice_error_fail",
    "core::str::traits::str_index_overflow_fail",
];

/// The panic handler, behind whatever the compiler puts before it.
const HANDLER: &str = "rust_begin_unwind";

/// A task as it is flashed, read from its ELF file.
pub struct Image {
    sections: BTreeMap<String, Section>,
    functions: Vec<Function>,
    symbols: BTreeMap<String, u32>,
    /// Where the code is: `Some` with the start of what is code (`true`) or
    /// data (`false`) in it.
    kinds: BTreeMap<u32, bool>,
    /// From where in the code to which symbol.
    references: Vec<(u32, String)>,
}

/// A section that is loaded.
struct Section {
    address: u32,
    bytes: Vec<u8>,
}

/// A function of a task.
pub struct Function {
    /// Its path in Rust, without the compiler's hash.
    pub name: String,
    /// Where it is.
    pub address: u32,
    /// Bytes of it, the constants that lie behind its code included.
    pub size: u32,
}

impl Image {
    /// Reads an ELF file that was linked with `--emit-relocs`.
    ///
    /// # Errors
    ///
    /// If it is not such a file.
    pub fn read(file: &[u8]) -> Result<Self, object::Error> {
        let elf = ElfFile::<FileHeader32<LittleEndian>>::parse(file)?;
        let mut sections = BTreeMap::new();
        for section in elf.sections() {
            let flags = section.elf_section_header().sh_flags.get(LittleEndian);
            let name = section.name()?.to_owned();
            if flags & elf::SHF_ALLOC != 0 && name != ".idolatry" {
                let loaded = Section {
                    address: narrow(section.address()),
                    bytes: section.data()?.to_owned(),
                };
                sections.insert(name, loaded);
            }
        }

        let mut image = Self {
            sections,
            functions: Vec::new(),
            symbols: BTreeMap::new(),
            kinds: BTreeMap::new(),
            references: Vec::new(),
        };
        for symbol in elf.symbols() {
            let name = symbol.name()?;
            // Bit 0 of a function's address says that it is Thumb code.
            let address = narrow(symbol.address());
            match name.split('.').next() {
                Some("$t") => drop(image.kinds.insert(address, true)),
                Some("$d") => drop(image.kinds.insert(address, false)),
                _ => drop(image.symbols.insert(name.to_owned(), address)),
            }
            if symbol.kind() == SymbolKind::Text && symbol.size() > 0 {
                image.functions.push(Function {
                    name: demangled(name),
                    address: address & !1,
                    size: narrow(symbol.size()),
                });
            }
        }
        image.functions.sort_by_key(|function| function.address);

        if let Some(text) = elf.section_by_name(".text") {
            for (offset, relocation) in text.relocations() {
                let RelocationTarget::Symbol(symbol) = relocation.target()
                else {
                    continue;
                };
                let RelocationFlags::Elf { .. } = relocation.flags() else {
                    continue;
                };
                let symbol = elf.symbol_by_index(symbol)?;
                image
                    .references
                    .push((narrow(offset), demangled(symbol.name()?)));
            }
        }
        Ok(image)
    }

    /// Bytes of flash that the task takes: text, read-only data, and the
    /// initial values of data.
    pub fn flash(&self) -> usize {
        [".text", ".rodata", ".data"]
            .iter()
            .filter_map(|name| self.sections.get(*name))
            .map(|section| section.bytes.len())
            .sum()
    }

    /// The functions that are measured, by address.
    pub fn functions(&self) -> impl Iterator<Item = &Function> {
        self.functions
            .iter()
            .filter(|function| self.measured().contains(&function.address))
    }

    /// Where the code is that is measured.
    pub fn measured(&self) -> Range<u32> {
        self.sections.get(".text").map_or(0..0, |text| {
            let len = text.bytes.len();
            text.address..text.address + narrow(len as u64)
        })
    }

    /// The address of a symbol; of a function, with bit 0 set.
    pub fn symbol(&self, name: &str) -> Option<u32> {
        self.symbols.get(name).copied()
    }

    /// What is loaded: addresses and bytes.
    pub fn loaded(&self) -> impl Iterator<Item = (u32, &[u8])> {
        self.sections
            .values()
            .map(|section| (section.address, &section.bytes[..]))
    }

    /// `N` bytes at `address`, if they are loaded.
    pub fn bytes<const N: usize>(&self, address: u32) -> Option<[u8; N]> {
        self.sections.values().find_map(|section| {
            let offset = address.checked_sub(section.address)?;
            section
                .bytes
                .get(usize::try_from(offset).ok()?..)?
                .first_chunk()
                .copied()
        })
    }

    /// The functions that a client's task keeps linked, one for each
    /// operation, in order.
    pub fn operations(&self, count: usize) -> Option<Vec<&Function>> {
        let table = self.symbol("operations")?;
        (0..count)
            .map(|index| {
                let entry = table + 4 * u32::try_from(index).ok()?;
                let address = u32::from_le_bytes(self.bytes(entry)?) & !1;
                self.functions.iter().find(|f| f.address == address)
            })
            .collect()
    }

    /// The places in the code that call a panic: the references to functions
    /// that do nothing but panic, those within such functions left out. Each as
    /// `where -> what`.
    pub fn panic_sites(&self) -> Vec<String> {
        let panics = |name: &str| {
            name.ends_with(HANDLER)
                || PANICS.iter().any(|p| name.starts_with(p))
        };
        let mut sites = Vec::new();
        for (at, to) in self.references.iter().filter(|(_, to)| panics(to)) {
            let from = self.function_at(*at).map_or("?", |f| &f.name);
            if !panics(from) {
                sites.push(format!("{from} -> {to}"));
            }
        }
        sites
    }

    /// Whether the panic handler is linked.
    pub fn can_panic(&self) -> bool {
        self.symbols
            .keys()
            .any(|name| demangled(name).ends_with(HANDLER))
    }

    /// Whether there is code at `address`, as opposed to constants.
    pub(crate) fn is_code(&self, address: u32) -> bool {
        self.kinds
            .range(..=address)
            .next_back()
            .is_none_or(|(_, code)| *code)
    }

    fn function_at(&self, address: u32) -> Option<&Function> {
        let after = self.functions.partition_point(|f| f.address <= address);
        let function = self.functions.get(after.checked_sub(1)?)?;
        (address - function.address < function.size).then_some(function)
    }
}

/// An address or a size of a 32-bit file.
fn narrow(wide: u64) -> u32 {
    u32::try_from(wide).unwrap_or(u32::MAX)
}

fn demangled(name: &str) -> String {
    format!("{:#}", rustc_demangle::demangle(name))
}
