//! What makes `kit`'s server one of the interface:
//!
//! ```text
//! impl __idol_spi_fake_server::SpiReplies for ::kit::Server<Spi_INTERFACE> {
//!     fn read(
//!         &mut self,
//!         __msg: &::userlib::RecvMessage,
//!         device: u8,
//!         __reply: __idol_spi_fake_server::Spi_read_PENDING,
//!     ) {
//!         let __request = ::kit::Request::new(
//!             __msg, &<Spi_INTERFACE as ::kit::Interface>::OPERATIONS[0],
//!         );
//!         let __request =
//!             __request.argument("device", ::kit::shown!(&device), device);
//!         self.take(__request, __reply);
//!     }
//!     ..
//! }
//! ```

use super::nested;
use crate::emit::names as generated;
use crate::emit::writer::{Writer, block, line};
use crate::model::{Interface, Operation};
use crate::names;

pub(super) fn serve(w: &mut Writer<'_>, interface: &Interface) {
    let iface = interface.name.as_str();
    let marker = names::interface(iface);
    w.blank();
    let methods = |w: &mut Writer<'_>| {
        for (index, op) in interface.operations.iter().enumerate() {
            method(w, interface, op, index);
        }
    };
    let replies = generated::replies_trait(interface);
    let server = nested::server(interface);
    block!(
        w,
        methods,
        "impl {server}::{replies} for ::kit::Server<{marker}> {{"
    );
}

fn method(
    w: &mut Writer<'_>,
    interface: &Interface,
    op: &Operation,
    index: usize,
) {
    line!(w, "fn {}(", generated::rust(&op.name));
    w.indented(|w| {
        w.text("&mut self,");
        w.text("__msg: &::userlib::RecvMessage,");
        for argument in &op.arguments {
            let name = generated::rust(&argument.name);
            line!(w, "{name}: {},", argument.ty);
        }
        let server = nested::server(interface);
        line!(
            w,
            "__reply: {server}::{},",
            generated::pending(interface, op)
        );
    });
    let body = |w: &mut Writer<'_>| {
        line!(
            w,
            "let __request = ::kit::Request::new(\
             __msg, &<{} as ::kit::Interface>::OPERATIONS[{index}]);",
            names::interface(interface.name.as_str())
        );
        for argument in &op.arguments {
            let name = generated::rust(&argument.name);
            line!(
                w,
                "let __request = __request.argument(\
                 \"{}\", ::kit::shown!(&{name}), {name});",
                argument.name
            );
        }
        w.text("self.take(__request, __reply);");
    };
    block!(w, body, ") {{");
}
