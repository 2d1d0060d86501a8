//! How long things are on the wire.

use super::types::Facts;
use crate::model::{Conversion, Size};
use crate::syntax::Encoding;

/// The length of a value: of its own bytes, or of those it is converted
/// from, `raw`.
pub(super) fn width(
    encoding: Encoding,
    conversion: &Conversion,
    ty: &str,
    facts: &Facts,
    raw: Option<&Facts>,
) -> Size {
    match conversion {
        Conversion::Bool => Size::Bytes(1),
        Conversion::FromPrimitive(integer) => match integer.width() {
            Some(width) => Size::Bytes(width),
            None => Size::SizeOf(integer.as_str().to_owned()),
        },
        Conversion::From { raw: raw_ty, .. } => match raw {
            Some(raw) => own(Encoding::Zerocopy, raw_ty.as_str(), raw),
            None => Size::SizeOf(raw_ty.as_str().to_owned()),
        },
        Conversion::Own => own(encoding, ty, facts),
    }
}

/// The length of a value's own bytes.
pub(super) fn own(encoding: Encoding, ty: &str, facts: &Facts) -> Size {
    match encoding {
        Encoding::Hubpack => match facts.hubpack {
            Some(bytes) => Size::Bytes(bytes),
            None => Size::MaxSize(ty.to_owned()),
        },
        Encoding::Zerocopy | Encoding::Ssmarshal => match facts.memory {
            Some(bytes) => Size::Bytes(bytes),
            None => Size::SizeOf(ty.to_owned()),
        },
    }
}
