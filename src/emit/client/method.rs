//! One operation's method. For `read`, number 1, of `Spi`:
//!
//! ```text
//! /// Operation 1 on the wire, sent once: the server's death is an error.
//! pub fn read(&self, device: u8, sink: &mut [u8]) -> ::core::result::Result<(), __idol_spi_types::SpiError> {
//!     if sink.len() > 65535 {
//!         __idol_spi_lease_too_long("lease `sink` of `read`")
//!     }
//!     let __call = device;
//!     let (__code, _) = ::userlib::sys_send(
//!         self.server.get(), SpiOperation::read as u16,
//!         ::zerocopy::IntoBytes::as_bytes(&__call),
//!         ::zerocopy::IntoBytes::as_mut_bytes(&mut [0_u32; 0]),
//!         &[::userlib::Lease::write_only(sink)],
//!     );
//!     if __code == 0 {
//!         ::core::result::Result::Ok(())
//!     } else {
//!         ::core::result::Result::Err(
//!             __idol_spi_error_1(&self.server, __code)
//!         )
//!     }
//! }
//! ```

mod error;
mod message;
mod reply;
mod shared;

use std::borrow::Cow;
use std::fmt::{self, Display};

use super::defect::Defect;
use super::error::{Errors, FromCode};
use super::same::Shared;
use super::send::{self, Nothing, Parts};
use crate::dialect::{Dialect, OnDeath};
use crate::emit::forms::Forms;
use crate::emit::writer::{Writer, block, line};
use crate::emit::{counting, docs, empty, names};
use crate::model::{Access, Extent, Failure, Interface, Operation, Ty};
use crate::pieces::by;
use message::lend_all;
use reply::{Buffer, REPLY};
use shared::Method;

/// The method for an operation.
pub(super) fn method(
    w: &mut Writer,
    interface: &Interface,
    op: &Operation,
    dialect: &Dialect,
    errors: &Errors<'_>,
    nothing: Nothing,
    shared: Option<Shared>,
) {
    Method {
        interface,
        op,
        dialect,
        errors,
        nothing,
        shared,
        broken: Defect::ProtocolBroken.function(interface),
        forms: Forms::new(interface),
    }
    .write(w);
}

/// The structs that methods send arguments in.
pub(super) fn packed_structs(w: &mut Writer, interface: &Interface) {
    message::packed_structs(w, interface);
}

/// Whether the client decodes what an operation answers.
pub(super) fn decodes(op: &Operation) -> bool {
    match op.reply.failure {
        Failure::Complex { .. } => true,
        Failure::Simple | Failure::CLike(_) | Failure::ServerDeath => {
            empty::reply(&op.reply).is_none()
        }
    }
}

