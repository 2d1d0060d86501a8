//! The interface: its name, its operations, its reserved numbers.

use indexmap::IndexMap;
use indexmap::map::Entry;

use super::keys::{Seen, Shape};
use super::lex::Bracket;
use super::node::{Group, Kind, Node};
use super::reader::{Reader, head};
use super::spans::{Spans, Unusable};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::syntax::Interface;

static INTERFACE: Shape = Shape {
    what: "an interface",
    name: "Interface",
    keys: &["name", "ops", "reserved", "doc"],
    ours: 2,
    any_form: false,
};

impl<'s> Reader<'s> {
    pub(super) fn interface(&mut self, node: Node) -> (Interface, Spans<'s>) {
        let mut interface = Interface {
            name: String::new(),
            ops: IndexMap::new(),
            reserved: Vec::new(),
            doc: None,
        };
        let mut spans = Spans {
            text: self.text,
            name: None,
            operations: Vec::new(),
            reserved: Vec::new(),
        };
        let whole = node.span;
        let Some(group) = self.structure(node, &INTERFACE, "") else {
            return (interface, spans);
        };
        let mut seen = Seen::none(group.complete);
        let head = head(whole, &group);
        for entry in group.entries {
            match self.key(&entry, &INTERFACE, &mut seen) {
                Some(0) => {
                    spans.name = Some(entry.value.span);
                    match self.string(entry.value, "a name in quotes") {
                        Some(name) => interface.name = name,
                        None => spans.name = None,
                    }
                }
                Some(1) => {
                    self.operations(entry.value, &mut interface, &mut spans);
                }
                Some(3) => interface.doc = self.doc(entry.value),
                Some(_) => {
                    let read = |me: &mut Self| me.reserved(entry.value);
                    if let Some(read) = self.ours(read) {
                        (interface.reserved, spans.reserved) = read;
                    }
                }
                None => {}
            }
        }
        self.required(&seen, &INTERFACE, &[0, 1], head, "");
        (interface, spans)
    }

    /// The list of reserved numbers. One that is no number is left out.
    fn reserved(&mut self, node: Node) -> Option<(Vec<u32>, Vec<Span>)> {
        let entries = match node.kind {
            Kind::Group(Group {
                name: None,
                bracket: Bracket::Square,
                entries,
                ..
            }) => entries,
            _ => {
                self.kind(&node, "a list of numbers, `[1, 2]`");
                return None;
            }
        };
        let (mut numbers, mut spans) = (Vec::new(), Vec::new());
        for entry in entries {
            let span = entry.value.span;
            if entry.key.is_some() {
                self.push(
                    Diagnostic::new(
                        Code::Syntax,
                        "a reserved number has no name",
                    )
                    .at(Some(span), "expected a number, not `key: value`"),
                );
                continue;
            }
            if let Some(number) = self.number(&entry.value) {
                numbers.push(number);
                spans.push(span);
            }
        }
        Some((numbers, spans))
    }

    fn operations(
        &mut self,
        node: Node,
        interface: &mut Interface,
        spans: &mut Spans<'s>,
    ) {
        let Some(entries) = self.map(node, "ops") else {
            return;
        };
        interface.ops.reserve(entries.len());
        for entry in entries {
            let position = interface.ops.len() + 1;
            let Some((name, value)) = self.named(entry, "an operation") else {
                continue;
            };
            let span = name.span;
            let Some(name) = self.string(name, "a name in quotes") else {
                continue;
            };
            let (mut operation, mut op_spans) =
                self.operation(value, &name, position);
            op_spans.name = span;
            match interface.ops.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(operation);
                }
                Entry::Occupied(mut entry) if self.is_lenient() => {
                    let index = entry.index();
                    if op_spans.number.is_none() {
                        operation.number =
                            u32::try_from(index + 1).unwrap_or(u32::MAX);
                    }
                    entry.insert(operation);
                    spans.operations[index] = op_spans;
                    continue;
                }
                Entry::Occupied(entry) => {
                    op_spans.name_unusable = Unusable(true);
                    let first = spans.operations[entry.index()].name;
                    let name = entry.key();
                    let name =
                        self.twice("operation", name, span, first, position);
                    interface.ops.insert(name, operation);
                }
            }
            spans.operations.push(op_spans);
        }
    }
}
