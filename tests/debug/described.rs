//! Types as a debugger finds them in a task's file: by their names.

use std::collections::{BTreeMap, BTreeSet};

use gimli::{
    AttributeValue, DebuggingInformationEntry, EndianSlice, LittleEndian,
    UnitOffset, constants,
};
use object::{Object, ObjectSection, SectionFlags, elf};

type Bytes<'d> = EndianSlice<'d, LittleEndian>;
type Entry<'a, 'd> = DebuggingInformationEntry<'a, 'a, Bytes<'d>>;

/// The structs and the enums of a task.
#[derive(Default)]
pub(crate) struct Described {
    /// By name: each different list of fields, as names and their types'.
    pub(crate) structs: BTreeMap<String, BTreeSet<Vec<(String, String)>>>,
    /// By name: each different list of variants.
    pub(crate) enums: BTreeMap<String, BTreeSet<Vec<String>>>,
}

impl Described {
    pub(crate) fn read(file: &[u8]) -> Self {
        let file = object::File::parse(file).expect("it is ELF");
        let dwarf = gimli::Dwarf::load(|id| -> Result<_, object::Error> {
            let section = file.section_by_name(id.name());
            let data = section.map_or(Ok(&[][..]), |s| s.data())?;
            Ok(EndianSlice::new(data, LittleEndian))
        })
        .expect("it has sections");
        let mut described = Self::default();
        let mut units = Vec::new();
        let mut headers = dwarf.units();
        while let Some(header) = headers.next().expect("units") {
            units.push(dwarf.unit(header).expect("a unit"));
        }
        for unit in &units {
            let one = Unit {
                dwarf: &dwarf,
                units: &units,
                unit,
            };
            one.describe(&mut described).expect("its types");
        }
        described
    }

    /// The fields of the one struct of this name.
    pub(crate) fn fields(&self, name: &str) -> &Vec<(String, String)> {
        let found = self.structs.get(name);
        let found = found.unwrap_or_else(|| panic!("no struct {name}"));
        assert_eq!(found.len(), 1, "{name} is ambiguous: {found:?}");
        found.first().expect("there is one")
    }

    /// The variants of the one enum of this name.
    pub(crate) fn variants(&self, name: &str) -> &Vec<String> {
        let found = self.enums.get(name);
        let found = found.unwrap_or_else(|| panic!("no enum {name}"));
        assert_eq!(found.len(), 1, "{name} is ambiguous: {found:?}");
        found.first().expect("there is one")
    }
}

struct Unit<'a, 'd> {
    dwarf: &'a gimli::Dwarf<Bytes<'d>>,
    units: &'a [gimli::Unit<Bytes<'d>>],
    unit: &'a gimli::Unit<Bytes<'d>>,
}

impl<'d> Unit<'_, 'd> {
    fn describe(&self, described: &mut Described) -> gimli::Result<()> {
        let mut entries = self.unit.entries();
        while let Some((_, entry)) = entries.next_dfs()? {
            let is_struct = entry.tag() == constants::DW_TAG_structure_type;
            let is_enum = entry.tag() == constants::DW_TAG_enumeration_type;
            if !is_struct && !is_enum {
                continue;
            }
            let name = self.name(entry)?;
            let mut fields = Vec::new();
            let mut variants = is_enum.then(Vec::new);
            let mut tree = self.unit.entries_tree(Some(entry.offset()))?;
            let mut children = tree.root()?.children();
            while let Some(child) = children.next()? {
                let entry = child.entry();
                match entry.tag() {
                    constants::DW_TAG_member => {
                        fields.push((self.name(entry)?, self.ty(entry)?));
                    }
                    constants::DW_TAG_enumerator => {
                        let name = self.name(entry)?;
                        variants.get_or_insert_default().push(name);
                    }
                    constants::DW_TAG_variant_part => {
                        let mut parts = child.children();
                        while let Some(part) = parts.next()? {
                            let mut members = part.children();
                            if let Some(member) = members.next()? {
                                let name = self.name(member.entry())?;
                                variants.get_or_insert_default().push(name);
                            }
                        }
                    }
                    _ => {}
                }
            }
            match variants {
                Some(variants) => {
                    described.enums.entry(name).or_default().insert(variants)
                }
                None => {
                    described.structs.entry(name).or_default().insert(fields)
                }
            };
        }
        Ok(())
    }

    fn name(&self, entry: &Entry<'_, 'd>) -> gimli::Result<String> {
        let Some(value) = entry.attr_value(constants::DW_AT_name)? else {
            return Ok(String::new());
        };
        let text = self.dwarf.attr_string(self.unit, value)?;
        Ok(text.to_string_lossy().into_owned())
    }

    /// The name of an entry's type; of an array, its element's in brackets.
    fn ty(&self, entry: &Entry<'_, 'd>) -> gimli::Result<String> {
        match entry.attr_value(constants::DW_AT_type)? {
            Some(AttributeValue::UnitRef(offset)) => self.ty_at(offset),
            Some(AttributeValue::DebugInfoRef(offset)) => {
                let found = self.units.iter().find_map(|unit| {
                    Some((unit, offset.to_unit_offset(&unit.header)?))
                });
                let (unit, offset) = found.expect("it is in some unit");
                Unit { unit, ..*self }.ty_at(offset)
            }
            other => panic!("no type: {other:?}"),
        }
    }

    fn ty_at(&self, offset: UnitOffset) -> gimli::Result<String> {
        let entry = self.unit.entry(offset)?;
        match entry.tag() {
            constants::DW_TAG_array_type => {
                Ok(format!("[{}]", self.ty(&entry)?))
            }
            _ => self.name(&entry),
        }
    }
}

/// What is loaded of a task: the sections' names and bytes. Of the host's
/// tasks without the identity of the build.
pub(crate) fn loaded(file: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let file = object::File::parse(file).expect("it is ELF");
    file.sections()
        .filter(|section| match section.flags() {
            SectionFlags::Elf { sh_flags } => {
                sh_flags & u64::from(elf::SHF_ALLOC) != 0
            }
            _ => false,
        })
        .map(|section| {
            let name = section.name().expect("it has a name").to_owned();
            (name, section.data().expect("it can be read").to_vec())
        })
        .filter(|(name, _)| name != ".note.gnu.build-id")
        .collect()
}
