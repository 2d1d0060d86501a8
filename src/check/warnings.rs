//! What is legal, and worth a second look.

mod debuggers;
mod lengths;
mod untold;

pub use untold::no_client;

use super::checker::{Checker, Place, Short};
use super::operation::Attributed;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::model::{Conversion, Integer, Size};
use crate::parse::{OperationSpans, TypeSpans};
use crate::seen;
use crate::syntax::{self, Encoding, Error};

/// Words that say that doing it twice is not doing it once.
const MUTATING: [&str; 14] = [
    "toggle",
    "increment",
    "decrement",
    "push",
    "pop",
    "append",
    "inc",
    "dec",
    "flip",
    "swap",
    "enqueue",
    "dequeue",
    "advance",
    "insert",
];

/// Words that say that an operation tells something and changes nothing.
const READING: [&str; 4] = ["get", "has", "is", "read"];

/// Words that say that it does more than that.
const NOT_ONLY_READING: [&str; 14] = [
    "and",
    "begin",
    "clear",
    "end",
    "finish",
    "into",
    "next",
    "pop",
    "reset",
    "set",
    "start",
    "stop",
    "take",
    "transaction",
];

/// A type that an interface names.
struct Named<'a> {
    ty: &'a str,
    /// Whether it is a path of several parts.
    path: bool,
    /// Where in the text.
    span: Option<Span>,
    place: Place<'a>,
}

