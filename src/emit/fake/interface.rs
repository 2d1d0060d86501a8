//! The interface as `kit` knows it:
//!
//! ```text
//! pub enum Spi_INTERFACE {}
//!
//! impl ::kit::Interface for Spi_INTERFACE {
//!     const NAME: &'static str = "Spi";
//!     const OPERATIONS: &'static [::kit::Operation] = &[
//!         ::kit::Operation {
//!             number: 1,
//!             name: "read",
//!             leases: &[
//!                 ::kit::Lease {
//!                     name: "sink",
//!                     access: ::userlib::LeaseAttributes::WRITE,
//!                     size: ::core::mem::size_of::<u8>(),
//!                     is_slice: true,
//!                 },
//!             ],
//!             decode: __idol_spi_fake_client::__idol_spi_decode_1,
//!             death: __idol_spi_fake_client::__idol_spi_death_1,
//!         },
//!         ..
//!     ];
//!     ..
//! }
//! ```

use super::nested;
use crate::emit::names as generated;
use crate::emit::writer::{Writer, block, line};
use crate::model::{Access, Extent, Interface, Operation};
use crate::names;

pub(super) fn interface(w: &mut Writer<'_>, interface: &Interface) {
    let iface = interface.name.as_str();
    let marker = names::interface(iface);
    let server = nested::server(interface);
    line!(w, "/// `{iface}`, as `kit` knows it.");
    line!(w, "pub enum {marker} {{}}");
    w.blank();
    let body = |w: &mut Writer<'_>| {
        line!(w, "const NAME: &'static str = \"{iface}\";");
        let operations = |w: &mut Writer<'_>| {
            for op in &interface.operations {
                operation(w, interface, op);
            }
        };
        w.block(
            format_args!("const OPERATIONS: &'static [::kit::Operation] = &["),
            "];",
            operations,
        );
        line!(
            w,
            "const INCOMING_SIZE: usize = {server}::{};",
            generated::INCOMING_SIZE
        );
        let expect = names::expect(iface);
        line!(w, "type Expect<'__k, __M> = {expect}<'__k, __M>;");
        let new = |w: &mut Writer<'_>| line!(w, "{expect}(__expecting)");
        block!(
            w,
            new,
            "fn expect<__M>(__expecting: ::kit::Expecting<'_, __M>) \
             -> {expect}<'_, __M> {{"
        );
        let ops = generated::operation_enum(interface);
        let dispatch = |w: &mut Writer<'_>| {
            line!(
                w,
                "::idol_runtime::dispatch::<_, {server}::{ops}>(__buffer, __server)"
            );
        };
        block!(
            w,
            dispatch,
            "fn dispatch(__buffer: &mut [u8], \
             __server: &mut ::kit::Server<Self>) {{"
        );
    };
    block!(w, body, "impl ::kit::Interface for {marker} {{");
}

fn operation(w: &mut Writer<'_>, interface: &Interface, op: &Operation) {
    let module = nested::client(interface);
    let number = op.number;
    let body = |w: &mut Writer<'_>| {
        line!(w, "number: {number},");
        line!(w, "name: \"{}\",", op.name);
        let leases = |w: &mut Writer<'_>| {
            for lease in &op.leases {
                let access = match lease.access {
                    Access::Read => "READ",
                    Access::Write => "WRITE",
                    Access::ReadWrite => {
                        "READ.union(\
                        ::userlib::LeaseAttributes::WRITE)"
                    }
                };
                let (ty, is_slice) = match &lease.extent {
                    Extent::Value(ty) => (ty.as_str(), false),
                    Extent::Slice { element, .. } => (element.as_str(), true),
                };
                let parts = |w: &mut Writer<'_>| {
                    line!(w, "name: \"{}\",", lease.name);
                    line!(w, "access: ::userlib::LeaseAttributes::{access},");
                    line!(w, "size: ::core::mem::size_of::<{ty}>(),");
                    line!(w, "is_slice: {is_slice},");
                };
                w.block(format_args!("::kit::Lease {{"), "},", parts);
            }
        };
        w.block(format_args!("leases: &["), "],", leases);
        let part = |what| names::private(&interface.lower, what);
        line!(w, "decode: {module}::{}{number},", part("decode_"));
        line!(w, "death: {module}::{}{number},", part("death_"));
    };
    w.block(format_args!("::kit::Operation {{"), "},", body);
}
