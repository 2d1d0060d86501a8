//! Which types have a form of their own in JSON.

use crate::ty::{Kind, Type};

/// Whether `null` is a value of a type.
pub(super) fn is_nullable(ty: &Type) -> bool {
    ty.is_unit()
        || ty.of_option().is_some()
        || ty.newtype().is_some_and(|field| is_nullable(&field.ty))
}

/// Whether a type is an array of bytes.
pub(super) fn is_bytes(ty: &Type) -> bool {
    match &ty.kind {
        Kind::Array { element, .. } => is_byte(element),
        _ => false,
    }
}

/// Whether a type is `u8`.
pub(super) fn is_byte(ty: &Type) -> bool {
    ty.kind == Kind::Unsigned && ty.size == 1
}
