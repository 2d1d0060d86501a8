//! Room around what ssmarshal encodes:
//!
//! ```text
//! #[derive(::serde::Serialize, ::serde::Deserialize)]
//! #[serde(transparent)]
//! #[serde(bound(deserialize = "T: ::serde::Deserialize<'de>"))]
//! struct __idol_legacy_Roomy<T> {
//!     value: T,
//!     #[serde(skip)]
//!     room: ::core::option::Option<T>,
//! }
//! ```
//!
//! An `Option` of a type with a niche takes a byte more in a message than in
//! memory. In builds with debug assertions ssmarshal panics when a message is
//! longer than the value in memory, so the value gets some more memory.

use super::names;
use super::writer::{ANY_STYLE, Writer, block};
use crate::model::Interface;
use crate::syntax::Encoding;

/// The struct, where the interface has an operation that needs it.
pub(super) fn roomy(w: &mut Writer, interface: &Interface) {
    let uses_ssmarshal = interface
        .operations
        .iter()
        .any(|op| op.encoding == Encoding::Ssmarshal);
    if !uses_ssmarshal {
        return;
    }
    w.blank();
    w.text("/// A value with room for its message, which may be longer.");
    w.text(ANY_STYLE);
    w.text("#[derive(::serde::Serialize, ::serde::Deserialize)]");
    w.text("#[serde(transparent)]");
    w.text("#[serde(bound(deserialize = \"T: ::serde::Deserialize<'de>\"))]");
    let fields = |w: &mut Writer| {
        w.text("value: T,");
        w.text("#[serde(skip)]");
        w.text("room: ::core::option::Option<T>,");
    };
    block!(w, fields, "struct {}<T> {{", name(interface));
}

/// The struct's name.
pub(super) fn name(interface: &Interface) -> String {
    names::private(interface, "Roomy")
}

/// An expression for the value of the variable, with room.
pub(super) fn around(interface: &Interface, variable: &str) -> String {
    let roomy = name(interface);
    format!(
        "{roomy} {{ value: {variable}, room: ::core::option::Option::None }}"
    )
}
