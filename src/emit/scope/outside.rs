//! Types by paths that may begin with the name of a crate, or with that of a
//! module beside the stub:
//!
//! ```text
//! use adc_api::Volts as __idol_adc_use_Volts; // ..: misspelt?
//! mod __idol_adc_types {
//!     pub(super) use {
//!         super::__idol_adc_use_Volts as Volts,
//!     };
//! }
//! ```
//!
//! Only where the stub stands are both found. Signatures say
//! `__idol_adc_types::Volts` all the same: documentation shows the last word.

use std::fmt::Display;

use crate::emit::names;
use crate::emit::writer::{Writer, line};
use crate::model::Interface;
use crate::pieces::by;

/// Whether a path may begin so. What begins with a type, such as
/// `Meter::Unit`, cannot be imported.
pub(super) fn may_be(path: &str) -> bool {
    let first = path.split_once("::").map(|(first, _)| first);
    let first = first.map(|it| it.strip_prefix("r#").unwrap_or(it));
    first.is_some_and(|first| {
        !matches!(first, "" | "crate" | "self" | "super")
            && first.starts_with(|c: char| c.is_lowercase() || c == '_')
    })
}

/// Whether the text of a type has such a path.
pub(super) fn is_in(text: &str) -> bool {
    if !text.as_bytes().contains(&b':') {
        return false;
    }
    // Most are one path, which is seen faster.
    if !text
        .bytes()
        .any(|b| matches!(b, b'<' | b'[' | b'(' | b' ' | b','))
    {
        return may_be(text);
    }
    let is_of_path = |c: char| c.is_alphanumeric() || "_:#".contains(c);
    text.split(|c| !is_of_path(c)).any(may_be)
}

/// The import beside the module; `place` is where the file says it.
pub(super) fn beside(
    w: &mut Writer<'_>,
    interface: &Interface,
    path: &str,
    name: &str,
    place: impl Display,
) {
    let alias = alias(interface, name);
    line!(w, "use {path} as {alias}; // {place}: misspelt?");
}

/// The same import, in the module.
pub(super) fn inside(w: &mut Writer<'_>, interface: &Interface, name: &str) {
    let alias = alias(interface, name);
    line!(w, "super::{alias} as {name},");
}

fn alias(interface: &Interface, name: &str) -> impl Display {
    let name = name.strip_prefix("r#").unwrap_or(name);
    let beginning = names::private(interface, "use_");
    by(move |f| write!(f, "{beginning}{name}"))
}