impl Method<'_> {
    fn write(&self, w: &mut Writer) {
        self.docs(w);
        if Defect::LeaseTooLong.threatens(self.op, self.dialect) {
            // It would cost flash.
            w.text("#[cfg_attr(not(target_os = \"none\"), track_caller)]");
        }
        let name = names::rust(&self.op.name);
        let (parameters, returned) = (self.parameters(), self.returned());
        let body = |w: &mut Writer| self.body(w);
        let Some(shared) = self.shared else {
            block!(
                w,
                body,
                "pub fn {name}(&self{parameters}) -> {returned} {{"
            );
            return;
        };
        let function = shared.function(self.interface);
        line!(w, "pub fn {name}(&self{parameters}) -> {returned} {{");
        w.indented(|w| self.call(w, &function));
        w.text("}");
        if shared.is_first {
            w.blank();
            let number = names::local!("operation");
            let counted = by(|f| match self.counts() {
                true => self.counted(f),
                false => Ok(()),
            });
            block!(
                w,
                body,
                "fn {function}(&self{parameters}, {number}: u16{counted}) -> \
                 {returned} {{"
            );
        }
    }

    /// Calls the function that does it for several operations.
    fn call(&self, w: &mut Writer, function: &impl Display) {
        let passed = by(|f| {
            for argument in &self.op.arguments {
                write!(f, "{}, ", names::rust(&argument.name))?;
            }
            write!(f, "{}", self.number())?;
            match self.counts() {
                true => write!(f, ", &{}", self.own_counters()),
                false => Ok(()),
            }
        });
        line!(w, "self.{function}({passed})");
    }

    /// The expression for the operation's number.
    fn number(&self) -> impl Display {
        by(|f| {
            let operations = names::operation_enum(self.interface);
            write!(f, "{operations}::{} as u16", names::rust(&self.op.name))
        })
    }

    /// The parameter that is a reference to the operation's counters.
    fn counted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, ", {}: &<", names::local!("counted"))?;
        let error = match &self.op.reply.failure {
            Failure::Simple => None,
            Failure::CLike(error) | Failure::Complex { error, .. } => {
                Some(error.as_str())
            }
            Failure::ServerDeath => Some("::idol_runtime::ServerDeath"),
        };
        match error {
            None => f.write_str("()")?,
            Some(error) => {
                write!(f, "::core::result::Result<(), {error}>")?;
            }
        }
        f.write_str(" as ::counters::Count>::Counters")
    }

    fn docs(&self, w: &mut Writer) {
        if let Some(doc) = &self.op.doc {
            docs::text(w, doc);
            w.text("///");
        }
        let number = self.op.number;
        match self.dialect.on_death(self.op) {
            OnDeath::RetryForEver => line!(
                w,
                "/// Operation {number} on the wire, sent again until the \
                 server answers."
            ),
            OnDeath::Report { attempts } => {
                let times = match attempts.get() {
                    1 => "once".to_owned(),
                    n => format!("at most {n} times"),
                };
                line!(
                    w,
                    "/// Operation {number} on the wire, sent {times}: the \
                     server's death is an error."
                );
            }
        }
        docs::parts(w, self.op);
        let limited =
            self.op
                .leases
                .iter()
                .filter_map(|lease| match &lease.extent {
                    Extent::Value(_) | Extent::Slice { max_len: None, .. } => {
                        None
                    }
                    Extent::Slice {
                        max_len: Some(max), ..
                    } => Some((&lease.name, max)),
                });
        for (index, (name, max)) in limited.enumerate() {
            if index == 0 {
                w.text("///");
                w.text("/// # Panics");
                w.text("///");
            }
            line!(w, "/// If `{name}` has more than {max} elements.");
        }
    }

    /// The parameters behind `self`.
    fn parameters(&self) -> impl Display {
        by(|f| {
            for argument in &self.op.arguments {
                let name = names::rust(&argument.name);
                write!(f, ", {name}: {}", argument.ty.shown())?;
            }
            for lease in &self.op.leases {
                let reference = match lease.access {
                    Access::Read => "&",
                    Access::Write | Access::ReadWrite => "&mut ",
                };
                let name = names::rust(&lease.name);
                match &lease.extent {
                    Extent::Value(ty) => {
                        write!(f, ", {name}: {reference}{}", ty.shown())?;
                    }
                    Extent::Slice { element, .. } => {
                        let element = element.shown();
                        write!(f, ", {name}: {reference}[{element}]")?;
                    }
                }
            }
            Ok(())
        })
    }

    fn body(&self, w: &mut Writer) {
        self.lease_lengths(w);
        let message = self.message(w);
        let reply = self.reply_buffer(w);
        self.exchange(w, message, reply);
        match self.errors.maker(self.op) {
            Some(function) => self.by_code(w, reply, function),
            None => match &self.op.reply.failure {
                Failure::Complex { error, .. } => {
                    self.complex(w, reply, error);
                }
                Failure::Simple | Failure::CLike(_) | Failure::ServerDeath => {
                    self.simple(w, reply)
                }
            },
        }
    }

    /// Sends, and binds what the rest looks at: the code, the length.
    fn exchange(&self, w: &mut Writer, message: Option<&str>, reply: Buffer) {
        let code = match self.op.reply.failure {
            Failure::Simple => "_",
            Failure::CLike(_)
            | Failure::Complex { .. }
            | Failure::ServerDeath => self.code(),
        };
        let len = match reply {
            Buffer::None => "_",
            Buffer::Bytes | Buffer::Value | Buffer::WholeAnswer => self.len(),
        };
        let leases = lend_all(&self.op.leases);
        let parts = Parts {
            message,
            reply: reply.lent(),
            leases: (!self.op.leases.is_empty()).then_some(&leases),
        };
        let number = by(|f| match self.shared {
            Some(_) => f.write_str(names::local!("operation")),
            None => write!(f, "{}", self.number()),
        });
        let bound = by(|f| match (code, len) {
            ("_", "_") => f.write_str("_"),
            _ => write!(f, "({code}, {len})"),
        });
        if send::is_sent_again(self.op, self.dialect) {
            let in_place = send::sends_itself(self.op, self.shared);
            let sent = parts.sent_again(self.interface, &number, in_place);
            line!(w, "let {bound} = {sent};");
        } else {
            let to = by(|f| write!(f, "self.server.get(), {number}"));
            let sent = parts.sent_to(to, self.nothing);
            line!(w, "let {bound} = {sent};");
        }
    }

    /// What follows the exchange of an operation that cannot fail.
    fn simple(&self, w: &mut Writer<'_>, reply: Buffer) {
        let value = self.ok_value(w, reply);
        if self.counts() {
            counting::count(w, "&()", format_args!("{}", self.counters()));
        }
        if value != "()" {
            w.text(&value);
        }
    }

    /// What follows the exchange of an operation whose error a return code
    /// alone makes.
    fn by_code(&self, w: &mut Writer<'_>, reply: Buffer, function: FromCode) {
        let code = self.code();
        let error = self.failed(function);
        let ok = "::core::result::Result::Ok";
        let err = "::core::result::Result::Err";
        match reply {
            Buffer::None if !self.counts() && self.op.reply.ok.is_unit() => {
                line!(w, "if {code} == 0 {{");
                line!(w, "    {ok}(())");
                line!(w, "}} else {{");
                line!(w, "    {err}({error})");
                w.text("}");
            }
            Buffer::WholeAnswer => {
                let answer = names::local!("answer");
                line!(w, "if {code} != 0 {{");
                line!(w, "    {answer} = {err}({error});");
                line!(w, "}} else if {} {{", self.wrong_length());
                line!(w, "    {}();", self.broken);
                w.text("}");
                w.text(answer);
            }
            Buffer::None | Buffer::Bytes | Buffer::Value => {
                let value = match reply {
                    // One test for both: the error's function ends the task
                    // if the code is 0.
                    Buffer::Value => {
                        let wrong = self.wrong_length();
                        line!(
                            w,
                            "if {code} != 0 || {wrong} \
                             {{ return {err}({error}) }}"
                        );
                        Cow::Borrowed(REPLY)
                    }
                    Buffer::None | Buffer::Bytes | Buffer::WholeAnswer => {
                        line!(w, "if {code} != 0 {{ return {err}({error}) }}");
                        self.ok_value(w, reply)
                    }
                };
                self.count_success(w);
                line!(w, "{ok}({value})");
            }
        }
    }

    /// What follows the exchange of an operation with a `Complex` error.
    fn complex(&self, w: &mut Writer<'_>, reply: Buffer, error: &Ty) {
        let success = |w: &mut Writer<'_>| {
            let value = self.ok_value(w, reply);
            self.count_success(w);
            line!(w, "return ::core::result::Result::Ok({value});");
        };
        block!(w, success, "if {} == 0 {{", self.code());
        let error = self.complex_error(w, reply, error);
        line!(w, "::core::result::Result::Err({error})");
    }

    /// Counts a call of an operation that may fail.
    fn count_success(&self, w: &mut Writer<'_>) {
        if self.counts() {
            let counters = self.counters();
            counting::count(w, "&()", format_args!("{counters}.Ok"));
        }
    }
}
