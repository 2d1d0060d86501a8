//! Arguments and leases.

use indexmap::map::Entry;

use super::keys::{Seen, Shape};
use super::node::Node;
use super::reader::{Reader, head};
use super::spans::{LeaseSpans, OperationSpans, Unusable};
use crate::syntax::{Lease, Operation};

static LEASE: Shape = Shape {
    what: "a lease",
    name: "Lease",
    keys: &["type", "read", "write", "max_len", "doc"],
    ours: 1,
    any_form: false,
};

impl Reader<'_> {
    pub(super) fn arguments(
        &mut self,
        node: Node,
        operation: &mut Operation,
        spans: &mut OperationSpans,
    ) {
        let Some(entries) = self.map(node, "args") else {
            return;
        };
        operation.args.reserve(entries.len());
        for entry in entries {
            let position = operation.args.len() + 1;
            let Some((name, value)) = self.named(entry, "an argument") else {
                continue;
            };
            let span = name.span;
            let Some(name) = self.string(name, "a name in quotes") else {
                continue;
            };
            let (ty, mut ty_spans) = self.attributed(value);
            ty_spans.name = span;
            match operation.args.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(ty);
                }
                Entry::Occupied(mut entry) if self.is_lenient() => {
                    spans.args[entry.index()] = ty_spans;
                    entry.insert(ty);
                    continue;
                }
                Entry::Occupied(entry) => {
                    ty_spans.name_unusable = Unusable(true);
                    let first = spans.args[entry.index()].name;
                    let name = entry.key();
                    let name =
                        self.twice("argument", name, span, first, position);
                    operation.args.insert(name, ty);
                }
            }
            spans.args.push(ty_spans);
        }
    }

    pub(super) fn leases(
        &mut self,
        node: Node,
        operation: &mut Operation,
        spans: &mut OperationSpans,
    ) {
        let Some(entries) = self.map(node, "leases") else {
            return;
        };
        operation.leases.reserve(entries.len());
        for entry in entries {
            let position = operation.leases.len() + 1;
            let Some((name, value)) = self.named(entry, "a lease") else {
                continue;
            };
            let span = name.span;
            let Some(name) = self.string(name, "a name in quotes") else {
                continue;
            };
            let (lease, mut lease_spans) = self.lease(value, &name);
            lease_spans.name = span;
            match operation.leases.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(lease);
                }
                Entry::Occupied(mut entry) if self.is_lenient() => {
                    spans.leases[entry.index()] = lease_spans;
                    entry.insert(lease);
                    continue;
                }
                Entry::Occupied(entry) => {
                    lease_spans.name_unusable = Unusable(true);
                    let first = spans.leases[entry.index()].name;
                    let name = entry.key();
                    let name = self.twice("lease", name, span, first, position);
                    operation.leases.insert(name, lease);
                }
            }
            spans.leases.push(lease_spans);
        }
    }

    fn lease(&mut self, node: Node, name: &str) -> (Lease, LeaseSpans) {
        let mut lease = Lease {
            ty: String::new(),
            read: false,
            write: false,
            max_len: None,
            doc: None,
        };
        let mut spans = LeaseSpans {
            ty: node.span,
            ty_unusable: Unusable(true),
            ..LeaseSpans::default()
        };
        let whole = node.span;
        let Some(group) = self.structure(node, &LEASE, name) else {
            spans.access_unusable = Unusable(true);
            return (lease, spans);
        };
        let head = head(whole, &group);
        let mut seen = Seen::none(group.complete);
        for entry in group.entries {
            let Some(key) = self.key(&entry, &LEASE, &mut seen) else {
                continue;
            };
            let value = entry.value;
            match key {
                0 => {
                    spans.ty = value.span;
                    if let Some(ty) = self.string(value, "a type in quotes") {
                        lease.ty = ty;
                        spans.ty_unusable = Unusable(false);
                    }
                }
                1 | 2 => match self.bool(&value) {
                    Some(value) if key == 1 => lease.read = value,
                    Some(value) => lease.write = value,
                    None => spans.access_unusable = Unusable(true),
                },
                4 => lease.doc = self.doc(value),
                _ => {
                    spans.max_len = Some(value.span);
                    let expected = "`None`, `Some(n)` or a number";
                    if let Some(Some(value)) = self.option(value, expected) {
                        lease.max_len = self.number(&value);
                    }
                }
            }
        }
        if seen.meant[1] || seen.meant[2] || seen.incomplete {
            spans.access_unusable = Unusable(true);
        }
        self.required(&seen, &LEASE, &[0], head, name);
        (lease, spans)
    }
}
