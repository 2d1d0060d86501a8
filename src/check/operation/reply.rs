//! The rules for replies: the value, the error, and what becomes of a client
//! whose server dies.

use super::super::checker::{Checker, Place, Short, SliceHere};
use super::super::checks::Side;
use super::super::size;
use super::super::types::integer;
use super::conversion::{STAND_IN, model_type};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::model::{Conversion, Failure, Integer, OnDeath, Reply, Size};
use crate::parse::OperationSpans;
use crate::syntax;
use crate::syntax::{Encoding, Error};

impl Checker<'_> {
    pub(super) fn reply(
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
                self.no_code(place, error, error_type_span);
                let error = model_type(error, facts.as_ref(), error_type_span);
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
                let error = model_type(error, Some(&facts), error_type_span);
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
            doc: ok.doc.clone(),
        };
        if operation.idempotent {
            (reply, OnDeath::Retry)
        } else {
            (reply, on_death)
        }
    }

    /// A server could not make a return code of an integer: there is no
    /// `From` to `u16`. A client could make one of a code.
    fn no_code(&mut self, place: Place<'_>, error: &str, span: Option<Span>) {
        let fits = match integer(error.trim()) {
            None | Some(Integer::U8 | Integer::U16) => true,
            Some(_) => self.checks.side == Side::Client,
        };
        if fits {
            return;
        }
        let message =
            format!("`{}` is no error: it makes no return code", error.trim());
        self.push(
            place,
            Diagnostic::new(Code::UnsuitableType, message)
                .at(span, "an integer has values that are no codes")
                .help(
                    "name an enum that derives `IdolError`: its variants are \
                     the codes",
                ),
        );
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
        ok: model_type("()", None, None),
        conversion: Conversion::Own,
        ok_size: Size::Bytes(0),
        failure: Failure::Simple,
        max_size: Size::Bytes(0),
        doc: None,
    };
    (reply, OnDeath::Untold)
}
