//! The handle that answers one request for an operation:
//!
//! ```text
//! pub struct Uart_read_PENDING {
//!     unanswered: ::idol_runtime::Unanswered,
//!     len_of_sink: u32,
//! }
//! ..
//! impl Uart_read_PENDING {
//!     pub fn client(&self) -> ::userlib::TaskId { .. }
//!     pub fn is_client_alive(&self) -> bool { .. }
//!     pub fn sink(&self) -> ::idol_runtime::LeaseGuard<
//!         '_, ::idol_runtime::Leased<::idol_runtime::W, [u8]>,
//!     > { .. }
//!     pub fn ok(self, __value: u32) { .. }
//!     pub fn err(self, __error: __idol_uart_types::UartError) { .. }
//!     pub fn fail(self, __error: ::idol_runtime::ClientError) { .. }
//!     pub fn answer(
//!         self,
//!         __result: ::core::result::Result<
//!             u32, ::idol_runtime::RequestError<__idol_uart_types::UartError>,
//!         >,
//!     ) { .. }
//! }
//! ```
//!
//! Its size is that of `Unanswered`, and 4 bytes more for each slice lease,
//! whose length is in no type.

use super::answer::{Answers, Place};
use super::{counters, style};
use crate::dialect::Dialect;
use crate::emit::forms::Forms;
use crate::emit::names;
use crate::emit::writer::{Writer, block, line};
use crate::model::{
    Conversion, Extent, Failure, Interface, Lease, Name, Operation,
};

/// The leases of which a handle keeps the length, with their indices.
pub(super) fn kept_leases(
    op: &Operation,
) -> impl Iterator<Item = (usize, &Lease)> {
    op.leases
        .iter()
        .enumerate()
        .filter(|(_, lease)| is_kept(lease))
}

fn is_kept(lease: &Lease) -> bool {
    match lease.extent {
        Extent::Slice { .. } => true,
        Extent::Value(_) => false,
    }
}

/// The field that holds a lease's length.
pub(super) fn field(lease: &Lease) -> String {
    format!("len_of_{}", lease.name)
}

pub(super) fn handle(
    w: &mut Writer,
    interface: &Interface,
    op: &Operation,
    dialect: &Dialect,
) {
    let name = names::pending(interface, op);
    let tally = match counters::counts_refusals(op, dialect) {
        true => format!("<{name}>"),
        false => String::new(),
    };
    let size = 4 + 4 * kept_leases(op).count();
    line!(
        w,
        "/// A request for `{}` that is not answered yet. {size} bytes.",
        op.name
    );
    w.text("///");
    w.text("/// Its client waits until this answers. Dropped unanswered, it");
    w.text("/// faults the client with the reason `UndefinedOperation`.");
    w.text(
        "#[must_use = \"a client waits for the answer, \
         and is faulted if this is dropped\"]",
    );
    let fields = |w: &mut Writer| {
        line!(w, "unanswered: ::idol_runtime::Unanswered{tally},");
        for (_, lease) in kept_leases(op) {
            line!(w, "{}: u32,", field(lease));
        }
    };
    block!(w, fields, "pub struct {name} {{");
    w.blank();
    line!(
        w,
        "const _: () = ::core::assert!(\
         ::core::mem::size_of::<{name}>() == {size});"
    );
    w.blank();
    let handle = Handle {
        interface,
        op,
        dialect,
    };
    let methods = |w: &mut Writer| handle.methods(w);
    block!(w, methods, "impl {name} {{");
    w.blank();
    let client = |w: &mut Writer| {
        let body = |w: &mut Writer| {
            w.text("::idol_runtime::Unanswered::client(&self.unanswered)");
        };
        block!(w, body, "fn client(&self) -> ::userlib::TaskId {{");
    };
    block!(w, client, "impl ::idol_runtime::ReplyHandle for {name} {{");
    if !tally.is_empty() {
        w.blank();
        let refused = |w: &mut Writer| {
            let body = |w: &mut Writer| {
                counters::refused_by_handle(w, interface, op, dialect);
            };
            block!(
                w,
                body,
                "fn refused(__error: ::idol_runtime::ClientError) {{"
            );
        };
        block!(w, refused, "impl ::idol_runtime::Tally for {name} {{");
    }
}

/// The methods whose names a lease's method must not have.
const METHODS: [&str; 7] = [
    "answer",
    "client",
    "err",
    "fail",
    "is_client_alive",
    "ok",
    "succeed",
];

struct Handle<'a> {
    interface: &'a Interface,
    op: &'a Operation,
    dialect: &'a Dialect,
}

