//! Names that users of a stub have come to find in scope:
//!
//! ```text
//! #[allow(unused_imports)]
//! mod __idol_spi_client_prelude {
//!     pub(super) use ::userlib::{UnwrapLite, sys_send};
//! }
//! #[allow(unused_imports)]
//! use __idol_spi_client_prelude::*;
//! const _: fn() = || _ = sys_send;
//! ```
//!
//! A glob import gives way to a user's own import of the same name, which then
//! counts as used, and two globs of one item do not conflict. Clippy's
//! `wildcard_imports` exempts modules with `prelude` in their name.

use super::names;
use super::side::Side;
use super::writer::{Writer, block, line};
use crate::model::Interface;

pub(super) fn prelude(w: &mut Writer, interface: &Interface, side: Side) {
    let (module, names) = match side {
        Side::Client => ("client_prelude", "{UnwrapLite, sys_send}"),
        Side::Server => ("server_prelude", "UnwrapLite"),
    };
    let module = names::private(interface, module);
    w.text("#[allow(unused_imports)]");
    let inside =
        |w: &mut Writer| line!(w, "pub(super) use ::userlib::{names};");
    block!(w, inside, "mod {module} {{");
    w.text("#[allow(unused_imports)]");
    line!(w, "use {module}::*;");
    if let Side::Client = side {
        // Whoever imports it does so for the stub's sake alone: it is used.
        w.text("const _: fn() = || _ = sys_send;");
    }
    w.blank();
}
