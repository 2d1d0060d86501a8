//! Types of debug information into the table of a schema.

use indexmap::IndexMap;

use super::types::{Discriminant, Field, Kind, Type, Variant};
use crate::error::{Error, Problem};
use crate::ty::{self, is_tuple};

/// A table that grows.
#[derive(Default)]
pub(super) struct Table {
    types: IndexMap<String, Type>,
    /// The same as they were described.
    described: IndexMap<String, ty::Type>,
}

impl Table {
    /// The table.
    pub(super) fn types(self) -> IndexMap<String, Type> {
        self.types
    }

    /// The name that a type has in the table, which it enters behind those
    /// that it is made of. Several types of one name, such as those of two
    /// modules, get numbers.
    pub(super) fn add(&mut self, ty: &ty::Type) -> Result<String, Error> {
        let base = if ty.is_unit() && ty.name.is_empty() {
            "()"
        } else {
            &ty.name
        };
        for number in 1.. {
            let name = match number {
                1 => base.to_owned(),
                _ => format!("{base}#{number}"),
            };
            match self.described.get(&name) {
                Some(known) if known == ty => return Ok(name),
                Some(_) => {}
                None => {
                    let made = Type {
                        size: ty.size,
                        kind: self.kind(ty)?,
                    };
                    // One that it is made of may have taken the name.
                    if self.described.contains_key(&name) {
                        continue;
                    }
                    self.described.insert(name.clone(), ty.clone());
                    self.types.insert(name.clone(), made);
                    return Ok(name);
                }
            }
        }
        Err(Problem::TypeTooLarge(base.to_owned()).into())
    }

    fn kind(&mut self, ty: &ty::Type) -> Result<Kind, Error> {
        if ty.is_unit() {
            return Ok(Kind::Unit);
        }
        Ok(match &ty.kind {
            ty::Kind::Bool => Kind::Bool,
            ty::Kind::Char => Kind::Char,
            ty::Kind::Unsigned => Kind::Unsigned {
                word: ty.name == "usize",
            },
            ty::Kind::Signed => Kind::Signed {
                word: ty.name == "isize",
            },
            ty::Kind::Float => Kind::Float,
            ty::Kind::Array { element, count } => Kind::Array {
                element: self.add(element)?,
                count: *count,
            },
            ty::Kind::Struct(fields) => match ty.newtype() {
                Some(field) => Kind::Newtype {
                    offset: field.offset,
                    of: self.add(&field.ty)?,
                },
                None => {
                    let is_tuple = is_tuple(fields);
                    let fields = self.fields(fields)?;
                    match is_tuple {
                        true => Kind::Tuple { fields },
                        false => Kind::Struct { fields },
                    }
                }
            },
            ty::Kind::Enum {
                discriminant,
                variants,
            } => self.enumeration(ty, *discriminant, variants)?,
        })
    }

    fn fields(&mut self, fields: &[ty::Field]) -> Result<Vec<Field>, Error> {
        let is_tuple = is_tuple(fields);
        fields
            .iter()
            .map(|field| {
                Ok(Field {
                    name: (!is_tuple).then(|| field.name.clone()),
                    offset: field.offset,
                    ty: self.add(&field.ty)?,
                })
            })
            .collect()
    }

    fn enumeration(
        &mut self,
        ty: &ty::Type,
        discriminant: Option<ty::Discriminant>,
        variants: &[ty::Variant],
    ) -> Result<Kind, Error> {
        let discriminant = discriminant.map(|found| Discriminant {
            offset: found.offset,
            size: found.size,
        });
        if ty.of_option().is_some()
            && let [none, some] = variants
            && let [held] = some.fields.as_slice()
        {
            return Ok(Kind::Option {
                of: self.add(&held.ty)?,
                offset: held.offset,
                discriminant,
                none: number(ty, none)?,
                some: number(ty, some)?,
            });
        }
        let variants = variants
            .iter()
            .map(|variant| {
                Ok(Variant {
                    name: variant.name.clone(),
                    value: number(ty, variant)?,
                    fields: self.fields(&variant.fields)?,
                })
            })
            .collect::<Result<_, Error>>()?;
        Ok(Kind::Enum {
            discriminant,
            variants,
        })
    }
}

/// A variant's number. JSON has none that is larger.
fn number(ty: &ty::Type, variant: &ty::Variant) -> Result<Option<u64>, Error> {
    variant
        .discriminant
        .map(u64::try_from)
        .transpose()
        .map_err(|_| Problem::UnsupportedType(ty.name.clone()).into())
}
