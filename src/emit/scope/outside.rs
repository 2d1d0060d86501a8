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
