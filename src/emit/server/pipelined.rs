//! What turns a server with reply handles into one without: dispatch knows
//! only the latter.
//!
//! ```text
//! impl<__S: UartReplies> PipelinedUartImpl for __S {
//!     ..
//!     fn read(
//!         &mut self,
//!         __msg: &::userlib::RecvMessage,
//!         sink: ::idol_runtime::Leased<::idol_runtime::W, [u8]>,
//!     ) {
//!         let __reply = Uart_read_PENDING {
//!             unanswered: ::idol_runtime::Unanswered::of(__msg),
//!             len_of_sink: ::idol_runtime::Lent::kept_len(&sink),
//!         };
//!         <__S as UartReplies>::read(
//!             self,
//!             __msg,
//!             __reply,
//!         );
//!     }
//! }
//! ```

use super::handle::{self, kept_leases};
use super::style::{self, Form, Own};
use crate::dialect::Dialect;
use crate::emit::names;
use crate::emit::writer::{Writer, block, line};
use crate::model::{Interface, Operation};
use crate::settings::ServerStyle;

/// Handles, the trait of servers that use them, and what makes those servers.
/// Of any other style, nothing.
pub(super) fn pipelined(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
) {
    match dialect.style {
        ServerStyle::InOrder => return,
        ServerStyle::Pipelined => {}
    }
    w.blank();
    style::server_trait(w, interface, dialect, Form::Replies);
    for op in &interface.operations {
        w.blank();
        handle::handle(w, interface, op, dialect);
    }
    w.blank();
    let replies = Form::Replies.name(interface);
    let raw = Form::Pipelined.name(interface);
    let body = |w: &mut Writer| {
        style::closed_receive(w, replies, "self", "self");
        for op in &interface.operations {
            w.blank();
            line!(w, "fn {}(", names::rust(&op.name));
            w.indented(|w| {
                style::parameters(
                    w,
                    interface,
                    op,
                    Form::Pipelined,
                    Own::InScope,
                );
            });
            let body = |w: &mut Writer| with_handle(w, interface, op);
            block!(w, body, ") {{");
        }
    };
    block!(w, body, "impl<__S: {replies}> {raw} for __S {{");
}

/// Makes the handle and calls the server's function.
fn with_handle(w: &mut Writer, interface: &Interface, op: &Operation) {
    let handle = names::pending(interface, op);
    let fields = |w: &mut Writer| {
        line!(w, "unanswered: ::idol_runtime::Unanswered::of(__msg),");
        for (_, lease) in kept_leases(op) {
            line!(
                w,
                "{}: ::idol_runtime::Lent::kept_len(&{}),",
                handle::field(lease),
                names::rust(&lease.name)
            );
        }
    };
    w.block(format_args!("let __reply = {handle} {{"), "};", fields);
    line!(
        w,
        "<__S as {}>::{}(",
        Form::Replies.name(interface),
        names::rust(&op.name)
    );
    w.indented(|w| {
        w.text("self,");
        w.text("__msg,");
        for argument in &op.arguments {
            line!(w, "{},", names::rust(&argument.name));
        }
        w.text("__reply,");
    });
    w.text(");");
}
