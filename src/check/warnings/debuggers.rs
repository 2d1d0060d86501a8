//! What debuggers that are out there do not find, build or show, as far as the
//! file alone tells it. Not looked for unless [`Checks`](crate::check::Checks)
//! ask for it.

use crate::canonical::is_refused;
use crate::check::{Checker, Place, Short};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::parse::OperationSpans;
use crate::syntax::{self, Encoding, Error, RecvStrategy};

impl Checker<'_> {
    /// What debuggers make of an operation.
    pub(in crate::check) fn debugger_warnings(
        &mut self,
        op: &str,
        operation: &syntax::Operation,
        spans: Option<&OperationSpans>,
    ) {
        if !self.checks.debuggers {
            return;
        }
        let place = Place::Operation(op);
        self.keyword(place, "operation", op, spans.map(|s| s.name));
        for (i, (name, argument)) in operation.args.iter().enumerate() {
            let place = Place::Argument(op, name);
            let spans = spans.and_then(|spans| spans.args.get(i));
            self.keyword(place, "argument", name, spans.map(|s| s.name));
            if argument.recv != RecvStrategy::FromBytes {
                continue;
            }
            let Some(what) = unbuilt(&argument.ty) else {
                continue;
            };
            let message = format!(
                "debuggers cannot build argument `{}`: {what}",
                Short(name)
            );
            self.push(
                place,
                Diagnostic::new(Code::NotBuilt, message)
                    .at(spans.map(|s| s.ty), "no call by hand has this")
                    .help(
                        "take a number, if people are to call it from a \
                         debugger",
                    ),
            );
        }
        for (i, name) in operation.leases.keys().enumerate() {
            let place = Place::Lease(op, name);
            let spans = spans.and_then(|spans| spans.leases.get(i));
            self.keyword(place, "lease", name, spans.map(|s| s.name));
        }
        self.reply_shown(op, operation, spans);
    }

    /// A name that released readers take only with `r#`.
    fn keyword(
        &mut self,
        place: Place<'_>,
        what: &str,
        name: &str,
        span: Option<Span>,
    ) {
        if !is_refused(name) {
            return;
        }
        let message = format!(
            "debuggers look {what} `{name}` up as `r#{name}`, and do not find it"
        );
        self.push(
            place,
            Diagnostic::new(Code::KeywordName, message)
                .at(span, "a word that Rust keeps for itself")
                .help(format!("choose another name, such as `{name}_`")),
        );
    }

    /// A reply that is not shown as what it is.
    fn reply_shown(
        &mut self,
        op: &str,
        operation: &syntax::Operation,
        spans: Option<&OperationSpans>,
    ) {
        if operation.encoding != Encoding::Zerocopy {
            return;
        }
        let (ok, error) = match &operation.reply {
            syntax::Reply::Simple(ok) => (ok, None),
            syntax::Reply::Result { ok, err } => (ok, Some(err)),
        };
        let spans = spans.map(|spans| &spans.reply);
        let place = Place::Reply(op);
        if ok.recv == RecvStrategy::FromBytes && is_option(&ok.ty) {
            self.push(
                place,
                Diagnostic::new(
                    Code::NotShown,
                    "debuggers show the reply as a flag and bytes",
                )
                .at(spans.map(|s| s.ok.ty), "an `Option`")
                .help(
                    "use `encoding: Hubpack`, or a `CLike` error for what is \
                     not there, if people are to read it in a debugger",
                ),
            );
        }
        if let Some(Error::Complex(ty)) = error
            && is_option(ty)
        {
            self.push(
                place,
                Diagnostic::new(
                    Code::NotShown,
                    "debuggers do not show the error",
                )
                .at(spans.and_then(|s| s.error_type), "an `Option`")
                .help("use an enum, which has a variant for each error"),
            );
        }
    }
}

fn is_option(ty: &str) -> bool {
    syn::parse_str(ty).is_ok_and(|ty| part(&ty, true) == Some(Part::Option))
}

/// What in an argument no debugger builds.
fn unbuilt(ty: &str) -> Option<&'static str> {
    let ty = syn::parse_str(ty).ok()?;
    Some(match part(&ty, true)? {
        Part::Option => "an `Option`",
        Part::Bool => "a `bool` inside of another value",
        Part::Char => "a `char`",
    })
}

#[derive(Copy, Clone, Eq, PartialEq)]
enum Part {
    Option,
    Bool,
    Char,
}

/// What a type or its parts are, as far as arrays and tuples tell. A `bool` by
/// itself is a number for debuggers.
fn part(ty: &syn::Type, whole: bool) -> Option<Part> {
    match ty {
        syn::Type::Array(array) => part(&array.elem, false),
        syn::Type::Paren(paren) => part(&paren.elem, whole),
        syn::Type::Tuple(tuple) => {
            tuple.elems.iter().find_map(|elem| part(elem, false))
        }
        syn::Type::Path(path) => {
            let last = path.path.segments.last()?;
            let alone = path.path.segments.len() == 1;
            if last.ident == "Option" && !last.arguments.is_empty() {
                Some(Part::Option)
            } else if alone && last.ident == "bool" && !whole {
                Some(Part::Bool)
            } else if alone && last.ident == "char" {
                Some(Part::Char)
            } else {
                None
            }
        }
        _ => None,
    }
}