impl Handle<'_> {
    fn methods(&self, w: &mut Writer) {
        w.text("/// Who waits for the answer.");
        let client = |w: &mut Writer| {
            w.text("::idol_runtime::Unanswered::client(&self.unanswered)");
        };
        block!(w, client, "pub fn client(&self) -> ::userlib::TaskId {{");
        w.blank();
        w.text("/// Whether the client still is the incarnation that asked.");
        w.text("/// One that has faulted, and has not been restarted yet,");
        w.text("/// counts as alive.");
        let is_alive = |w: &mut Writer| {
            w.text("self.unanswered.is_client_alive()");
        };
        block!(w, is_alive, "pub fn is_client_alive(&self) -> bool {{");
        for (index, lease) in self.op.leases.iter().enumerate() {
            w.blank();
            self.lease(w, index, lease);
        }
        w.blank();
        self.ok(w);
        if self.has_error() {
            w.blank();
            self.err(w);
        }
        w.blank();
        w.text("/// Faults the client.");
        let fail = |w: &mut Writer| w.text("self.unanswered.fail(__error);");
        block!(
            w,
            fail,
            "pub fn fail(self, __error: ::idol_runtime::ClientError) {{"
        );
        w.blank();
        self.answer(w);
    }

    fn lease(&self, w: &mut Writer, index: usize, lease: &Lease) {
        let len = match is_kept(lease) {
            true => format!("self.{}", field(lease)),
            false => "0".to_owned(),
        };
        line!(w, "/// The lease `{}`, until this answers.", lease.name);
        let body = |w: &mut Writer| {
            line!(w, "::idol_runtime::LeaseGuard::new(");
            line!(w, "    &self.unanswered, {index}, {len},");
            w.text(")");
        };
        line!(
            w,
            "pub fn {}(&self) -> ::idol_runtime::LeaseGuard<",
            self.method_of(&lease.name)
        );
        line!(w, "    '_, {},", style::lease_type(lease));
        block!(w, body, "> {{");
    }

    /// The method that lends a lease: its name, with as many underscores
    /// after it as it takes.
    fn method_of(&self, name: &Name) -> String {
        if !METHODS.contains(&name.as_str()) {
            return names::rust(name).into_owned();
        }
        let leases = || self.op.leases.iter().map(|lease| &lease.name);
        let mut method = format!("{name}_");
        while leases().any(|taken| taken.as_str() == method) {
            method.push('_');
        }
        method
    }

    fn answers(&self) -> Answers<'_> {
        Answers {
            op: self.op,
            forms: Forms::new(self.interface),
            place: Place::Handle,
        }
    }

    fn ok(&self, w: &mut Writer) {
        let ok = &self.op.reply.ok;
        w.text("/// Answers with success.");
        let body = |w: &mut Writer| {
            let value = self.by_reference("__value");
            line!(w, "self.succeed({value});");
        };
        block!(w, body, "pub fn ok(self, __value: {}) {{", ok.shown());
        w.blank();
        let body = |w: &mut Writer| {
            counters::bind(w, self.interface, self.dialect);
            counters::success(w, self.interface, self.op, self.dialect);
            self.answers().ok(w, "__value");
        };
        let value = match ok.is_unit() {
            true => "_",
            false => "__value",
        };
        let ok = self.by_reference(ok.as_str());
        block!(w, body, "fn succeed(self, {value}: {ok}) {{");
    }

    /// A value that is answered with, or its type: where it is moved, large
    /// ones are copied by a function of 730 bytes.
    fn by_reference(&self, value: &str) -> String {
        let reply = &self.op.reply;
        match reply.ok.is_unit() || reply.conversion == Conversion::Bool {
            true => value.to_owned(),
            false => format!("&{value}"),
        }
    }

    fn has_error(&self) -> bool {
        match self.op.reply.failure {
            Failure::Simple | Failure::ServerDeath => false,
            Failure::CLike(_) | Failure::Complex { .. } => true,
        }
    }

    fn err(&self, w: &mut Writer) {
        w.text("/// Answers with an error of the operation.");
        let ty = style::error_type(self.op);
        let body = |w: &mut Writer| {
            if let Some(counters) = counters::own_errors(self.op, self.dialect)
            {
                counters::bind(w, self.interface, self.dialect);
                line!(w, "<{ty} as __Count>::count(&__error, &{counters});");
            }
            match &self.op.reply.failure {
                Failure::Simple | Failure::ServerDeath => {}
                Failure::CLike(_) => {
                    w.text("self.unanswered.reply_code(");
                    line!(
                        w,
                        "    <u16 as ::core::convert::From<{ty}>>::from(__error),"
                    );
                    w.text(");");
                }
                Failure::Complex { error, size } => {
                    self.answers().error(w, "&__error", error, size);
                }
            }
        };
        let error = style::shown_error(self.op);
        block!(w, body, "pub fn err(self, __error: {error}) {{");
    }

    fn answer(&self, w: &mut Writer) {
        w.text("/// Answers with a result, as a function of a server that");
        w.text("/// answers in order returns it.");
        w.text("pub fn answer(");
        w.indented(|w| {
            w.text("self,");
            w.text("__result: ::core::result::Result<");
            line!(w, "    {},", self.op.reply.ok.shown());
            line!(
                w,
                "    ::idol_runtime::RequestError<{}>,",
                style::shown_error(self.op)
            );
            w.text(">,");
        });
        let runtime = match self.has_error() {
            true => "self.err(__error)",
            false => "match __error {}",
        };
        let arms = |w: &mut Writer| {
            let value = match self.by_reference("__value") == "__value" {
                true => "__value",
                false => "ref __value",
            };
            line!(
                w,
                "::core::result::Result::Ok({value}) => self.succeed(__value),"
            );
            w.text("::core::result::Result::Err(");
            w.text("    ::idol_runtime::RequestError::Runtime(__error),");
            line!(w, ") => {runtime},");
            w.text("::core::result::Result::Err(");
            w.text("    ::idol_runtime::RequestError::Fail(__error),");
            w.text(") => self.fail(__error),");
        };
        let body = |w: &mut Writer| block!(w, arms, "match __result {{");
        block!(w, body, ") {{");
    }
}
