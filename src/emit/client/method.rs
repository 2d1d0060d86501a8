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

use super::defect::Defect;
use super::error::{Errors, FromCode};
use super::same::Shared;
use super::send::{self, Nothing, Parts};
use crate::dialect::{Dialect, OnDeath};
use crate::emit::forms::Forms;
use crate::emit::writer::{Writer, block, line};
use crate::emit::{counting, docs, empty, names};
use crate::model::{Access, Extent, Failure, Interface, Operation, Ty};
use message::lend_all;
use reply::Buffer;
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
        let head = format!("pub fn {name}({parameters}) -> {returned} {{");
        let Some(shared) = self.shared else {
            block!(w, body, "{head}");
            return;
        };
        let function = shared.function(self.interface);
        block!(w, |w| self.call(w, &function), "{head}");
        if shared.is_first {
            w.blank();
            let counted = match self.counts() {
                true => {
                    format!(", {}: {}", names::local("counted"), self.counted())
                }
                false => String::new(),
            };
            let number = names::local("operation");
            block!(
                w,
                body,
                "fn {function}({parameters}, {number}: u16{counted}) -> {returned} {{"
            );
        }
    }

    /// Calls the function that does it for several operations.
    fn call(&self, w: &mut Writer, function: &str) {
        let arguments = self.op.arguments.iter();
        let mut passed = arguments.fold(String::new(), |all, argument| {
            all + &names::rust(&argument.name) + ", "
        });
        passed += &self.number();
        if self.counts() {
            passed += &format!(", &{}", self.own_counters());
        }
        line!(w, "self.{function}({passed})");
    }

    /// The expression for the operation's number.
    fn number(&self) -> String {
        format!(
            "{}::{} as u16",
            names::operation_enum(self.interface),
            names::rust(&self.op.name)
        )
    }

    /// The type of a reference to the operation's counters.
    fn counted(&self) -> String {
        let result = |error| format!("::core::result::Result<(), {error}>");
        let counted = match &self.op.reply.failure {
            Failure::Simple => "()".to_owned(),
            Failure::CLike(error) | Failure::Complex { error, .. } => {
                result(error.as_str())
            }
            Failure::ServerDeath => result("::idol_runtime::ServerDeath"),
        };
        format!("&<{counted} as ::counters::Count>::Counters")
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

    fn parameters(&self) -> String {
        let arguments = self.op.arguments.iter().map(|argument| {
            let (name, ty) = (&argument.name, argument.ty.shown());
            format!(", {}: {ty}", names::rust(name))
        });
        let leases = self.op.leases.iter().map(|lease| {
            let reference = match lease.access {
                Access::Read => "&",
                Access::Write | Access::ReadWrite => "&mut ",
            };
            let name = names::rust(&lease.name);
            match &lease.extent {
                Extent::Value(ty) => {
                    format!(", {name}: {reference}{}", ty.shown())
                }
                Extent::Slice { element, .. } => {
                    format!(", {name}: {reference}[{}]", element.shown())
                }
            }
        });
        let all = arguments.chain(leases);
        all.fold("&self".to_owned(), |all, each| all + &each)
    }

    fn body(&self, w: &mut Writer) {
        self.lease_lengths(w);
        let message = self.message(w);
        let reply = self.reply_buffer(w);
        self.exchange(w, message.as_deref(), &reply);
        match self.errors.maker(self.interface, self.op) {
            Some(function) => self.by_code(w, &reply, &function),
            None => match &self.op.reply.failure {
                Failure::Complex { error, .. } => {
                    self.complex(w, &reply, error);
                }
                Failure::Simple | Failure::CLike(_) | Failure::ServerDeath => {
                    self.simple(w, &reply)
                }
            },
        }
    }

    /// Sends, and binds what the rest looks at: the code, the length.
    fn exchange(&self, w: &mut Writer, message: Option<&str>, reply: &Buffer) {
        let code = match self.op.reply.failure {
            Failure::Simple => "_".to_owned(),
            Failure::CLike(_)
            | Failure::Complex { .. }
            | Failure::ServerDeath => self.code(),
        };
        let len = match reply {
            Buffer::None => "_".to_owned(),
            Buffer::Bytes(_) | Buffer::Value(_) | Buffer::WholeAnswer(_) => {
                self.len()
            }
        };
        let as_mut_bytes = "::zerocopy::IntoBytes::as_mut_bytes";
        let parts = Parts {
            message: message.map(str::to_owned),
            reply: match reply {
                Buffer::Bytes(name) => Some(format!("&mut {name}")),
                Buffer::Value(name) => {
                    Some(format!("{as_mut_bytes}(&mut {name})"))
                }
                Buffer::WholeAnswer(name) => {
                    Some(format!("{as_mut_bytes}({name})"))
                }
                Buffer::None => None,
            },
            leases: lend_all(&self.op.leases),
        };
        let number = match self.shared {
            Some(_) => names::local("operation"),
            None => self.number(),
        };
        let sent = if send::is_sent_again(self.op, self.dialect) {
            let in_place = send::sends_itself(self.op, self.shared);
            let nothing = in_place.then_some(self.nothing);
            parts.sent_again(self.interface, &number, nothing)
        } else {
            let to = format!("self.server.get(), {number}");
            parts.sent_to(&to, self.nothing)
        };
        match (code.as_str(), len.as_str()) {
            ("_", "_") => line!(w, "let _ = {sent};"),
            _ => line!(w, "let ({code}, {len}) = {sent};"),
        }
    }

    /// What follows the exchange of an operation that cannot fail.
    fn simple(&self, w: &mut Writer<'_>, reply: &Buffer) {
        let value = self.ok_value(w, reply);
        if self.counts() {
            counting::count(w, "&()", &self.counters());
        }
        if value != "()" {
            w.text(&value);
        }
    }

    /// What follows the exchange of an operation whose error a return code
    /// alone makes.
    fn by_code(&self, w: &mut Writer<'_>, reply: &Buffer, function: &FromCode) {
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
            Buffer::WholeAnswer(_) => {
                let answer = names::local("answer");
                line!(w, "if {code} != 0 {{");
                line!(w, "    {answer} = {err}({error});");
                line!(w, "}} else if {} {{", self.wrong_length());
                line!(w, "    {}();", self.broken);
                w.text("}");
                w.text(&answer);
            }
            Buffer::None | Buffer::Bytes(_) | Buffer::Value(_) => {
                let fail = format!("{{ return {err}({error}) }}");
                let value = match reply {
                    // One test for both: the error's function ends the task
                    // if the code is 0.
                    Buffer::Value(value) => {
                        let wrong = self.wrong_length();
                        line!(w, "if {code} != 0 || {wrong} {fail}");
                        value.clone()
                    }
                    Buffer::None
                    | Buffer::Bytes(_)
                    | Buffer::WholeAnswer(_) => {
                        line!(w, "if {code} != 0 {fail}");
                        self.ok_value(w, reply)
                    }
                };
                self.count_success(w);
                line!(w, "{ok}({value})");
            }
        }
    }

    /// What follows the exchange of an operation with a `Complex` error.
    fn complex(&self, w: &mut Writer<'_>, reply: &Buffer, error: &Ty) {
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
            counting::count(w, "&()", &format!("{}.Ok", self.counters()));
        }
    }
}
