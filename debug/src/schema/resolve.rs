//! The types of a schema's table, each as one whole.

use super::document::Schema;
use super::types::{Discriminant, Field, Kind, Type};
use crate::error::{Error, Problem};
use crate::ty;
use crate::types::{DEEPEST, LARGEST, MOST};

impl Schema {
    /// A type and all that it is made of.
    ///
    /// # Errors
    ///
    /// If the table does not have it, or it is none that a message can hold.
    pub fn resolve(&self, name: &str) -> Result<ty::Type, Error> {
        self.ty(name, 0, &mut 0)
    }

    fn ty(
        &self,
        name: &str,
        depth: usize,
        count: &mut usize,
    ) -> Result<ty::Type, Error> {
        let found = self.types.get(name);
        let Type { size, kind } = found
            .ok_or_else(|| Problem::BadSchema(format!("no type `{name}`")))?;
        *count += 1;
        if depth > DEEPEST || *count > MOST || *size > LARGEST {
            return Err(Problem::TypeTooLarge(name.to_owned()).into());
        }
        // Its own name, without what tells it from others.
        let own = match name.rsplit_once('#') {
            Some((own, number)) if number.parse::<u32>().is_ok() => own,
            _ => name,
        };
        let mut inner = |name: &str| self.ty(name, depth + 1, count);
        let kind = match kind {
            Kind::Unit => ty::Kind::Struct(Vec::new()),
            Kind::Bool => ty::Kind::Bool,
            Kind::Char => ty::Kind::Char,
            Kind::Unsigned { .. } => ty::Kind::Unsigned,
            Kind::Signed { .. } => ty::Kind::Signed,
            Kind::Float => ty::Kind::Float,
            Kind::Array { element, count } => {
                let element = Box::new(inner(element)?);
                let takes = element.size.checked_mul(*count);
                if takes != Some(*size) || (element.size == 0 && *count > 0) {
                    return Err(wrong(name, "it is not of its elements' size"));
                }
                ty::Kind::Array {
                    element,
                    count: *count,
                }
            }
            Kind::Newtype { offset, of } => ty::Kind::Struct(vec![ty::Field {
                name: "__0".to_owned(),
                offset: *offset,
                ty: inner(of)?,
            }]),
            Kind::Tuple { fields: found } | Kind::Struct { fields: found } => {
                ty::Kind::Struct(fields(found, &mut inner)?)
            }
            Kind::Option {
                of,
                offset,
                discriminant,
                none,
                some,
            } => ty::Kind::Enum {
                discriminant: discriminant.map(Into::into),
                variants: vec![
                    ty::Variant {
                        name: "None".to_owned(),
                        discriminant: none.map(u128::from),
                        fields: Vec::new(),
                    },
                    ty::Variant {
                        name: "Some".to_owned(),
                        discriminant: some.map(u128::from),
                        fields: vec![ty::Field {
                            name: "__0".to_owned(),
                            offset: *offset,
                            ty: inner(of)?,
                        }],
                    },
                ],
            },
            Kind::Enum {
                discriminant,
                variants,
            } => ty::Kind::Enum {
                discriminant: discriminant.map(Into::into),
                variants: variants
                    .iter()
                    .map(|variant| {
                        Ok(ty::Variant {
                            name: variant.name.clone(),
                            discriminant: variant.value.map(u128::from),
                            fields: fields(&variant.fields, &mut inner)?,
                        })
                    })
                    .collect::<Result<_, Error>>()?,
            },
        };
        Ok(ty::Type {
            name: own.to_owned(),
            size: *size,
            kind,
        })
    }
}

fn fields(
    found: &[Field],
    inner: &mut impl FnMut(&str) -> Result<ty::Type, Error>,
) -> Result<Vec<ty::Field>, Error> {
    found
        .iter()
        .enumerate()
        .map(|(index, field)| {
            let name = field.name.clone();
            Ok(ty::Field {
                name: name.unwrap_or_else(|| format!("__{index}")),
                offset: field.offset,
                ty: inner(&field.ty)?,
            })
        })
        .collect()
}

fn wrong(name: &str, why: &str) -> Error {
    Problem::BadSchema(format!("`{name}`: {why}")).into()
}

impl From<Discriminant> for ty::Discriminant {
    fn from(found: Discriminant) -> Self {
        Self {
            offset: found.offset,
            size: found.size,
        }
    }
}
