//! Types out of a task's debug information.

use std::collections::BTreeMap;

use gimli::{
    AttributeValue, DebuggingInformationEntry, EndianSlice, LittleEndian,
    UnitOffset, constants,
};
use object::{Object, ObjectSection};

use super::error::{Error, Problem};
use super::ty::{Discriminant, Field, Kind, Type, Variant};
use crate::fingerprint::Fingerprint;

/// No message is larger, in bytes.
const LARGEST: usize = 1 << 16;

/// How deep types nest in each other at the most.
const DEEPEST: usize = 64;

/// Of how many types a type is made at the most.
const MOST: usize = 1 << 14;

type Bytes<'d> = EndianSlice<'d, LittleEndian>;
type Entry<'a, 'd> = DebuggingInformationEntry<'a, 'a, Bytes<'d>>;

/// The debug information of a task, and what is in it of Idol's.
pub(super) struct Dwarf<'d> {
    dwarf: gimli::Dwarf<Bytes<'d>>,
    units: Vec<gimli::Unit<Bytes<'d>>>,
    /// The statics for debuggers, by name.
    statics: BTreeMap<String, Place>,
    /// The interfaces that clients know, with their fingerprints.
    clients: Vec<(String, Fingerprint)>,
}

/// Where something is described.
#[derive(Copy, Clone)]
struct Place {
    unit: usize,
    offset: UnitOffset,
}

impl From<gimli::Error> for Error {
    fn from(error: gimli::Error) -> Self {
        Problem::BadFile(error.to_string()).into()
    }
}

impl From<object::Error> for Error {
    fn from(error: object::Error) -> Self {
        Problem::BadFile(error.to_string()).into()
    }
}

impl<'d> Dwarf<'d> {
    pub(super) fn read(file: &object::File<'d>) -> Result<Self, Error> {
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
        let mut found = Self {
            dwarf,
            units,
            statics: BTreeMap::new(),
            clients: Vec::new(),
        };
        found.search()?;
        Ok(found)
    }

    /// Finds what is Idol's.
    fn search(&mut self) -> Result<(), Error> {
        let mut statics = BTreeMap::new();
        let mut clients = Vec::new();
        for (index, unit) in self.units.iter().enumerate() {
            let mut entries = unit.entries();
            while let Some((_, entry)) = entries.next_dfs()? {
                match entry.tag() {
                    constants::DW_TAG_variable => {
                        let Some(name) = self.name(index, entry)? else {
                            continue;
                        };
                        if name.starts_with("__IDOL_") {
                            let place = self.ty_of(index, entry)?;
                            if let Some(place) = place {
                                statics.entry(name).or_insert(place);
                            }
                        }
                    }
                    constants::DW_TAG_structure_type => {
                        let name = self.name(index, entry)?;
                        clients.extend(name.and_then(|n| client(&n)));
                    }
                    _ => {}
                }
            }
        }
        clients.sort();
        clients.dedup();
        self.statics = statics;
        self.clients = clients;
        Ok(())
    }

    /// The interfaces that clients know, with their fingerprints.
    pub(super) fn clients(&self) -> &[(String, Fingerprint)] {
        &self.clients
    }

    /// The type that a static of type `PhantomData<T>` forces: `T`.
    pub(super) fn forced(&self, name: &str) -> Result<Type, Error> {
        let place = self.statics.get(name).copied();
        let place = place.ok_or_else(|| Problem::NoType(name.to_owned()))?;
        let unit = self.unit(place.unit)?;
        let mut tree = unit.entries_tree(Some(place.offset))?;
        let mut children = tree.root()?.children();
        while let Some(child) = children.next()? {
            let entry = child.entry();
            if entry.tag() == constants::DW_TAG_template_type_parameter
                && let Some(inner) = self.ty_of(place.unit, entry)?
            {
                return self.ty(inner, 0, &mut 0);
            }
        }
        Err(Problem::NoType(name.to_owned()).into())
    }

