//! RON values → an interface and its spans.

use indexmap::IndexMap;
use indexmap::map::Entry;

use super::UnknownKeys;
use super::lex::Bracket;
use super::spans::{
    LeaseSpans, OperationSpans, ReplySpans, Spans, TypeSpans, Unusable,
};
use super::tree::{Group, Kind, Node, shorten};
use super::values::{Reader, Seen, Shape, head};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::syntax::{
    AttributedTy, Encoding, Error, Interface, Lease, Operation, RecvStrategy,
    Reply,
};

static INTERFACE: Shape = Shape {
    what: "an interface",
    name: "Interface",
    keys: &["name", "ops", "reserved"],
};
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
    ],
};
static ATTRIBUTED: Shape = Shape {
    what: "a type",
    name: "AttributedTy",
    keys: &["type", "recv"],
};
static LEASE: Shape = Shape {
    what: "a lease",
    name: "Lease",
    keys: &["type", "read", "write", "max_len"],
};
static RESULT: Shape = Shape {
    what: "`Result`",
    name: "Result",
    keys: &["ok", "err"],
};

impl<'s> Reader<'s> {
    pub(super) fn interface(&mut self, node: Node) -> (Interface, Spans<'s>) {
        let mut interface = Interface {
            name: String::new(),
            ops: IndexMap::new(),
            reserved: Vec::new(),
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
                Some(_) => {
                    self.reserved(entry.value, &mut interface, &mut spans);
                }
                None => {}
            }
        }
        self.required(&seen, &INTERFACE, &[0, 1], head, "");
        (interface, spans)
    }

    /// The list of reserved numbers. One that is no number is left out.
    fn reserved(
        &mut self,
        node: Node,
        interface: &mut Interface,
        spans: &mut Spans<'s>,
    ) {
        let entries = match node.kind {
            Kind::Group(Group {
                name: None,
                bracket: Bracket::Square,
                entries,
                ..
            }) => entries,
            _ => return self.kind(&node, "a list of numbers, `[1, 2]`"),
        };
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
                interface.reserved.push(number);
                spans.reserved.push(span);
            }
        }
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
            let (operation, mut op_spans) =
                self.operation(value, &name, position);
            op_spans.name = span;
            match interface.ops.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(operation);
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

    fn operation(
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
                    operation.doc = self.string(value, "text in quotes");
                }
                _ => {
                    spans.number = Some(span);
                    if let Some(number) = self.number(&value) {
                        operation.number = number;
                    }
                }
            }
        }
        if seen.meant[3] || seen.incomplete {
            spans.idempotent_unusable = Unusable(true);
        }
        if let (Some(doc), Some(description)) = (seen.keys[5], seen.keys[6])
            && self.unknown == UnknownKeys::Refuse
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

    fn arguments(
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

    fn leases(
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

    /// Reports a name used twice and makes up another, so that what it names
    /// is checked too.
    fn twice(
        &mut self,
        what: &str,
        name: &str,
        span: Span,
        first: Span,
        position: usize,
    ) -> String {
        let message = format!("{what} `{}` is declared twice", shorten(name));
        self.push(
            Diagnostic::new(Code::DuplicateName, message)
                .at(Some(span), "declared again")
                .related(Some(first), "first declared here")
                .help("rename one of them"),
        );
        // A line break is part of no identifier, so no other name is this.
        format!("{name}\n{position}")
    }

    fn attributed(&mut self, node: Node) -> (AttributedTy, TypeSpans) {
        let mut attributed = stand_in();
        let mut spans = TypeSpans {
            name: node.span,
            ty: node.span,
            ..TypeSpans::default()
        };
        if let Kind::Text(ty) = node.kind {
            attributed.ty = ty;
            return (attributed, spans);
        }
        spans.ty_unusable = Unusable(true);
        let whole = node.span;
        let group = match &node.kind {
            Kind::Group(group)
                if group.name.is_some() || !group.entries.is_empty() =>
            {
                self.structure(node, &ATTRIBUTED, "")
            }
            _ => {
                self.kind(&node, "a type in quotes, or `(type: ...)`");
                None
            }
        };
        let Some(group) = group else {
            return (attributed, spans);
        };
        let head = head(whole, &group);
        let mut seen = Seen::none(group.complete);
        for entry in group.entries {
            match self.key(&entry, &ATTRIBUTED, &mut seen) {
                Some(0) => {
                    spans.ty = entry.value.span;
                    if let Some(ty) =
                        self.string(entry.value, "a type in quotes")
                    {
                        attributed.ty = ty;
                        spans.ty_unusable = Unusable(false);
                    }
                }
                Some(_) => {
                    spans.recv = Some(entry.value.span);
                    match self.strategy(entry.value, &mut spans) {
                        Some(recv) => attributed.recv = recv,
                        None => spans.recv_unusable = Unusable(true),
                    }
                }
                None => {}
            }
        }
        self.required(&seen, &ATTRIBUTED, &[0], head, "");
        (attributed, spans)
    }

    fn strategy(
        &mut self,
        node: Node,
        spans: &mut TypeSpans,
    ) -> Option<RecvStrategy> {
        const NAMES: &[&str] = &["FromBytes", "FromPrimitive", "From"];
        let (name, span, mut group) =
            self.variant(node, "a receive strategy", NAMES)?;
        match name {
            0 => {
                self.unit(NAMES[0], span, group)?;
                Some(RecvStrategy::FromBytes)
            }
            1 => {
                let [raw] = self.contents(
                    NAMES[1],
                    "an integer type in quotes",
                    span,
                    group,
                )?;
                spans.raw = Some(raw.span);
                self.string(raw, "an integer type in quotes")
                    .map(RecvStrategy::FromPrimitive)
            }
            _ => {
                let function = match &mut group {
                    Some(group) if group.entries.len() == 2 => {
                        group.entries.pop()
                    }
                    _ => None,
                };
                let [raw] = self.contents(
                    NAMES[2],
                    "a type in quotes, and perhaps a function",
                    span,
                    group,
                )?;
                spans.raw = Some(raw.span);
                let raw = self.string(raw, "a type in quotes")?;
                let function = match function {
                    Some(entry) => self.function(entry.value, spans)?,
                    None => None,
                };
                Some(RecvStrategy::From(raw, function))
            }
        }
    }

    /// `None`, `Some("function")` or `"function"`.
    fn function(
        &mut self,
        node: Node,
        spans: &mut TypeSpans,
    ) -> Option<Option<String>> {
        const EXPECTED: &str = "`None` or `Some(\"function\")`";
        let node = self.option(node, EXPECTED)?;
        match node {
            None => Some(None),
            Some(node) => {
                spans.function = Some(node.span);
                self.string(node, EXPECTED).map(Some)
            }
        }
    }

    fn reply(&mut self, node: Node) -> (Reply, ReplySpans) {
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
        spans.error_unusable = Unusable(true);
        spans.ok.ty_unusable = Unusable(true);
        for entry in group.entries {
            match self.key(&entry, &RESULT, &mut seen) {
                Some(0) => {
                    let (ty, ty_spans) = self.attributed(entry.value);
                    ok = ty;
                    spans.ok = ty_spans;
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
        spans.unusable = Unusable(false);
        (Reply::Result { ok, err }, spans)
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

    fn lease(&mut self, node: Node, name: &str) -> (Lease, LeaseSpans) {
        let mut lease = Lease {
            ty: String::new(),
            read: false,
            write: false,
            max_len: None,
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

/// What takes the place of a type that the text does not give.
fn stand_in() -> AttributedTy {
    AttributedTy {
        ty: String::new(),
        recv: RecvStrategy::FromBytes,
    }
}
