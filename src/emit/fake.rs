//! Stand-ins of an interface for tests on hosts: a server whose answers a test
//! scripts, a client whose requests it spoils, and what decodes a trace. The
//! package `kit` has all that is not of the interface:
//!
//! ```text
//! pub type FakeSpi = ::kit::Fake<Spi_INTERFACE>;
//! ```
//!
//! A fake is a pipelined server, whose stub stands here with a client that
//! encodes what the raw one spoils; so a file of this has all it needs.

mod decode;
mod expect;
mod interface;
mod raw;
mod serve;
mod vectors;

use super::any_style::any_style;
use super::prelude::prelude;
use super::proofs::Side;
use super::writer::{line, written};
use super::{client, server};
use crate::dialect::Dialect;
use crate::model::Interface;
use crate::names;

/// The text of an interface's stand-ins.
pub(crate) fn fake(interface: &Interface, dialect: &Dialect) -> String {
    let iface = interface.name.as_str();
    written(|w| {
        line!(
            w,
            "// Stand-ins of `{iface}` for tests. Generated; do not edit."
        );
        w.blank();
        prelude(w, interface, "{UnwrapLite, sys_send}");
        any_style(w, interface, Side::Server, |w| {
            server::items(w, interface, dialect);
            w.blank();
            client::beside_server(w, interface, dialect);
            w.blank();
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
            decode::decode(w, interface);
        });
    })
}
