//! Operations.

use indexmap::IndexMap;

use super::keys::{Seen, Shape};
use super::lex::Bracket;
use super::node::{Group, Kind, Node, shorten};
use super::reader::{Reader, head};
use super::spans::{OperationSpans, Unusable};
use super::types::stand_in;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::syntax::{CURSOR, Encoding, Operation, Reply};

static OPERATION: Shape = Shape {
    what: "an operation",
    name: "Operation",
    keys: &[
        "args",
        "leases",
        "reply",
        "idempotent",
        "encoding",
        "doc",
        "description",
        "number",
        "was",
        "feature",
        "stream",
    ],
    ours: 6,
    any_form: false,
};

impl Reader<'_> {
    pub(super) fn operation(
        &mut self,
        node: Node,
        name: &str,
        position: usize,
    ) -> (Operation, OperationSpans) {
        let mut operation = Operation {
            number: u32::try_from(position).unwrap_or(u32::MAX),
            args: IndexMap::new(),
            leases: IndexMap::new(),
            reply: Reply::Simple(stand_in()),
            idempotent: false,
            encoding: Encoding::Zerocopy,
            doc: None,
            was: Vec::new(),
            feature: None,
            stream: None,
        };
        let mut spans = OperationSpans::default();
        let whole = node.span;
        spans.reply.unusable = Unusable(true);
        let Some(group) = self.structure(node, &OPERATION, name) else {
            return (operation, spans);
        };
        let head = head(whole, &group);
        let mut seen = Seen::none(group.complete);
        for entry in group.entries {
            let Some(key) = self.key(&entry, &OPERATION, &mut seen) else {
                continue;
            };
            let value = entry.value;
            let span = value.span;
            match key {
                0 => self.arguments(value, &mut operation, &mut spans),
                1 => self.leases(value, &mut operation, &mut spans),
                2 => {
                    let (reply, reply_spans) = self.reply(value);
                    operation.reply = reply;
                    spans.reply = reply_spans;
                }
                3 => match self.bool(&value) {
                    Some(value) => {
                        operation.idempotent = value;
                        spans.idempotent = Some(span);
                    }
                    None => spans.idempotent_unusable = Unusable(true),
                },
                4 => {
                    spans.encoding = Some(span);
                    match self.encoding(&value) {
                        Some(encoding) => operation.encoding = encoding,
                        None => spans.encoding_unusable = Unusable(true),
                    }
                }
                5 | 6 => {
                    if let Some(doc) = self.doc(value) {
                        operation.doc = Some(doc);
                    }
                }
                8 => {
                    let was = |me: &mut Self| me.names_before(value);
                    if let Some(was) = self.ours(was) {
                        (operation.was, spans.was) = was;
                    }
                }
                9 => {
                    spans.feature = Some(span);
                    let feature =
                        |me: &mut Self| me.string(value, "text in quotes");
                    if let Some(feature) = self.ours(feature) {
                        operation.feature = Some(feature);
                    }
                }
                10 => {
                    spans.stream = Some(span);
                    if let Some(stream) = self.ours(|me| me.stream(value)) {
                        operation.stream = Some(stream);
                    }
                }
                _ => {
                    let number = self.ours(|me| me.number(&value));
                    if number.is_some() || !self.is_lenient() {
                        spans.number = Some(span);
                    }
                    if let Some(number) = number {
                        operation.number = number;
                    }
                }
            }
        }
        if seen.meant[3] || seen.incomplete {
            spans.idempotent_unusable = Unusable(true);
        }
        if let (Some(doc), Some(description)) = (seen.keys[5], seen.keys[6])
            && !self.is_lenient()
        {
            let (first, second) = (doc.min(description), doc.max(description));
            self.push(
                Diagnostic::new(
                    Code::DuplicateKey,
                    "`doc` and `description` are the same key",
                )
                .at(Some(second), "given twice")
                .related(Some(first), "first given here")
                .help("write one `doc`"),
            );
        }
        self.required(&seen, &OPERATION, &[2], head, name);
        (operation, spans)
    }

    /// A name, or a list of names.
    fn names_before(&mut self, node: Node) -> Option<(Vec<String>, Vec<Span>)> {
        const EXPECTED: &str = "a name in quotes, or a list of such";
        let entries = match node.kind {
            Kind::Text(name) => return Some((vec![name], vec![node.span])),
            Kind::Group(Group {
                name: None,
                bracket: Bracket::Square,
                entries,
                ..
            }) => entries,
            _ => {
                self.kind(&node, EXPECTED);
                return None;
            }
        };
        let (mut names, mut spans) = (Vec::new(), Vec::new());
        for entry in entries {
            let node = entry.key.unwrap_or(entry.value);
            let span = node.span;
            names.push(self.string(node, EXPECTED)?);
            spans.push(span);
        }
        Some((names, spans))
    }

    /// What replies are together.
    fn stream(&mut self, node: Node) -> Option<String> {
        let span = node.span;
        let stream = self.string(node, "`\"cursor\"`")?;
        if stream == CURSOR {
            return Some(stream);
        }
        let message = format!("`{}` is no kind of stream", shorten(&stream));
        self.push(
            Diagnostic::new(Code::UnknownVariant, message)
                .at(Some(span), "unknown")
                .help(
                    "write `stream: \"cursor\"`: each reply is one element \
                     and the place of the next",
                ),
        );
        None
    }

    /// Documentation, of whatever it is.
    pub(super) fn doc(&mut self, node: Node) -> Option<String> {
        self.ours(|me| me.string(node, "text in quotes"))
    }

    fn encoding(&mut self, node: &Node) -> Option<Encoding> {
        const NAMES: &[&str] = &["Zerocopy", "Ssmarshal", "Hubpack"];
        if !matches!(node.kind, Kind::Word) {
            self.kind(node, "`Zerocopy`, `Ssmarshal` or `Hubpack`");
            return None;
        }
        match self.one_of(node.span, "an encoding", NAMES)? {
            0 => Some(Encoding::Zerocopy),
            1 => Some(Encoding::Ssmarshal),
            _ => Some(Encoding::Hubpack),
        }
    }
}
