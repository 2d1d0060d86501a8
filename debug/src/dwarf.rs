//! The debug information of a task's file: its units, and what an entry says.

use gimli::{
    AttributeValue, DebuggingInformationEntry, EndianSlice, LittleEndian,
    UnitOffset, constants,
};
use object::{Object, ObjectSection};

use crate::error::{Error, Problem};

pub(crate) type Bytes<'d> = EndianSlice<'d, LittleEndian>;
pub(crate) type Entry<'a, 'd> = DebuggingInformationEntry<'a, 'a, Bytes<'d>>;

/// The debug information of a task.
pub(crate) struct Dwarf<'d> {
    dwarf: gimli::Dwarf<Bytes<'d>>,
    units: Vec<gimli::Unit<Bytes<'d>>>,
}

/// Where something is described.
#[derive(Copy, Clone)]
pub(crate) struct Place {
    pub(crate) unit: usize,
    pub(crate) offset: UnitOffset,
}

impl<'d> Dwarf<'d> {
    pub(crate) fn read(file: &object::File<'d>) -> Result<Self, Error> {
        if !file.is_little_endian() {
            let why = "it is not little-endian".to_owned();
            return Err(Problem::BadFile(why).into());
        }
        let dwarf = gimli::Dwarf::load(|id| -> Result<_, Error> {
            let data = match file.section_by_name(id.name()) {
                Some(section) => section.data()?,
                None => &[],
            };
            Ok(EndianSlice::new(data, LittleEndian))
        })?;
        let mut units = Vec::new();
        let mut headers = dwarf.units();
        while let Some(header) = headers.next()? {
            units.push(dwarf.unit(header)?);
        }
        Ok(Self { dwarf, units })
    }

    /// The units that say something of types, each with its index, in their
    /// order. Those of `std` and `core` have lines of functions alone, and
    /// are most of a file on the host.
    pub(crate) fn units_with_types(
        &self,
    ) -> impl Iterator<Item = (usize, &gimli::Unit<Bytes<'d>>)> {
        let units = self.units.iter().enumerate();
        units.filter(|(_, unit)| has_types(&unit.abbreviations))
    }

    pub(crate) fn unit(
        &self,
        index: usize,
    ) -> Result<&gimli::Unit<Bytes<'d>>, Error> {
        self.units.get(index).ok_or_else(broken)
    }

    pub(crate) fn name(
        &self,
        unit: usize,
        entry: &Entry<'_, 'd>,
    ) -> Result<Option<String>, Error> {
        let Some(value) = entry.attr_value(constants::DW_AT_name)? else {
            return Ok(None);
        };
        let text = self.dwarf.attr_string(self.unit(unit)?, value)?;
        Ok(Some(text.to_string_lossy().into_owned()))
    }

    /// What an attribute of an entry refers to.
    pub(crate) fn reference(
        &self,
        unit: usize,
        entry: &Entry<'_, 'd>,
        attribute: gimli::DwAt,
    ) -> Result<Option<Place>, Error> {
        match entry.attr_value(attribute)? {
            None => Ok(None),
            Some(AttributeValue::UnitRef(offset)) => {
                Ok(Some(Place { unit, offset }))
            }
            Some(AttributeValue::DebugInfoRef(offset)) => {
                let place =
                    self.units.iter().enumerate().find_map(|(unit, data)| {
                        let offset = offset.to_unit_offset(&data.header)?;
                        Some(Place { unit, offset })
                    });
                place.map(Some).ok_or_else(broken)
            }
            Some(_) => Err(broken()),
        }
    }

    pub(crate) fn ty_of(
        &self,
        unit: usize,
        entry: &Entry<'_, 'd>,
    ) -> Result<Option<Place>, Error> {
        self.reference(unit, entry, constants::DW_AT_type)
    }
}

/// Whether entries of these kinds are types or statics, or refer to those of
/// another unit. Kinds are numbered from 1 without a gap.
fn has_types(kinds: &gimli::Abbreviations) -> bool {
    let mut kinds = (1..).map_while(|code| kinds.get(code));
    kinds.any(|kind| {
        matches!(
            kind.tag(),
            constants::DW_TAG_base_type
                | constants::DW_TAG_enumeration_type
                | constants::DW_TAG_structure_type
                | constants::DW_TAG_variable
        ) || kind
            .attributes()
            .iter()
            .any(|attribute| attribute.form() == constants::DW_FORM_ref_addr)
    })
}

/// An attribute that is a number.
pub(crate) fn number(
    entry: &Entry<'_, '_>,
    attribute: gimli::DwAt,
) -> Result<Option<usize>, Error> {
    match entry.attr_value(attribute)? {
        None => Ok(None),
        Some(value) => value
            .udata_value()
            .and_then(|value| usize::try_from(value).ok())
            .map(Some)
            .ok_or_else(broken),
    }
}

/// The lowest bytes of a discriminant.
pub(crate) fn bits(
    value: &AttributeValue<Bytes<'_>>,
    size: usize,
) -> Result<u128, Error> {
    let whole = match value {
        AttributeValue::Sdata(value) => i128::from(*value).cast_unsigned(),
        AttributeValue::Block(bytes) => {
            let mut whole = [0; 16];
            let bytes = bytes.slice();
            let low = whole.get_mut(..bytes.len()).ok_or_else(broken)?;
            low.copy_from_slice(bytes);
            u128::from_le_bytes(whole)
        }
        value => u128::from(value.udata_value().ok_or_else(broken)?),
    };
    let unused = 128usize.saturating_sub(size.saturating_mul(8));
    let unused = u32::try_from(unused).unwrap_or(0);
    let mask = u128::MAX.checked_shr(unused).unwrap_or(0);
    Ok(whole & mask)
}

pub(crate) fn broken() -> Error {
    let why = "its debug information is not what Rust's compiler writes";
    Problem::BadFile(why.to_owned()).into()
}
