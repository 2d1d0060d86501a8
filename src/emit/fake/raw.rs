//! Requests to be spoilt:
//!
//! ```text
//! pub struct RawSpi;
//!
//! impl RawSpi {
//!     pub fn read(device: u8, sink: &mut [u8]) -> ::kit::Message {
//!         ::kit::Message::of::<Spi_INTERFACE>(|__server| {
//!             let _ = __idol_spi_fake_client::Spi::from(__server).read(device, sink);
//!         })
//!     }
//!     ..
//! }
//! ```

use super::expect::lent;
use super::nested;
use crate::emit::docs;
use crate::emit::names as generated;
use crate::emit::writer::{Writer, block, line};
use crate::model::{Access, Interface, Operation};
use crate::names;

pub(super) fn raw(w: &mut Writer<'_>, interface: &Interface) {
    let iface = interface.name.as_str();
    let raw = names::raw(iface);
    w.blank();
    line!(
        w,
        "/// Makes requests of `{iface}` that can be spoilt before they"
    );
    w.text("/// are sent. A function for each operation.");
    line!(w, "pub struct {raw};");
    w.blank();
    let functions = |w: &mut Writer<'_>| {
        for op in &interface.operations {
            function(w, interface, op);
        }
    };
    block!(w, functions, "impl {raw} {{");
}

fn function(w: &mut Writer<'_>, interface: &Interface, op: &Operation) {
    if let Some(doc) = &op.doc {
        docs::text(w, doc);
    }
    line!(w, "pub fn {}(", generated::rust(&op.name));
    w.indented(|w| {
        for argument in &op.arguments {
            let name = generated::rust(&argument.name);
            line!(w, "{name}: {},", argument.ty);
        }
        for lease in &op.leases {
            let reference = match lease.access {
                Access::Read => "&",
                Access::Write | Access::ReadWrite => "&mut ",
            };
            let name = generated::rust(&lease.name);
            line!(w, "{name}: {reference}{},", lent(lease));
        }
    });
    let arguments = op.arguments.iter().map(|it| generated::rust(&it.name));
    let leases = op.leases.iter().map(|it| generated::rust(&it.name));
    let all: Vec<_> = arguments.chain(leases).collect();
    let body = |w: &mut Writer<'_>| {
        let marker = names::interface(interface.name.as_str());
        let call = |w: &mut Writer<'_>| {
            line!(
                w,
                "let _ = {}::{}::from(__server).{}({});",
                nested::client(interface),
                generated::rust(&interface.name),
                generated::rust(&op.name),
                all.join(", ")
            );
        };
        w.block(
            format_args!("::kit::Message::of::<{marker}>(|__server| {{"),
            "})",
            call,
        );
    };
    block!(w, body, ") -> ::kit::Message {{");
}
