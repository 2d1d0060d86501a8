//! Types out of a task's debug information.

use gimli::{AttributeValue, constants};

use crate::dwarf::{Bytes, Dwarf, Entry, Place, bits, broken, number};
use crate::error::{Error, Problem};
use crate::ty::{Discriminant, Field, Kind, Type, Variant};

/// No message is larger, in bytes.
pub(crate) const LARGEST: usize = 1 << 16;

/// How deep types nest in each other at the most.
pub(crate) const DEEPEST: usize = 64;

/// Of how many types a type is made at the most.
pub(crate) const MOST: usize = 1 << 14;

/// The type described at a place.
pub(crate) fn described(
    dwarf: &Dwarf<'_>,
    place: Place,
) -> Result<Type, Error> {
    dwarf.ty(place, 0, &mut 0)
}

impl<'d> Dwarf<'d> {
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
