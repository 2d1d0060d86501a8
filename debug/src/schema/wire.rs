//! How many bytes values take in a message.

use super::document::{Bounds, Encoding};
use crate::error::{Error, Problem};
use crate::stream::Format;
use crate::ty::{Field, Kind, Type};

impl Encoding {
    /// Which of the formats of serde, if it is one.
    pub(super) fn format(self) -> Option<Format> {
        match self {
            Self::Zerocopy => None,
            Self::Hubpack => Some(Format::Hubpack),
            Self::Ssmarshal => Some(Format::Ssmarshal),
        }
    }
}

impl Bounds {
    /// So many bytes.
    pub(super) fn of(size: usize) -> Self {
        Self {
            min: size,
            max: size,
        }
    }

    /// Both, one behind the other.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            min: self.min.saturating_add(other.min),
            max: self.max.saturating_add(other.max),
        }
    }

    /// One or the other.
    fn or(self, other: Self) -> Self {
        Self {
            min: self.min.min(other.min),
            max: self.max.max(other.max),
        }
    }

    fn times(self, count: usize) -> Self {
        Self {
            min: self.min.saturating_mul(count),
            max: self.max.saturating_mul(count),
        }
    }
}

/// The bytes of a value in an encoding.
///
/// # Errors
///
/// If the encoding has none for the type.
pub(super) fn bounds(encoding: Encoding, ty: &Type) -> Result<Bounds, Error> {
    match encoding.format() {
        None => Ok(Bounds::of(ty.size)),
        Some(format) => of_format(format, ty),
    }
}

fn of_format(format: Format, ty: &Type) -> Result<Bounds, Error> {
    if ty.is_unit() {
        return Ok(Bounds::of(0));
    }
    match &ty.kind {
        Kind::Bool | Kind::Unsigned | Kind::Signed | Kind::Float => {
            format.width(ty).map(Bounds::of)
        }
        Kind::Char => match format {
            Format::Hubpack => Err(Problem::NoEncoding(ty.name.clone()).into()),
            Format::Ssmarshal => Ok(Bounds { min: 1, max: 4 }),
        },
        Kind::Array { element, count } => {
            Ok(of_format(format, element)?.times(*count))
        }
        Kind::Struct(fields) => of_fields(format, fields),
        Kind::Enum { variants, .. } => {
            let mut all = None;
            for variant in variants {
                let one = of_fields(format, &variant.fields)?;
                all = Some(all.map_or(one, |all: Bounds| all.or(one)));
            }
            Ok(Bounds::of(1).and(all.unwrap_or(Bounds::of(0))))
        }
    }
}

fn of_fields(format: Format, fields: &[Field]) -> Result<Bounds, Error> {
    fields.iter().try_fold(Bounds::of(0), |sum, field| {
        Ok(sum.and(of_format(format, &field.ty)?))
    })
}
