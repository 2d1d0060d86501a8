//! The rules for one operation.

use std::num::{NonZeroU16, NonZeroU32};

use super::types::{self, Facts, Form};
use super::{Checker, Place, Short, Side, SliceHere, names, number, size};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::model::{
    Access, Argument, Conversion, Extent, Failure, Lease, Name, OnDeath,
    Operation, Reply, Shape, Size, Ty,
};
use crate::parse::{LeaseSpans, OperationSpans, TypeSpans};
use crate::seen;
use crate::syntax;
use crate::syntax::{AttributedTy, Encoding, Error, RecvStrategy};

/// What stands for a legal thing where an illegal one was reported.
const STAND_IN: Facts = Facts {
    form: Form::Unit,
    memory: Some(0),
    hubpack: Some(0),
    machine_word: false,
};

/// A legal type.
pub(super) struct Attributed {
    pub(super) ty: Ty,
    pub(super) conversion: Conversion,
    pub(super) width: Size,
    pub(super) facts: Facts,
    pub(super) raw: Option<Facts>,
}

impl Checker<'_> {
    pub(super) fn operation(
        &mut self,
        index: usize,
        name: &str,
        operation: &syntax::Operation,
        spans: Option<&OperationSpans>,
    ) -> Operation {
        let place = Place::Operation(name);
        if !spans.is_some_and(|spans| spans.name_unusable.0) {
            let span = spans.map(|spans| spans.name);
            self.name(place, "operation", name, span);
            if let Some(reason) = names::reserved_operation(name) {
                self.reserved(place, "operation", name, span, reason);
            }
        }
        let arguments = self.arguments(name, operation, spans);
        let leases = self.leases(name, operation, spans);
        self.fields(name, &arguments, spans);
        self.parameters(name, operation, spans);
        let (reply, on_death) = self.reply(name, operation, spans);
        self.encoding_warnings(name, operation, spans);
        self.idempotence_warnings(name, operation, spans);
        self.missing_doc(name, operation, spans);
        self.debugger_warnings(name, operation, spans);
        let encoding = operation.encoding;
        let message_size = if encoding == Encoding::Ssmarshal {
            struct_size(&arguments)
        } else {
            Size::sum(arguments.iter().map(|argument| argument.width.clone()))
        };
        Operation {
            number: u16::try_from(number(operation.number, index))
                .ok()
                .and_then(NonZeroU16::new)
                .unwrap_or(NonZeroU16::MAX),
            name: Name(name.to_owned()),
            doc: operation.doc.clone(),
            encoding,
            arguments,
            message_size,
            leases,
            reply,
            on_death,
        }
    }

    fn arguments(
        &mut self,
        op: &str,
        operation: &syntax::Operation,
        op_spans: Option<&OperationSpans>,
    ) -> Vec<Argument> {
        let mut arguments = Vec::with_capacity(operation.args.len());
        for (i, (name, ty)) in operation.args.iter().enumerate() {
            let spans = op_spans.and_then(|spans| spans.args.get(i));
            let place = Place::Argument(op, name);
            if !spans.is_some_and(|spans| spans.name_unusable.0) {
                self.name(place, "argument", name, spans.map(|s| s.name));
            }
            let attributed =
                self.attributed(place, ty, operation, spans, op_spans, false);
            self.machine_word(place, &attributed, spans);
            arguments.push(Argument {
                name: Name(name.to_owned()),
                ty: attributed.ty,
                conversion: attributed.conversion,
                width: attributed.width,
            });
        }
        arguments
    }

    /// A type with its receive strategy, of an argument or a reply.
    fn attributed(
        &mut self,
        place: Place<'_>,
        attributed: &AttributedTy,
        operation: &syntax::Operation,
        spans: Option<&TypeSpans>,
        op_spans: Option<&OperationSpans>,
        reply: bool,
    ) -> Attributed {
        let ty = attributed.ty.as_str();
        let encoding = operation.encoding;
        let unusable = spans.is_some_and(|spans| spans.ty_unusable.0);
        let facts = if unusable {
            None
        } else {
            let literal = spans.map(|spans| spans.ty);
            self.facts(place, ty, literal, SliceHere::Wrong)
        };
        let facts = facts.unwrap_or(STAND_IN);
        let mut raw_facts = None;
        let conversion = match &attributed.recv {
            RecvStrategy::FromBytes => {
                // A reply of a serde encoding is serde's.
                let one_byte = !reply || encoding == Encoding::Zerocopy;
                if ty == "bool" && one_byte {
                    Conversion::Bool
                } else {
                    Conversion::Own
                }
            }
            RecvStrategy::FromPrimitive(raw) => {
                self.strategy_encoding(place, operation, spans, op_spans);
                match types::integer(raw) {
                    Some(integer) => Conversion::FromPrimitive(integer),
                    None => {
                        self.not_an_integer(place, raw, spans);
                        Conversion::Own
                    }
                }
            }
            RecvStrategy::From(raw, function) => {
                self.strategy_encoding(place, operation, spans, op_spans);
                let literal = spans.and_then(|spans| spans.raw);
                raw_facts = self.facts(place, raw, literal, SliceHere::Wrong);
                if let Some(function) = function {
                    self.function(place, function, spans);
                }
                Conversion::From {
                    raw: model_type(raw, raw_facts.as_ref()),
                    with: function.clone(),
                }
            }
        };
        let width =
            size::width(encoding, &conversion, ty, &facts, raw_facts.as_ref());
        Attributed {
            ty: model_type(ty, Some(&facts)),
            conversion,
            width,
            facts,
            raw: raw_facts,
        }
    }

    /// Only Zerocopy leaves the conversion to the receiver.
    fn strategy_encoding(
        &mut self,
        place: Place<'_>,
        operation: &syntax::Operation,
        spans: Option<&TypeSpans>,
        op_spans: Option<&OperationSpans>,
    ) {
        let unusable = op_spans.is_some_and(|spans| spans.encoding_unusable.0);
        if operation.encoding == Encoding::Zerocopy || unusable {
            return;
        }
        let encoding = encoding_name(operation.encoding);
        self.push(
            place,
            Diagnostic::new(
                Code::RecvNeedsZerocopy,
                format!("`recv` has no meaning with the encoding {encoding}"),
            )
            .at(
                spans.and_then(|spans| spans.recv),
                "only Zerocopy converts what it receives",
            )
            .related(
                op_spans.and_then(|spans| spans.encoding),
                "the encoding is chosen here",
            )
            .help("leave `recv` away: serde converts the value"),
        );
    }

    fn not_an_integer(
        &mut self,
        place: Place<'_>,
        raw: &str,
        spans: Option<&TypeSpans>,
    ) {
        let message = format!("`{}` is not an integer type", Short(raw));
        self.push(
            place,
            Diagnostic::new(Code::FromPrimitiveNotInteger, message)
                .at(
                    spans.and_then(|spans| spans.raw),
                    "`FromPrimitive` converts from integers only",
                )
                .help(
                    "write one of `u8` to `u128`, `i8` to `i128`, `usize`, \
                     `isize`; or use `From`",
                ),
        );
    }

    fn function(
        &mut self,
        place: Place<'_>,
        function: &str,
        spans: Option<&TypeSpans>,
    ) {
        if names::function(function).is_ok() {
            return;
        }
        let message =
            format!("`{}` is not a path to a function", Short(function));
        self.push(
            place,
            Diagnostic::new(Code::BadFunction, message)
                .at(
                    spans.and_then(|spans| spans.function),
                    "expected an identifier or a path",
                )
                .help("name a function that takes the raw value"),
        );
    }

    fn leases(
        &mut self,
        op: &str,
        operation: &syntax::Operation,
        op_spans: Option<&OperationSpans>,
    ) -> Vec<Lease> {
        const MOST: usize = u8::MAX as usize;
        if operation.leases.len() > MOST {
            let message = format!(
                "{} leases are more than the {MOST} that a message can carry",
                operation.leases.len()
            );
            let span =
                op_spans.and_then(|s| s.leases.get(MOST)).map(|s| s.name);
            self.push(
                Place::Operation(op),
                Diagnostic::new(Code::TooManyLeases, message)
                    .at(span, "one too many")
                    .help("divide the operation into several"),
            );
        }
        let mut leases = Vec::with_capacity(operation.leases.len());
        for (i, (name, lease)) in operation.leases.iter().enumerate() {
            let spans = op_spans.and_then(|spans| spans.leases.get(i));
            let place = Place::Lease(op, name);
            if !spans.is_some_and(|spans| spans.name_unusable.0) {
                self.name(place, "lease", name, spans.map(|s| s.name));
            }
            let access =
                self.access(place, name, lease, operation, spans, op_spans);
            leases.push(Lease {
                name: Name(name.to_owned()),
                access,
                extent: self.extent(place, name, lease, spans),
            });
        }
        leases
    }

    fn access(
        &mut self,
        place: Place<'_>,
        name: &str,
        lease: &syntax::Lease,
        operation: &syntax::Operation,
        spans: Option<&LeaseSpans>,
        op_spans: Option<&OperationSpans>,
    ) -> Access {
        let span = spans.map(|spans| spans.name);
        match (lease.read, lease.write) {
            (true, false) => Access::Read,
            (false, true) => Access::Write,
            (true, true) => {
                if operation.idempotent {
                    let message = format!(
                        "idempotent operation has the read-write lease `{}`",
                        Short(name)
                    );
                    self.push(
                        place,
                        Diagnostic::new(Code::IdempotentReadWrite, message)
                            .at(
                                span,
                                "a server that dies leaves it half written, \
                                 and the next one reads that",
                            )
                            .related(
                                op_spans.and_then(|spans| spans.idempotent),
                                "sent again to the next server",
                            )
                            .help(
                                "lend memory to read and memory to write \
                                 apart, or leave `idempotent` away",
                            ),
                    );
                }
                Access::ReadWrite
            }
            (false, false) => {
                if !spans.is_some_and(|spans| spans.access_unusable.0) {
                    let message =
                        format!("lease `{}` grants no access", Short(name));
                    self.push(
                        place,
                        Diagnostic::new(Code::NoAccess, message)
                            .at(span, "neither `read` nor `write`")
                            .help(
                                "add `read: true` if the server reads it, \
                                 `write: true` if the server fills it",
                            ),
                    );
                }
                Access::Read
            }
        }
    }

    fn extent(
        &mut self,
        place: Place<'_>,
        name: &str,
        lease: &syntax::Lease,
        spans: Option<&LeaseSpans>,
    ) -> Extent {
        let max_len_span = spans.and_then(|spans| spans.max_len);
        if lease.max_len == Some(0) {
            let message =
                format!("lease `{}` may hold no element at all", Short(name));
            self.push(
                place,
                Diagnostic::new(Code::MaxLenZero, message)
                    .at(max_len_span, "a `max_len` of 0")
                    .help("leave `max_len` away for slices of any length"),
            );
        }
        let unusable = spans.is_some_and(|spans| spans.ty_unusable.0);
        let literal = spans.map(|spans| spans.ty);
        let facts = if unusable {
            None
        } else {
            self.facts(place, &lease.ty, literal, SliceHere::Legal)
        };
        let Some(facts) = facts else {
            return Extent::Value(model_type("()", None));
        };
        let Form::Slice(element) = &facts.form else {
            if lease.max_len.is_some() {
                let message = format!(
                    "`max_len` on lease `{}`, which is not a slice",
                    Short(name)
                );
                self.push(
                    place,
                    Diagnostic::new(Code::MaxLenOnSized, message)
                        .at(max_len_span, "only slices have a length to limit")
                        .related(literal, "this type has a size of its own")
                        .help("leave it away, or lend a slice"),
                );
            }
            return Extent::Value(model_type(&lease.ty, Some(&facts)));
        };
        let text = &lease.ty[element.clone()];
        if facts.memory == Some(0) {
            let message = format!(
                "lease `{}` is a slice of `{}`, which takes no memory",
                Short(name),
                Short(text)
            );
            self.push(
                place,
                Diagnostic::new(Code::ZeroSizedElement, message)
                    .at(literal, "its length in bytes is always 0")
                    .help("send the number of elements as an argument"),
            );
        }
        self.unbounded_write(place, name, lease, literal);
        Extent::Slice {
            element: model_type(text, None),
            max_len: lease.max_len.and_then(NonZeroU32::new),
        }
    }

    /// Arguments whose fields in the message would have one name.
    fn fields(
        &mut self,
        op: &str,
        arguments: &[Argument],
        spans: Option<&OperationSpans>,
    ) {
        // Only a name that begins so can be another's field.
        let prefixed =
            |argument: &Argument| argument.name.as_str().starts_with("raw_");
        if !arguments.iter().any(prefixed) {
            return;
        }
        let mut used = seen::Texts::default();
        for (i, argument) in arguments.iter().enumerate() {
            let span =
                |i: usize| spans.and_then(|s| s.args.get(i)).map(|s| s.name);
            let field = match argument.conversion {
                Conversion::Own => argument.name.as_str().to_owned(),
                _ => format!("raw_{}", argument.name),
            };
            let message = format!(
                "two arguments would share the field `{}`",
                Short(&field)
            );
            let Some(first) = used.see(&field, i) else {
                continue;
            };
            self.push(
                Place::Argument(op, argument.name.as_str()),
                Diagnostic::new(Code::Collision, message)
                    .at(span(i), "this one")
                    .related(span(first), "and this one")
                    .help(
                        "rename one of them: a `bool`, and what `recv` \
                         converts, is received as `raw_` and its name",
                    ),
            );
        }
    }

    /// Names that stand for an argument and a lease.
    fn parameters(
        &mut self,
        op: &str,
        operation: &syntax::Operation,
        spans: Option<&OperationSpans>,
    ) {
        if operation.args.is_empty() {
            return;
        }
        for (i, name) in operation.leases.keys().enumerate() {
            let Some(argument) = operation.args.get_index_of(name) else {
                continue;
            };
            let lease_spans = spans.and_then(|spans| spans.leases.get(i));
            let arg_spans = spans.and_then(|spans| spans.args.get(argument));
            let message =
                format!("`{}` names both an argument and a lease", Short(name));
            self.push(
                Place::Operation(op),
                Diagnostic::new(Code::ArgumentAndLease, message)
                    .at(lease_spans.map(|spans| spans.name), "the lease")
                    .related(arg_spans.map(|spans| spans.name), "the argument")
                    .help("rename one of them: both become parameters"),
            );
        }
    }

    fn reply(
        &mut self,
        op: &str,
        operation: &syntax::Operation,
        op_spans: Option<&OperationSpans>,
    ) -> (Reply, OnDeath) {
        let place = Place::Reply(op);
        let spans = op_spans.map(|spans| &spans.reply);
        let unusable = spans.is_some_and(|spans| spans.unusable.0);
        if unusable {
            return stand_in_reply();
        }
        let ok_spans = spans.map(|spans| &spans.ok);
        let (ok, error) = match &operation.reply {
            syntax::Reply::Simple(ok) => (ok, None),
            syntax::Reply::Result { ok, err } => (ok, Some(err)),
        };
        let value =
            self.attributed(place, ok, operation, ok_spans, op_spans, true);
        self.machine_word(place, &value, ok_spans);
        let error_unusable = spans.is_some_and(|spans| spans.error_unusable.0);
        if error_unusable {
            return stand_in_reply();
        }
        let error_span = spans.and_then(|spans| spans.error);
        let error_type_span = spans.and_then(|spans| spans.error_type);
        let mut max_size = value.width.clone();
        let (failure, on_death) = match error {
            None => {
                self.untold_death(op, operation, op_spans);
                (Failure::Simple, OnDeath::Untold)
            }
            Some(Error::ServerDeath) => {
                if operation.idempotent {
                    self.idempotent_death(op, op_spans, error_span);
                }
                (Failure::ServerDeath, OnDeath::ServerDeath)
            }
            Some(Error::CLike(error)) => {
                let facts =
                    self.facts(place, error, error_type_span, SliceHere::Wrong);
                let error = model_type(error, facts.as_ref());
                (Failure::CLike(error), OnDeath::ErrorFromCode)
            }
            Some(Error::Complex(error)) => {
                let facts =
                    self.facts(place, error, error_type_span, SliceHere::Wrong);
                self.complex_encoding(op, operation, op_spans, error_span);
                let facts = facts.unwrap_or(STAND_IN);
                let size = size::own(operation.encoding, error, &facts);
                self.error_size(place, operation, &value, &size, error_span);
                max_size = max_size.larger(size.clone());
                let error = model_type(error, Some(&facts));
                (
                    Failure::Complex { error, size },
                    OnDeath::ErrorFromServerDeath,
                )
            }
        };
        let reply = Reply {
            ok: value.ty,
            conversion: value.conversion,
            ok_size: value.width,
            failure,
            max_size,
        };
        if operation.idempotent {
            (reply, OnDeath::Retry)
        } else {
            (reply, on_death)
        }
    }

    /// A client could not say that the server died.
    fn untold_death(
        &mut self,
        op: &str,
        operation: &syntax::Operation,
        spans: Option<&OperationSpans>,
    ) {
        let unusable = spans.is_some_and(|spans| spans.idempotent_unusable.0);
        if operation.idempotent || unusable {
            return;
        }
        let code = match self.checks.side {
            Side::Client => Code::DeathUntold,
            Side::Either => Code::ServerOnly,
            Side::Server => return,
        };
        let message = format!(
            "a client of `{}` could not be told that the server died",
            Short(op)
        );
        self.push(
            Place::Reply(op),
            Diagnostic::new(code, message)
                .at(
                    spans.map(|spans| spans.reply.whole),
                    "`Simple` has no room for an error, and the operation \
                     is not idempotent",
                )
                .help(
                    "add `idempotent: true` if the client may ask again, or \
                     write `reply: Result(ok: ..., err: ServerDeath)`",
                ),
        );
    }

    fn idempotent_death(
        &mut self,
        op: &str,
        spans: Option<&OperationSpans>,
        error_span: Option<Span>,
    ) {
        self.push(
            Place::Reply(op),
            Diagnostic::new(
                Code::IdempotentServerDeath,
                format!(
                    "idempotent operation `{}` cannot fail by the server's \
                     death",
                    Short(op)
                ),
            )
            .at(error_span, "never happens: the client asks again")
            .related(
                spans.and_then(|spans| spans.idempotent),
                "declared idempotent here",
            )
            .help("write `reply: Simple(...)`, or leave `idempotent` away"),
        );
    }

    fn complex_encoding(
        &mut self,
        op: &str,
        operation: &syntax::Operation,
        spans: Option<&OperationSpans>,
        error_span: Option<Span>,
    ) {
        if operation.encoding != Encoding::Ssmarshal {
            return;
        }
        self.push(
            Place::Reply(op),
            Diagnostic::new(
                Code::ComplexSsmarshal,
                "`Complex` errors need the encoding Hubpack or Zerocopy",
            )
            .at(error_span, "not with Ssmarshal")
            .related(
                spans.and_then(|spans| spans.encoding),
                "the encoding is chosen here",
            )
            .help("write `encoding: Hubpack`, or use `CLike`"),
        );
    }
}

