//! What calls are expected with, and what answers them:
//!
//! ```text
//! pub struct Spi_EXPECT<'__k, __M>(::kit::Expecting<'__k, __M>);
//!
//! impl<'__k, __M> Spi_EXPECT<'__k, __M> {
//!     pub fn read(
//!         self,
//!         device: impl ::kit::Argument<u8>,
//!         sink: impl ::kit::Lent<[u8]>,
//!     ) -> ::kit::Expected<'__k, __idol_spi_fake_server::Spi_read_PENDING, __M> {
//!         self.0.call("read")
//!             .argument("device", device, |__it: &u8| ::kit::shown!(__it))
//!             .lease::<[u8]>("sink", sink)
//!     }
//!     ..
//! }
//!
//! impl ::kit::Pending for __idol_spi_fake_server::Spi_read_PENDING {
//!     type Ok = ();
//!     type Err = SpiError;
//!     fn answer(
//!         self,
//!         __result: ::core::result::Result<
//!             Self::Ok, ::idol_runtime::RequestError<Self::Err>,
//!         >,
//!     ) {
//!         self.answer(__result)
//!     }
//! ```

use super::nested;
use crate::emit::docs;
use crate::emit::names as generated;
use crate::emit::writer::{Writer, block, line};
use crate::model::{Extent, Failure, Interface, Lease, Operation};
use crate::names;

pub(super) fn expect(w: &mut Writer<'_>, interface: &Interface) {
    let iface = interface.name.as_str();
    let expect = names::expect(iface);
    w.blank();
    line!(
        w,
        "/// Which call is expected. A method for each operation of"
    );
    line!(
        w,
        "/// `{iface}`, with what is expected of arguments and leases."
    );
    line!(
        w,
        "pub struct {expect}<'__k, __M>(::kit::Expecting<'__k, __M>);"
    );
    w.blank();
    let methods = |w: &mut Writer<'_>| {
        for op in &interface.operations {
            method(w, interface, op);
        }
    };
    block!(w, methods, "impl<'__k, __M> {expect}<'__k, __M> {{");
    for op in &interface.operations {
        w.blank();
        pending(w, interface, op);
    }
}

/// What is lent, as a type.
pub(super) fn lent(lease: &Lease) -> String {
    match &lease.extent {
        Extent::Value(ty) => ty.as_str().to_owned(),
        Extent::Slice { element, .. } => format!("[{element}]"),
    }
}

fn method(w: &mut Writer<'_>, interface: &Interface, op: &Operation) {
    if let Some(doc) = &op.doc {
        docs::text(w, doc);
    }
    line!(w, "pub fn {}(", generated::rust(&op.name));
    w.indented(|w| {
        w.text("self,");
        for argument in &op.arguments {
            let name = generated::rust(&argument.name);
            line!(w, "{name}: impl ::kit::Argument<{}>,", argument.ty);
        }
        for lease in &op.leases {
            let name = generated::rust(&lease.name);
            line!(w, "{name}: impl ::kit::Lent<{}>,", lent(lease));
        }
    });
    let body = |w: &mut Writer<'_>| {
        line!(w, "self.0.call(\"{}\")", op.name);
        for argument in &op.arguments {
            line!(
                w,
                "    .argument(\"{}\", {}, |__it: &{}| ::kit::shown!(__it))",
                argument.name,
                generated::rust(&argument.name),
                argument.ty
            );
        }
        for lease in &op.leases {
            line!(
                w,
                "    .lease::<{}>(\"{}\", {})",
                lent(lease),
                lease.name,
                generated::rust(&lease.name)
            );
        }
    };
    block!(
        w,
        body,
        ") -> ::kit::Expected<'__k, {}::{}, __M> {{",
        nested::server(interface),
        generated::pending(interface, op)
    );
}

/// The type of an operation's errors.
pub(super) fn error(op: &Operation) -> &str {
    match &op.reply.failure {
        Failure::Simple | Failure::ServerDeath => "::core::convert::Infallible",
        Failure::CLike(error) | Failure::Complex { error, .. } => {
            error.as_str()
        }
    }
}

fn pending(w: &mut Writer<'_>, interface: &Interface, op: &Operation) {
    let body = |w: &mut Writer<'_>| {
        line!(w, "type Ok = {};", op.reply.ok);
        line!(w, "type Err = {};", error(op));
        w.text("fn answer(");
        w.text("    self,");
        w.text("    __result: ::core::result::Result<");
        w.text("        Self::Ok, ::idol_runtime::RequestError<Self::Err>,");
        w.text("    >,");
        w.text(") {");
        w.text("    self.answer(__result)");
        w.text("}");
        for (name, ty) in [("ok", "Ok"), ("err", "Err")] {
            line!(
                w,
                "fn shown_{name}(__it: &Self::{ty}) -> \
                 ::std::string::String {{"
            );
            w.text("    ::kit::shown!(__it)");
            w.text("}");
        }
    };
    let handle = generated::pending(interface, op);
    let server = nested::server(interface);
    block!(w, body, "impl ::kit::Pending for {server}::{handle} {{");
}
