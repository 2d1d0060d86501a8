//! What is sent and how it is received: the type of an argument or a reply,
//! and its `recv`.

use super::super::checker::{Checker, Place, Short, SliceHere};
use super::super::names;
use super::super::size;
use super::super::types::{self, Facts, Form};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::model::{Conversion, Shape, Size, Ty};
use crate::parse::{OperationSpans, TypeSpans};
use crate::syntax;
use crate::syntax::{AttributedTy, Encoding, RecvStrategy};

/// What stands for a legal thing where an illegal one was reported.
pub(super) const STAND_IN: Facts = Facts {
    form: Form::Unit,
    memory: Some(0),
    hubpack: Some(0),
    machine_word: false,
    unbuilt: None,
};

/// A legal type.
pub(crate) struct Attributed {
    pub(crate) ty: Ty,
    pub(crate) conversion: Conversion,
    pub(crate) width: Size,
    pub(crate) facts: Facts,
    pub(crate) raw: Option<Facts>,
}

impl Checker<'_> {
    /// A type with its receive strategy, of an argument or a reply.
    pub(super) fn attributed(
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
                    raw: model_type(raw, raw_facts.as_ref(), literal),
                    with: function.clone(),
                    refuses: attributed.refuses,
                }
            }
        };
        let width =
            size::width(encoding, &conversion, ty, &facts, raw_facts.as_ref());
        Attributed {
            ty: model_type(ty, Some(&facts), spans.map(|spans| spans.ty)),
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
}

/// A type of the model.
pub(super) fn model_type(
    text: &str,
    facts: Option<&Facts>,
    literal: Option<Span>,
) -> Ty {
    let unit = facts.is_some_and(|facts| facts.form == Form::Unit);
    Ty {
        text: text.to_owned(),
        shape: if unit { Shape::Unit } else { Shape::Other },
        at: literal.map(|span| span.start),
        shown: None,
    }
}

fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Zerocopy => "Zerocopy",
        Encoding::Ssmarshal => "Ssmarshal",
        Encoding::Hubpack => "Hubpack",
    }
}
