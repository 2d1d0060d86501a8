//! The lints that what is generated is silent about, said once for all items
//! between two lines:
//!
//! ```text
//! /// The names and types of these items are an interface's.
//! macro_rules! __idol_spi_client {
//!     ($($item:item)*) => {
//!         $(
//!             #[allow(dead_code, nonstandard_style, ..)]
//!             $item
//!         )*
//!     };
//! }
//! __idol_spi_client! {
//! ..
//! }
//! ```
//!
//! A private module would do the same for private items, but names of types
//! are looked up where the stub stands, by way of `self` and `super`, too, and
//! its items must hide what a user's glob imports bring along.

use super::names;
use super::proofs::Side;
use super::writer::{Writer, block, line};
use crate::model::Interface;

/// The names are the interface's, and whether an item or its types are used,
/// reached or documented is the user's business, as is what else it could
/// implement. A parameter may be called what a variant of its type is.
const LINTS: &str = "\
bindings_with_variant_name, clippy::all, dead_code, missing_copy_implementations, \
missing_debug_implementations, missing_docs, nonstandard_style, private_bounds, \
private_interfaces, rustdoc::all, single_use_lifetimes, unnameable_types, \
unreachable_pub, unused_imports, unused_qualifications, unused_variables, \
variant_size_differences";

/// Writes the items that `items` writes, which may have any style. None of
/// them is a macro's.
pub(super) fn any_style(
    w: &mut Writer,
    interface: &Interface,
    side: Side,
    items: impl FnOnce(&mut Writer),
) {
    let name = names::private(
        interface,
        match side {
            Side::Client => "client",
            Side::Server => "server",
        },
    );
    w.text("/// The names and types of these items are an interface's.");
    let definition = |w: &mut Writer| {
        let each = |w: &mut Writer| {
            w.text("$(");
            line!(w, "    #[allow({LINTS})]");
            w.text("    $item");
            w.text(")*");
        };
        w.block(format_args!("($($item:item)*) => {{"), "};", each);
    };
    block!(w, definition, "macro_rules! {name} {{");
    line!(w, "{name}! {{");
    items(w);
    w.text("}");
}
