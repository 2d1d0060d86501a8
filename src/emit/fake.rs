//! Stand-ins of an interface for tests on hosts: a server whose answers a test
//! scripts, a client whose requests it spoils, and what decodes a trace. The
//! package `kit` has all that is not of the interface:
//!
//! ```text
//! pub type FakeSpi = ::kit::Fake<Spi_INTERFACE>;
//! ```
//!
//! A fake is a pipelined server, whose stub stands here in a module of its own;
//! in another are a client, which makes the requests that are spoilt, and the
//! functions that decode replies.

mod decode;
mod expect;
mod interface;
mod nested;
mod raw;
mod serve;
mod vectors;

use super::scope::Scope;
use super::side::Side;
use super::writer::{Writer, block, line, written};
use super::{client, server};
use crate::dialect::Dialect;
use crate::embed::Piece;
use crate::model::Interface;
use crate::names;

/// Names are the interface's, and what is used of them is the tests' business.
const LINTS: &str = "\
bindings_with_variant_name, clippy::all, dead_code, missing_debug_implementations, \
missing_docs, nonstandard_style, private_bounds, private_interfaces, rustdoc::all, \
single_use_lifetimes, unnameable_types, unreachable_pub, unused_imports, \
unused_qualifications, unused_variables";

/// The text of an interface's stand-ins.
pub(crate) fn fake(
    interface: &Interface,
    dialect: &Dialect,
    embedded: &[Piece],
) -> String {
    let iface = interface.name.as_str();
    let inside = nested::nested(interface);
    written(|w| {
        line!(
            w,
            "// Stand-ins of `{iface}` for tests. Generated; do not edit."
        );
        w.blank();
        let body = |w: &mut Writer<'_>| {
            w.text("use super::*;");
            w.verbatim(&server::server(&inside, dialect, embedded, None));
        };
        let module = nested::server(interface);
        block!(w, body, "#[allow(unused_imports)] mod {module} {{");
        w.blank();
        let body = |w: &mut Writer<'_>| {
            w.text("use super::*;");
            w.verbatim(&client::client(&inside, dialect, None));
            let scope = Scope::new(&inside, dialect, Side::Client, None);
            any_style(w, iface, "decoders", |w| {
                decode::decode(w, &scope.interface);
            });
        };
        let module = nested::client(interface);
        block!(w, body, "#[allow(unused_imports)] mod {module} {{");
        w.blank();
        any_style(w, iface, "fake", |w| {
            line!(w, "/// A server of `{iface}` whose answers a test scripts.");
            line!(
                w,
                "pub type {} = ::kit::Fake<{}>;",
                names::fake(iface),
                names::interface(iface)
            );
            w.blank();
            interface::interface(w, interface);
            expect::expect(w, interface);
            serve::serve(w, interface);
            raw::raw(w, interface);
            vectors::vectors(w, interface);
        });
    })
}

/// Items that may have any style: a macro of this name allows it for each.
fn any_style(
    w: &mut Writer<'_>,
    iface: &str,
    name: &str,
    items: impl FnOnce(&mut Writer<'_>),
) {
    let lower = iface.to_lowercase();
    let name = names::private(&lower, name);
    let definition = |w: &mut Writer<'_>| {
        let each = |w: &mut Writer<'_>| {
            line!(w, "$(#[allow({LINTS})] $item)*");
        };
        w.block(format_args!("($($item:item)*) => {{"), "};", each);
    };
    block!(w, definition, "macro_rules! {name} {{");
    line!(w, "{name}! {{");
    items(w);
    w.text("}");
}
