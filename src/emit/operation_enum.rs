//! The operations, numbered as on the wire:
//!
//! ```text
//! #[derive(Copy, Clone, Debug, Eq, PartialEq, ::userlib::FromPrimitive)]
//! pub enum SpiOperation {
//!     read = 1,
//!     write = 2,
//! }
//! ```

use super::names;
use super::writer::{Writer, block, line};
use crate::dialect::Dialect;
use crate::model::Interface;

pub(super) fn operation_enum(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
) {
    let name = names::operation_enum(interface);
    line!(w, "/// The operations of `{}`.", interface.name);
    if interface.operations.is_empty() {
        // `FromPrimitive` cannot be derived for an enum without variants.
        line!(w, "#[derive(Copy, Clone, Debug, Eq, PartialEq)]");
    } else {
        line!(
            w,
            "#[derive(Copy, Clone, Debug, Eq, PartialEq, \
             ::userlib::FromPrimitive)]"
        );
    }
    for derive in &dialect.op_enum_derives {
        line!(w, "#[derive({derive})]");
    }
    let variants = |w: &mut Writer| {
        for op in &interface.operations {
            line!(w, "{} = {},", names::rust(&op.name), op.number);
        }
    };
    block!(w, variants, "pub enum {name} {{");
    if interface.operations.is_empty() {
        w.blank();
        let from = |w: &mut Writer| {
            for integer in ["i64", "u64"] {
                let body = |w: &mut Writer| {
                    w.text("::core::option::Option::None");
                };
                block!(
                    w,
                    body,
                    "fn from_{integer}(_: {integer}) -> \
                     ::core::option::Option<Self> {{"
                );
            }
        };
        block!(w, from, "impl ::userlib::FromPrimitive for {name} {{");
    }
}