/// What stands for a reply that was not understood.
fn stand_in_reply() -> (Reply, OnDeath) {
    let reply = Reply {
        ok: model_type("()", None),
        conversion: Conversion::Own,
        ok_size: Size::Bytes(0),
        failure: Failure::Simple,
        max_size: Size::Bytes(0),
    };
    (reply, OnDeath::Untold)
}

/// A type of the model.
fn model_type(text: &str, facts: Option<&Facts>) -> Ty {
    let unit = facts.is_some_and(|facts| facts.form == Form::Unit);
    Ty {
        text: text.to_owned(),
        shape: if unit { Shape::Unit } else { Shape::Other },
    }
}

/// The size in memory of a struct with a field for every argument.
fn struct_size(arguments: &[Argument]) -> Size {
    if arguments.is_empty() {
        return Size::Bytes(0);
    }
    let mut fields = Vec::with_capacity(arguments.len());
    for argument in arguments {
        fields.push(match argument.conversion {
            Conversion::Bool => "u8".to_owned(),
            _ => argument.ty.as_str().to_owned(),
        });
    }
    Size::StructOf(fields)
}

pub(super) fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Zerocopy => "Zerocopy",
        Encoding::Ssmarshal => "Ssmarshal",
        Encoding::Hubpack => "Hubpack",
    }
}