    fn unit(&self, index: usize) -> Result<&gimli::Unit<Bytes<'d>>, Error> {
        self.units.get(index).ok_or_else(broken)
    }

    fn name(
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
    fn reference(
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

    fn ty_of(
        &self,
        unit: usize,
        entry: &Entry<'_, 'd>,
    ) -> Result<Option<Place>, Error> {
        self.reference(unit, entry, constants::DW_AT_type)
    }

    /// The type described at a place.
    fn ty(
        &self,
        place: Place,
        depth: usize,
        count: &mut usize,
    ) -> Result<Type, Error> {
        let unit = self.unit(place.unit)?;
        let mut tree = unit.entries_tree(Some(place.offset))?;
        let root = tree.root()?;
        let entry = root.entry();
        let name = self.name(place.unit, entry)?;
        *count += 1;
        if depth > DEEPEST || *count > MOST {
            let name = name.unwrap_or_default();
            return Err(Problem::TypeTooLarge(name).into());
        }
        let size = number(entry, constants::DW_AT_byte_size)?;
        if size.is_some_and(|size| size > LARGEST) {
            let name = name.unwrap_or_default();
            return Err(Problem::TypeTooLarge(name).into());
        }
        if entry.attr(constants::DW_AT_declaration)?.is_some() {
            return Err(Problem::NoType(name.unwrap_or_default()).into());
        }
        let tag = entry.tag();
        match tag {
            constants::DW_TAG_base_type => {
                let encoding = entry.attr_value(constants::DW_AT_encoding)?;
                let Some(AttributeValue::Encoding(encoding)) = encoding else {
                    return Err(broken());
                };
                let name = name.ok_or_else(broken)?;
                Ok(Type {
                    size: size.ok_or_else(broken)?,
                    kind: match encoding {
                        constants::DW_ATE_boolean => Kind::Bool,
                        constants::DW_ATE_UTF => Kind::Char,
                        constants::DW_ATE_float => Kind::Float,
                        constants::DW_ATE_unsigned
                        | constants::DW_ATE_unsigned_char => Kind::Unsigned,
                        constants::DW_ATE_signed
                        | constants::DW_ATE_signed_char => Kind::Signed,
                        _ => return Err(Problem::UnsupportedType(name).into()),
                    },
                    name,
                })
            }
            constants::DW_TAG_structure_type => {
                let kind = self.structure(place.unit, root, depth, count)?;
                Ok(Type {
                    name: name.unwrap_or_default(),
                    size: size.unwrap_or(0),
                    kind,
                })
            }
            constants::DW_TAG_enumeration_type => {
                let size = size.ok_or_else(broken)?;
                Ok(Type {
                    name: name.unwrap_or_default(),
                    size,
                    kind: self.enumeration(place.unit, root, size)?,
                })
            }
            constants::DW_TAG_array_type => {
                let element =
                    self.ty_of(place.unit, entry)?.ok_or_else(broken)?;
                let element = self.ty(element, depth + 1, count)?;
                let elements = elements(root)?;
                let name = format!("[{}; {elements}]", element.name);
                if element.size == 0 && elements > 0 {
                    return Err(Problem::UnsupportedType(name).into());
                }
                let size = element.size.checked_mul(elements);
                let size = size.filter(|size| *size <= LARGEST);
                Ok(Type {
                    size: size
                        .ok_or_else(|| Problem::TypeTooLarge(name.clone()))?,
                    name,
                    kind: Kind::Array {
                        element: Box::new(element),
                        count: elements,
                    },
                })
            }
            _ => {
                let name = name.unwrap_or_else(|| tag.to_string());
                Err(Problem::UnsupportedType(name).into())
            }
        }
    }

    /// A struct, or an enum whose variants hold something.
    fn structure(
        &self,
        unit: usize,
        root: gimli::EntriesTreeNode<'_, '_, '_, Bytes<'d>>,
        depth: usize,
        count: &mut usize,
    ) -> Result<Kind, Error> {
        let mut fields = Vec::new();
        let mut children = root.children();
        while let Some(child) = children.next()? {
            match child.entry().tag() {
                constants::DW_TAG_member => {
                    fields.push(self.field(
                        unit,
                        child.entry(),
                        depth,
                        count,
                    )?);
                }
                constants::DW_TAG_variant_part => {
                    return self.variants(unit, child, depth, count);
                }
                _ => {}
            }
        }
        Ok(Kind::Struct(fields))
    }

    fn field(
        &self,
        unit: usize,
        entry: &Entry<'_, 'd>,
        depth: usize,
        count: &mut usize,
    ) -> Result<Field, Error> {
        let ty = self.ty_of(unit, entry)?.ok_or_else(broken)?;
        let name = self.name(unit, entry)?.unwrap_or_default();
        let ty = self
            .ty(ty, depth + 1, count)
            .map_err(|e| e.within(name.as_str()))?;
        let offset = number(entry, constants::DW_AT_data_member_location)?;
        Ok(Field {
            name,
            offset: offset.unwrap_or(0),
            ty,
        })
    }

    fn variants(
        &self,
        unit: usize,
        part: gimli::EntriesTreeNode<'_, '_, '_, Bytes<'d>>,
        depth: usize,
        count: &mut usize,
    ) -> Result<Kind, Error> {
        let discriminant =
            self.reference(unit, part.entry(), constants::DW_AT_discr)?;
        let discriminant = match discriminant {
            Some(place) => {
                let entry = self.unit(place.unit)?.entry(place.offset)?;
                let field = self.field(place.unit, &entry, depth, count)?;
                Some(Discriminant {
                    offset: field.offset,
                    size: field.ty.size,
                })
            }
            None => None,
        };
        let mut variants = Vec::new();
        let mut children = part.children();
        while let Some(child) = children.next()? {
            let entry = child.entry();
            if entry.tag() != constants::DW_TAG_variant {
                continue;
            }
            if entry.attr(constants::DW_AT_discr_list)?.is_some() {
                let why = "a variant has several discriminants".to_owned();
                return Err(Problem::BadFile(why).into());
            }
            let value = entry.attr_value(constants::DW_AT_discr_value)?;
            let size = discriminant.map_or(0, |d| d.size);
            let value = value.map(|v| bits(&v, size)).transpose()?;
            // Its one member is a struct of the variant's fields.
            let mut members = child.children();
            while let Some(member) = members.next()? {
                let field = self.field(unit, member.entry(), depth, count)?;
                let Kind::Struct(mut fields) = field.ty.kind else {
                    return Err(broken());
                };
                for inner in &mut fields {
                    inner.offset = inner.offset.saturating_add(field.offset);
                }
                variants.push(Variant {
                    name: field.name,
                    discriminant: value,
                    fields,
                });
            }
        }
        Ok(Kind::Enum {
            discriminant: discriminant.filter(|_| variants.len() > 1),
            variants,
        })
    }

    /// An enum whose variants hold nothing.
    fn enumeration(
        &self,
        unit: usize,
        root: gimli::EntriesTreeNode<'_, '_, '_, Bytes<'d>>,
        size: usize,
    ) -> Result<Kind, Error> {
        let mut variants = Vec::new();
        let mut children = root.children();
        while let Some(child) = children.next()? {
            let entry = child.entry();
            if entry.tag() != constants::DW_TAG_enumerator {
                continue;
            }
            let value = entry.attr_value(constants::DW_AT_const_value)?;
            variants.push(Variant {
                name: self.name(unit, entry)?.ok_or_else(broken)?,
                discriminant: Some(bits(&value.ok_or_else(broken)?, size)?),
                fields: Vec::new(),
            });
        }
        Ok(Kind::Enum {
            discriminant: Some(Discriminant { offset: 0, size })
                .filter(|_| size > 0),
            variants,
        })
    }
}

/// The interface and the fingerprint in a type's name.
fn client(name: &str) -> Option<(String, Fingerprint)> {
    let (interface, fingerprint) = name.rsplit_once("_CLIENT_")?;
    Some((interface.to_owned(), fingerprint.parse().ok()?))
}

/// How many elements an array has.
fn elements(
    root: gimli::EntriesTreeNode<'_, '_, '_, Bytes<'_>>,
) -> Result<usize, Error> {
    let mut children = root.children();
    while let Some(child) = children.next()? {
        let entry = child.entry();
        if entry.tag() == constants::DW_TAG_subrange_type {
            if let Some(count) = number(entry, constants::DW_AT_count)? {
                return Ok(count);
            }
            let last = number(entry, constants::DW_AT_upper_bound)?;
            return last.and_then(|n| n.checked_add(1)).ok_or_else(broken);
        }
    }
    Err(broken())
}

/// An attribute that is a number.
fn number(
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
fn bits(value: &AttributeValue<Bytes<'_>>, size: usize) -> Result<u128, Error> {
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

fn broken() -> Error {
    let why = "its debug information is not what Rust's compiler writes";
    Problem::BadFile(why.to_owned()).into()
}