impl Checker<'_> {
    /// Every type of the interface that is a path, converted ones and raw
    /// ones alike.
    fn named<'a>(&self, interface: &'a syntax::Interface) -> Vec<Named<'a>> {
        let mut named = Vec::new();
        for (i, (op, operation)) in interface.ops.iter().enumerate() {
            let spans = self.operation_spans(i);
            let mut push = |place, ty: &'a str, span: Option<Span>| {
                // What begins in lower case is a primitive or has a path.
                let bytes = ty.as_bytes();
                let path = bytes.contains(&b':');
                if path || bytes.first().is_some_and(u8::is_ascii_uppercase) {
                    let item = Named {
                        ty,
                        path,
                        span,
                        place,
                    };
                    named.push(item);
                }
            };
            for (i, (name, argument)) in operation.args.iter().enumerate() {
                let place = Place::Argument(op, name);
                let span = spans.and_then(|s| s.args.get(i)).map(|s| s.ty);
                push(place, &argument.ty, span);
            }
            let place = Place::Reply(op);
            let reply = spans.map(|spans| &spans.reply);
            let (ok, error) = match &operation.reply {
                syntax::Reply::Simple(ok) => (ok, None),
                syntax::Reply::Result { ok, err } => (ok, Some(err)),
            };
            push(place, &ok.ty, reply.map(|spans| spans.ok.ty));
            if let Some(Error::CLike(ty) | Error::Complex(ty)) = error {
                push(place, ty, reply.and_then(|spans| spans.error_type));
            }
        }
        named
    }

    /// Types that go by the name of something else.
    pub(super) fn type_names(&mut self, interface: &syntax::Interface) {
        let named = self.named(interface);
        let mut qualified = seen::Texts::default();
        for (i, named) in named.iter().enumerate() {
            if named.path
                && let Some((_, name)) = named.ty.rsplit_once("::")
            {
                qualified.see(name, i);
            }
        }
        let mut told = seen::Texts::default();
        for Named {
            ty, span, place, ..
        } in &named
        {
            if qualified.is_empty() {
                continue;
            }
            let other = qualified.find(ty).and_then(|i| named.get(i));
            let Some(other) = other else {
                continue;
            };
            if told.see(ty, 0).is_some() {
                continue;
            }
            let message = format!(
                "a debugger may find two types `{ty}`: the file also names \
                 `{}`",
                other.ty
            );
            self.push(
                *place,
                Diagnostic::new(Code::UnqualifiedType, message)
                    .at(*span, "no path tells which one this is")
                    .related(other.span, "the other")
                    .help("write the path here too"),
            );
        }
    }

    /// What an operation's encoding alone suggests.
    pub(super) fn encoding_warnings(
        &mut self,
        op: &str,
        operation: &syntax::Operation,
        spans: Option<&OperationSpans>,
    ) {
        let place = Place::Operation(op);
        if operation.encoding == Encoding::Ssmarshal {
            self.push(
                place,
                Diagnostic::new(
                    Code::Ssmarshal,
                    format!("operation `{}` uses Ssmarshal", Short(op)),
                )
                .at(
                    spans.and_then(|spans| spans.encoding),
                    "sizes are those in memory, padding included",
                )
                .help("prefer `encoding: Hubpack` for new operations"),
            );
        }
    }

    /// What an operation's name says about its `idempotent`.
    pub(super) fn idempotence_warnings(
        &mut self,
        op: &str,
        operation: &syntax::Operation,
        spans: Option<&OperationSpans>,
    ) {
        let place = Place::Operation(op);
        if !operation.idempotent {
            self.not_idempotent(op, operation, spans);
            return;
        }
        let Some(word) = op.split('_').find(|word| MUTATING.contains(word))
        else {
            return;
        };
        let message = format!(
            "operation `{}` is idempotent, but its name says `{word}`",
            Short(op)
        );
        self.push(
            place,
            Diagnostic::new(Code::MutatingName, message)
                .at(
                    spans.and_then(|spans| spans.idempotent),
                    "after a restart of the server it may happen twice",
                )
                .help(
                    "leave `idempotent` away, or say in the arguments what \
                     the result shall be",
                ),
        );
    }

    /// An operation that, by its name, a client could ask for again.
    fn not_idempotent(
        &mut self,
        op: &str,
        operation: &syntax::Operation,
        spans: Option<&OperationSpans>,
    ) {
        let unusable = spans.is_some_and(|spans| {
            spans.idempotent_unusable.0 || spans.reply.unusable.0
        });
        let mut words = op.split('_');
        // A bare `read` may take what it reads, as from a queue.
        let reading = words.next().is_some_and(|word| READING.contains(&word))
            && op != "read"
            && !words.any(|word| NOT_ONLY_READING.contains(&word));
        // What the server reads, or reads and writes, it may also change.
        let read = operation.leases.values().any(|lease| lease.read);
        let help = match &operation.reply {
            // That a client could not use it is told elsewhere.
            syntax::Reply::Simple(_) => return,
            syntax::Reply::Result {
                err: Error::ServerDeath,
                ..
            } => {
                "write `idempotent: true` and `reply: Simple(...)` if asking \
                 twice does no harm"
            }
            syntax::Reply::Result { .. } => {
                "add `idempotent: true` if asking twice does no harm: clients \
                 then ask a restarted server again"
            }
        };
        if unusable || !reading || read {
            return;
        }
        let message = format!(
            "operation `{}` is not idempotent, but its name says that it \
             only reads",
            Short(op)
        );
        self.push(
            Place::Operation(op),
            Diagnostic::new(Code::ReadNotIdempotent, message)
                .at(
                    spans.map(|spans| spans.name),
                    "clients get an error when the server restarts",
                )
                .help(help),
        );
    }

    /// An operation that nobody has described.
    pub(super) fn missing_doc(
        &mut self,
        op: &str,
        operation: &syntax::Operation,
        spans: Option<&OperationSpans>,
    ) {
        let doc = operation.doc.as_deref().unwrap_or_default();
        if !self.checks.missing_docs || !doc.trim().is_empty() {
            return;
        }
        let message = format!("operation `{}` has no `doc`", Short(op));
        self.push(
            Place::Operation(op),
            Diagnostic::new(Code::MissingDoc, message)
                .at(
                    spans.map(|spans| spans.name),
                    "what does it do, and when does it fail?",
                )
                .help("add `doc: \"...\"`, which both stubs show"),
        );
    }

    /// An integer whose width depends on the machine, on the wire.
    pub(super) fn machine_word(
        &mut self,
        place: Place<'_>,
        attributed: &Attributed,
        spans: Option<&TypeSpans>,
    ) {
        let (word, span) = match &attributed.conversion {
            Conversion::FromPrimitive(integer) => (
                matches!(integer, Integer::Usize | Integer::Isize),
                spans.and_then(|spans| spans.raw),
            ),
            Conversion::From { .. } => (
                attributed.raw.as_ref().is_some_and(|raw| raw.machine_word),
                spans.and_then(|spans| spans.raw),
            ),
            Conversion::Own | Conversion::Bool => {
                (attributed.facts.machine_word, spans.map(|spans| spans.ty))
            }
        };
        if !word {
            return;
        }
        self.push(
            place,
            Diagnostic::new(
                Code::MachineWord,
                "the width of `usize` and `isize` depends on the machine",
            )
            .at(span, "4 bytes on the target, 8 on most hosts")
            .help("send `u32`, or another type of fixed width"),
        );
    }

    /// A slice of any length that the server writes.
    pub(super) fn unbounded_write(
        &mut self,
        place: Place<'_>,
        name: &str,
        lease: &syntax::Lease,
        span: Option<Span>,
    ) {
        if !lease.write || lease.max_len.is_some() {
            return;
        }
        let message = format!(
            "the server writes lease `{}`, however long it is",
            Short(name)
        );
        self.push(
            place,
            Diagnostic::new(Code::UnboundedWrite, message)
                .at(span, "a slice without `max_len`")
                .help("add `max_len: n`, the most that the server fills"),
        );
    }

    /// An error that a debugger, which expects the value, has no room for.
    pub(super) fn error_size(
        &mut self,
        place: Place<'_>,
        operation: &syntax::Operation,
        value: &Attributed,
        error: &Size,
        span: Option<Span>,
    ) {
        if operation.encoding != Encoding::Zerocopy {
            return;
        }
        let (Some(value), Some(error)) = (value.width.known(), error.known())
        else {
            return;
        };
        if error <= value {
            return;
        }
        let message =
            format!("the error takes {error} bytes, the value only {value}");
        self.push(
            place,
            Diagnostic::new(Code::ErrorLargerThanValue, message)
                .at(span, "debuggers make room for the value only")
                .help("use `CLike`, or a smaller error"),
        );
    }
}
