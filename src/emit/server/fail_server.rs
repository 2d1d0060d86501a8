//! A server that fails every operation with one error:
//!
//! ```text
//! pub struct FailServer<__E = __idol_spi_types::SpiError> {
//!     err: __E,
//! }
//! ..
//! impl<__E> InOrderSpiImpl for FailServer<__E>
//! where
//!     __E: ::core::clone::Clone
//!         + ::core::convert::Into<__idol_spi_types::SpiError>,
//! { .. }
//! ```
//!
//! Where errors are of several types, the bound has all of them, and what has no
//! error of its own is refused.
//!
//! The parameter makes the bound `Clone` one that the compiler may find
//! unmet: then `FailServer` is no server, and nobody minds.

use super::style::{self, Form, Own};
use crate::dialect::{self, Dialect, FailServer, common_error};
use crate::emit::names::{self, FAIL_SERVER};
use crate::emit::writer::{Writer, block, line};
use crate::model::{Failure, Interface};
use crate::settings::ServerStyle;

pub(super) fn fail_server(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
) {
    let demanded = match dialect.fail_server {
        FailServer::None => return,
        FailServer::WhereErrorIsClone => false,
        FailServer::Demanded | FailServer::Mixed => true,
    };
    let errors = dialect::errors(interface);
    if dialect.fail_server != FailServer::Mixed
        && common_error(interface).is_none()
    {
        return;
    }
    let default = match errors.as_slice() {
        [error] => format!("__E = {}", error.shown()),
        _ => "__E".to_owned(),
    };
    w.blank();
    line!(w, "/// A server that fails every operation with one error.");
    let fields = |w: &mut Writer| w.text("err: __E,");
    block!(w, fields, "pub struct {FAIL_SERVER}<{default}> {{");
    w.blank();
    let body = |w: &mut Writer| {
        w.text("/// A server that fails every operation with this error.");
        let new = |w: &mut Writer| w.text("Self { err: __err }");
        block!(w, new, "pub fn new(__err: __E) -> Self {{");
    };
    block!(w, body, "impl<__E> {FAIL_SERVER}<__E> {{");
    w.blank();
    let body = |w: &mut Writer| {
        let mask = |w: &mut Writer| w.text("0");
        block!(w, mask, "fn current_notification_mask(&self) -> u32 {{");
        w.blank();
        w.text("fn handle_notification(&mut self, _: ::userlib::NotificationBits) {}");
    };
    block!(
        w,
        body,
        "impl<__E> ::idol_runtime::NotificationHandler for {FAIL_SERVER}<__E> {{"
    );
    w.blank();
    let form = match dialect.style {
        ServerStyle::InOrder => Form::InOrder,
        ServerStyle::Pipelined => Form::Replies,
    };
    line!(
        w,
        "impl<__E> {} for {FAIL_SERVER}<__E>",
        form.name(interface)
    );
    w.text("where");
    let into: String = errors
        .iter()
        .map(|error| format!(" + ::core::convert::Into<{}>", error.shown()))
        .collect();
    line!(w, "    __E: ::core::clone::Clone{into},");
    let methods = |w: &mut Writer| {
        for (index, op) in interface.operations.iter().enumerate() {
            if index > 0 {
                w.blank();
            }
            line!(w, "fn {}(", names::rust(&op.name));
            w.indented(|w| {
                style::parameters(w, interface, op, form, Own::InScope)
            });
            let has_error = matches!(
                op.reply.failure,
                Failure::CLike(_) | Failure::Complex { .. }
            );
            match dialect.style {
                ServerStyle::InOrder => {
                    let fail = |w: &mut Writer| {
                        w.text("::core::result::Result::Err(");
                        if has_error {
                            w.text(
                                "    ::idol_runtime::RequestError::Runtime(",
                            );
                            w.indented(|w| w.indented(error_of_it));
                        } else {
                            w.text("    ::idol_runtime::RequestError::Fail(");
                            w.indented(|w| w.indented(refusal));
                        }
                        w.text("    ),");
                        w.text(")");
                    };
                    let returned = style::returned(op, dialect);
                    block!(w, fail, ") -> {returned} {{");
                }
                ServerStyle::Pipelined => {
                    let fail = |w: &mut Writer| {
                        if has_error {
                            w.text("__reply.err(");
                            w.indented(error_of_it);
                        } else {
                            w.text("__reply.fail(");
                            w.indented(refusal);
                        }
                        w.text(");");
                    };
                    block!(w, fail, ") {{");
                }
            }
        }
    };
    block!(w, methods, "{{");
    if demanded && let [error] = errors.as_slice() {
        w.blank();
        w.text("// The build script demands a `FailServer`.");
        let check = |w: &mut Writer| {
            w.text("fn __is_clone<__E: ::core::clone::Clone>() {}");
            line!(w, "let _ = __is_clone::<{error}>;");
        };
        w.block(format_args!("const _: () = {{"), "};", check);
    }
}

/// The expression for the error that every operation fails with.
fn error_of_it(w: &mut Writer) {
    w.text("::core::convert::Into::into(");
    w.text("    ::core::clone::Clone::clone(&self.err),");
    w.text("),");
}

/// What an operation is refused with that has no error.
fn refusal(w: &mut Writer) {
    w.text("::idol_runtime::ClientError::UnknownOperation,");
}
