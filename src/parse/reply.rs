//! Replies and their errors.

use super::keys::{Seen, Shape};
use super::node::Node;
use super::reader::Reader;
use super::spans::{ReplySpans, Unusable};
use super::types::stand_in;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::syntax::{AttributedTy, Error, Reply};

static RESULT: Shape = Shape {
    what: "`Result`",
    name: "Result",
    keys: &["ok", "err", "doc"],
    ours: 1,
    any_form: false,
};

impl Reader<'_> {
    pub(super) fn reply(&mut self, node: Node) -> (Reply, ReplySpans) {
        const NAMES: &[&str] = &["Simple", "Result"];
        let mut spans = ReplySpans {
            whole: node.span,
            unusable: Unusable(true),
            ..ReplySpans::default()
        };
        let mut reply = Reply::Simple(stand_in());
        let Some((name, span, group)) = self.variant(node, "a reply", NAMES)
        else {
            return (reply, spans);
        };
        if name == 0 {
            let contents = self.contents(
                "Simple",
                "a type in quotes, or `(type: ...)`",
                span,
                group,
            );
            if let Some([value]) = contents {
                let (ty, ty_spans) = self.attributed(value);
                reply = Reply::Simple(ty);
                spans.ok = ty_spans;
                spans.unusable = Unusable(false);
            }
            return (reply, spans);
        }
        let Some(group) = group else {
            self.push(
                Diagnostic::new(
                    Code::WrongKind,
                    "`Result` needs a value and an error",
                )
                .at(Some(span), "")
                .help("write `Result(ok: \"T\", err: CLike(\"E\"))`"),
            );
            return (reply, spans);
        };
        let mut seen = Seen::none(group.complete);
        let mut ok = stand_in();
        let mut err = Error::ServerDeath;
        let mut doc = None;
        spans.error_unusable = Unusable(true);
        spans.ok.ty_unusable = Unusable(true);
        for entry in group.entries {
            match self.key(&entry, &RESULT, &mut seen) {
                Some(0) => {
                    let (ty, ty_spans) = self.attributed(entry.value);
                    ok = ty;
                    spans.ok = ty_spans;
                }
                Some(2) => {
                    let span = entry.value.span;
                    doc = self.doc(entry.value).map(|doc| (doc, span));
                }
                Some(_) => {
                    spans.error = Some(entry.value.span);
                    if let Some(error) = self.error(entry.value, &mut spans) {
                        err = error;
                        spans.error_unusable = Unusable(false);
                    }
                }
                None => {}
            }
        }
        self.required(&seen, &RESULT, &[0, 1], span, "");
        if let Some((doc, span)) = doc {
            self.reply_doc(&mut ok, doc, span);
        }
        spans.unusable = Unusable(false);
        (Reply::Result { ok, err }, spans)
    }

    /// The documentation of a reply, which may stand at its value instead.
    fn reply_doc(&mut self, ok: &mut AttributedTy, doc: String, span: Span) {
        if ok.doc.is_none() {
            ok.doc = Some(doc);
        } else if !self.is_lenient() {
            let message = "the reply and its value both have a `doc`";
            self.push(
                Diagnostic::new(Code::DuplicateKey, message)
                    .at(Some(span), "given twice")
                    .help("write one `doc`: both are about the reply"),
            );
        }
    }

    fn error(&mut self, node: Node, spans: &mut ReplySpans) -> Option<Error> {
        const NAMES: &[&str] = &["CLike", "Complex", "ServerDeath"];
        let (name, span, group) =
            self.variant(node, "a kind of error", NAMES)?;
        if name == 2 {
            self.unit(NAMES[2], span, group)?;
            return Some(Error::ServerDeath);
        }
        let [ty] =
            self.contents(NAMES[name], "a type in quotes", span, group)?;
        spans.error_type = Some(ty.span);
        let ty = self.string(ty, "a type in quotes")?;
        Some(if name == 0 {
            Error::CLike(ty)
        } else {
            Error::Complex(ty)
        })
    }
}
