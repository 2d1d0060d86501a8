//! What debuggers that are out there do not find, build or show, as far as the
//! file alone tells it. Not looked for unless [`Checks`](crate::check::Checks)
//! ask for it.

use crate::canonical::is_refused;
use crate::check::checker::{Checker, Place, Short};
use crate::check::types::{self, Unbuilt};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::parse::OperationSpans;
use crate::syntax::{self, Encoding, Error, RecvStrategy};

impl Checker<'_> {
    /// What debuggers make of an operation.
    pub(crate) fn debugger_warnings(
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

/// Whether a type is `Option`, or made of some.
fn is_option(ty: &str) -> bool {
    types::facts(ty).is_ok_and(|facts| facts.unbuilt == Some(Unbuilt::Option))
}

/// What in an argument no debugger builds.
fn unbuilt(ty: &str) -> Option<&'static str> {
    Some(match types::facts(ty).ok()?.unbuilt? {
        Unbuilt::Option => "an `Option`",
        Unbuilt::Bool => "a `bool` inside of another value",
        Unbuilt::Char => "a `char`",
    })
}
