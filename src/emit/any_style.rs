//! The macro around what is generated, which says once for all items what lints
//! they are silent about, makes the proofs about types, and of a server what
//! follows from its operations' [rows](super::server). It is the runtime's:
//!
//! ```text
//! use ::idol_runtime::server_items as __idol_spi_alone_in_its_module; // ..
//! __idol_spi_alone_in_its_module! { server "Spi" ".." SpiOperation __idol_spi_proofs {
//! ..
//! ```
//!
//! A client that has no runtime beside it brings the macro along:
//!
//! ```text
//! macro_rules! __idol_spi_client {
//! ..
//! $(
//! #[allow(bindings_with_variant_name, ..)]
//! $item
//! )*
//! };
//! (server $($item:tt)*) => { ::core::compile_error!(".."); };
//! }
//! use __idol_spi_client as __idol_spi_alone_in_its_module; // ..
//! __idol_spi_alone_in_its_module! { client "Spi" ".." __idol_spi_proofs {
//! ..
//! ```
//!
//! The runtime's has the client's name too, and rows of its operations.
//!
//! Where the other side stands in the same module, its import has that name:
//! its macro says so, and takes the items away. Each of them would be an error.
//!
//! A private module would do the same for private items, but names of types
//! are looked up where the stub stands, by way of `self` and `super`, too, and
//! its items must hide what a user's glob imports bring along.

use super::proofs::{functions, same_sizes};
use super::scope::Scope;
use super::side::Side;
use super::writer::{Writer, line};
use super::{copied, names};
use crate::dialect::Dialect;
use crate::model::Interface;

/// Writes the items that `items` writes, which may have any style. None of
/// them is a macro's. Where the macro is the runtime's, `rows` writes what
/// operations are.
pub(super) fn any_style(
    w: &mut Writer,
    original: &Interface,
    dialect: &Dialect,
    side: Side,
    scope: &Scope<'_>,
    rows: impl FnOnce(&mut Writer),
    items: impl FnOnce(&mut Writer),
) {
    let interface = &scope.interface;
    let alone = names::private(interface, "alone_in_its_module");
    let proofs = names::private(interface, "proofs");
    let name = interface.name.as_str();
    let place = scope.told_at_interface();
    let told = format!("// {place}A `mod` of its own for each side.");
    match side {
        Side::Server => {
            let operation = names::operation_enum(interface);
            line!(w, "use ::idol_runtime::server_items as {alone}; {told}");
            line!(
                w,
                "{alone}! {{ server \"{name}\" \"{place}\" {operation} {proofs} {{"
            );
        }
        Side::Client => {
            if dialect.has_runtime {
                line!(w, "use ::idol_runtime::client_items as {alone}; {told}");
            } else {
                definition(w, interface, &place);
                line!(
                    w,
                    "use {} as {alone}; {told}",
                    names::private(interface, "client")
                );
            }
            // Traces have values where the macro is the runtime's.
            let client = match dialect.has_runtime {
                true => format!("{} ", names::rust(&interface.name)),
                false => String::new(),
            };
            line!(
                w,
                "{alone}! {{ client \"{name}\" \"{place}\" {client}{proofs} {{"
            );
        }
    }
    scope.needs.write(w);
    w.text("} {");
    same_sizes(w, original, scope);
    if dialect.has_runtime {
        w.text("} {");
        rows(w);
    }
    w.text("}");
    scope.write(w);
    functions(w, scope, side);
    items(w);
    w.text("}");
}

/// The macro of a client that has no runtime beside it: what
/// `idol_runtime::client_items` does.
fn definition(w: &mut Writer, interface: &Interface, place: &str) {
    let name = names::private(interface, "client");
    line!(w, "macro_rules! {name} {{");
    w.verbatim(copied::PROOFS);
    line!(
        w,
        "(server $($item:tt)*) => {{ ::core::compile_error!(\"{place}the \
         client and a server of `{}` are in one module: give each a `mod` \
         of its own\"); }};",
        interface.name
    );
    w.text("}");
}
