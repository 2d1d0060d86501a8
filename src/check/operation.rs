//! The rules for one operation: its arguments here, the rest in a file each.

mod conversion;
mod cursor;
mod leases;
mod reply;

use std::num::NonZeroU16;

use super::checker::{Checker, Place, Short};
use super::names;
use super::numbers::number;
use crate::diagnostic::{Code, Diagnostic};
use crate::identifier::is_feature;
use crate::model::{Argument, Conversion, Name, Operation, Size};
use crate::parse::OperationSpans;
use crate::seen;
use crate::syntax;
use crate::syntax::Encoding;
pub(super) use conversion::Attributed;

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
        self.length_twice(name, &arguments, &leases, spans);
        let (reply, on_death) = self.reply(name, operation, spans);
        self.encoding_warnings(name, operation, spans);
        self.idempotence_warnings(name, operation, spans);
        self.missing_doc(name, operation, spans);
        self.feature(name, operation, spans);
        self.debugger_warnings(name, operation, spans);
        let cursor = self.cursor(name, operation, &arguments, &reply, spans);
        let described = reply.doc.is_some()
            || leases.iter().any(|lease| lease.doc.is_some())
            || arguments.iter().any(|argument| argument.doc.is_some());
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
            feature: operation.feature.clone(),
            encoding,
            arguments,
            message_size,
            leases,
            reply,
            on_death,
            cursor,
            described,
        }
    }

    fn feature(
        &mut self,
        op: &str,
        operation: &syntax::Operation,
        spans: Option<&OperationSpans>,
    ) {
        let Some(feature) = &operation.feature else {
            return;
        };
        if !is_feature(feature) {
            let message =
                format!("`{}` is no name of a feature", Short(feature));
            self.push(
                Place::Operation(op),
                Diagnostic::new(Code::WrongKind, message)
                    .at(spans.and_then(|s| s.feature), "not usable")
                    .help(
                        "a cargo feature has letters, digits, `_`, `-`, `+` \
                         and `.`, and begins with neither of the last three",
                    ),
            );
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
                doc: ty.doc.clone(),
            });
        }
        arguments
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
