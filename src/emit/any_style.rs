//! The lints that what is generated is silent about, said once for all items
//! of a macro, which also makes the proofs about types:
//!
//! ```text
//! /// The names and types of these items are an interface's.
//! macro_rules! __idol_spi_client {
//!     (client { .. } $($item:item)*) => {
//!         ..
//!         $(
//!             #[allow(dead_code, nonstandard_style, ..)]
//!             $item
//!         )*
//!     };
//!     (server $($item:tt)*) => { ::core::compile_error!(".."); };
//! }
//! use __idol_spi_client as __idol_spi_alone_in_its_module; // ..
//! __idol_spi_alone_in_its_module! { client { .. }
//! ..
//! }
//! ```
//!
//! Where the other side stands in the same module, its import has that name:
//! its macro says so, and takes the items away. Each of them would be an error.
//!
//! A private module would do the same for private items, but names of types
//! are looked up where the stub stands, by way of `self` and `super`, too, and
//! its items must hide what a user's glob imports bring along.

use super::names;
use super::proofs::functions;
use super::scope::Scope;
use super::side::Side;
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
    scope: &Scope<'_>,
    items: impl FnOnce(&mut Writer),
) {
    let (own, other) = match side {
        Side::Client => ("client", "server"),
        Side::Server => ("server", "client"),
    };
    let name = names::private(interface, own);
    let place = scope.told_at_interface();
    let alone = names::private(interface, "alone_in_its_module");
    w.text("/// The names and types of these items are an interface's.");
    let definition = |w: &mut Writer| {
        let each = |w: &mut Writer| {
            scope.needs.expansion(w, interface);
            w.text("$(");
            line!(w, "    #[allow({LINTS})]");
            w.text("    $item");
            w.text(")*");
        };
        let proofs = scope.needs.pattern();
        w.block(
            format_args!("({own} {{ {proofs} }} $($item:item)*) => {{"),
            "};",
            each,
        );
        line!(
            w,
            "({other} $($item:tt)*) => {{ ::core::compile_error!(\"{place}the \
             client and a server of `{}` are in one module: give each a `mod` \
             of its own\"); }};",
            interface.name
        );
    };
    block!(w, definition, "macro_rules! {name} {{");
    line!(
        w,
        "use {name} as {alone}; // {place}A `mod` of its own for each side."
    );
    line!(w, "{alone}! {{ {own} {{");
    scope.needs.write(w);
    w.text("}");
    scope.write(w);
    functions(w, scope, side);
    items(w);
    w.text("}");
}
