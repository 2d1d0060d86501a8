//! RON values → an interface and its spans.

use indexmap::IndexMap;

use super::lex::Bracket;
use super::spans::{
    LeaseSpans, OperationSpans, ReplySpans, Spans, TypeSpans, Unusable,
};
use super::tree::{Entry, Group, Kind, Node, shorten, word};
use super::{UnknownKeys, nearest};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::syntax::{
    AttributedTy, Encoding, Error, Interface, Lease, Operation, RecvStrategy,
    Reply,
};

/// A struct of the language: what it may be called and its keys.
struct Shape {
    /// What messages call it.
    what: &'static str,
    /// The struct name that may stand before the bracket.
    name: &'static str,
    keys: &'static [&'static str],
}

static INTERFACE: Shape = Shape {
    what: "an interface",
    name: "Interface",
    keys: &["name", "ops"],
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

/// The key of a struct's entry as a number: its place in [`Shape::keys`].
type Key = usize;

pub(super) struct Reader<'s> {
    text: &'s str,
    unknown: UnknownKeys,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A struct's keys, to find those given twice and those that are missing.
struct Seen {
    /// Where each first stood.
    keys: [Option<Span>; 8],
    /// Which were meant by others that are misspelt.
    meant: [bool; 8],
    /// Whether more were meant than could be read.
    incomplete: bool,
}

impl Seen {
    fn none(complete: bool) -> Self {
        Self {
            keys: [None; 8],
            meant: [false; 8],
            incomplete: !complete,
        }
    }
}

impl<'s> Reader<'s> {
    pub(super) fn new(
        text: &'s str,
        unknown: UnknownKeys,
        diagnostics: Vec<Diagnostic>,
    ) -> Self {
        Self {
            text,
            unknown,
            diagnostics,
        }
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn interface(&mut self, node: Node) -> (Interface, Spans<'s>) {
        let mut interface = Interface {
            name: String::new(),
            ops: IndexMap::new(),
        };
        let mut spans = Spans {
            text: self.text,
            name: None,
            operations: Vec::new(),
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
                Some(_) => {
                    self.operations(entry.value, &mut interface, &mut spans);
                }
                None => {}
            }
        }
        self.required(&seen, &INTERFACE, &[0, 1], head, "");
        (interface, spans)
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
            let first = interface
                .ops
                .get_index_of(&name)
                .map(|i| spans.operations[i].name);
            let (operation, mut op_spans) =
                self.operation(value, &name, position);
            op_spans.name = span;
            let name = match first {
                Some(first) => {
                    op_spans.name_unusable = Unusable(true);
                    self.twice("operation", name, span, first, position)
                }
                None => name,
            };
            interface.ops.insert(name, operation);
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
            let first = operation
                .args
                .get_index_of(&name)
                .map(|i| spans.args[i].name);
            let (ty, mut ty_spans) = self.attributed(value);
            ty_spans.name = span;
            let name = match first {
                Some(first) => {
                    ty_spans.name_unusable = Unusable(true);
                    self.twice("argument", name, span, first, position)
                }
                None => name,
            };
            operation.args.insert(name, ty);
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
            let first = operation
                .leases
                .get_index_of(&name)
                .map(|i| spans.leases[i].name);
            let (lease, mut lease_spans) = self.lease(value, &name);
            lease_spans.name = span;
            let name = match first {
                Some(first) => {
                    lease_spans.name_unusable = Unusable(true);
                    self.twice("lease", name, span, first, position)
                }
                None => name,
            };
            operation.leases.insert(name, lease);
            spans.leases.push(lease_spans);
        }
    }

    /// Reports a name used twice and makes up another, so that what it names
    /// is checked too.
    fn twice(
        &mut self,
        what: &str,
        name: String,
        span: Span,
        first: Span,
        position: usize,
    ) -> String {
        let message = format!("{what} `{}` is declared twice", shorten(&name));
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
        let group = match node.kind {
            Kind::Group(_) => self.structure(node, &ATTRIBUTED, ""),
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
            ty: "()".to_owned(),
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

/// The notation.
impl Reader<'_> {
    /// A struct.
    fn structure(
        &mut self,
        node: Node,
        shape: &'static Shape,
        name: &str,
    ) -> Option<Group> {
        let span = node.span;
        let group = match node.kind {
            Kind::Group(group) if group.bracket != Bracket::Square => group,
            Kind::Broken => return None,
            kind => {
                let node = Node { kind, span };
                let expected =
                    format!("{}, `({}: ...)`", shape.what, shape.keys[0]);
                self.kind(&node, &expected);
                return None;
            }
        };
        if let Some(found) = group.name
            && word(self.text, found) != shape.name
        {
            let found_word = shorten(word(self.text, found));
            let mut diagnostic = Diagnostic::new(
                Code::WrongStructName,
                format!("expected {}, found `{found_word}`", shape.what),
            )
            .at(Some(found), format!("expected `{}`", shape.name));
            if shape.name != INTERFACE.name {
                diagnostic = diagnostic.help("leave the name before `(` away");
            }
            self.push(diagnostic);
        }
        if group.bracket != Bracket::Round {
            let of = match name {
                "" => String::new(),
                name => format!(" (`{}`)", shorten(name)),
            };
            self.push(
                Diagnostic::new(
                    Code::WrongKind,
                    format!("{}{of} is written in parentheses", shape.what),
                )
                .at(Some(bracket_span(span)), "expected `(`"),
            );
        }
        Some(group)
    }

    /// A map's entries.
    fn map(&mut self, node: Node, key: &str) -> Option<Vec<Entry>> {
        let span = node.span;
        match node.kind {
            Kind::Group(group)
                if group.bracket == Bracket::Curly && group.name.is_none() =>
            {
                Some(group.entries)
            }
            Kind::Group(group) => {
                let message = format!("`{key}` is written in braces");
                self.push(
                    Diagnostic::new(Code::WrongKind, message)
                        .at(Some(bracket_span(span)), "expected `{`")
                        .help(format!("write `{key}: {{ \"name\": ... }}`")),
                );
                Some(group.entries)
            }
            kind => {
                let node = Node { kind, span };
                self.kind(&node, "a map in braces");
                None
            }
        }
    }

    /// An entry of a map: its name and its value.
    fn named(&mut self, entry: Entry, what: &str) -> Option<(Node, Node)> {
        match entry.key {
            Some(key) => Some((key, entry.value)),
            None => {
                if !matches!(entry.value.kind, Kind::Broken) {
                    self.push(
                        Diagnostic::new(
                            Code::Syntax,
                            format!("{what} needs a name and a value"),
                        )
                        .at(Some(entry.value.span), "")
                        .help("write `\"name\": value`"),
                    );
                }
                None
            }
        }
    }

    /// Which key of a struct an entry has.
    fn key(
        &mut self,
        entry: &Entry,
        shape: &'static Shape,
        seen: &mut Seen,
    ) -> Option<Key> {
        let Some(key) = &entry.key else {
            seen.incomplete = true;
            if !matches!(entry.value.kind, Kind::Broken) {
                let message = format!("expected a key of {}", shape.what);
                self.push(
                    Diagnostic::new(Code::Syntax, message)
                        .at(Some(entry.value.span), "a value without a key")
                        .help(format!("known keys: {}", list(shape.keys))),
                );
            }
            return None;
        };
        let (name, quoted) = match &key.kind {
            Kind::Word => (word(self.text, key.span), false),
            Kind::Text(name) => (name.as_str(), true),
            _ => {
                self.kind(key, "a key");
                return None;
            }
        };
        let mut found = None;
        for (i, known) in shape.keys.iter().enumerate() {
            if *known == name {
                found = Some(i);
            }
        }
        if quoted {
            self.quoted_key(name, key.span, shape, found.is_some(), seen);
        }
        let Some(found) = found else {
            if !quoted {
                let name = name.to_owned();
                self.unknown_key(&name, key.span, shape, seen);
            }
            return None;
        };
        match seen.keys[found] {
            None => {
                seen.keys[found] = Some(key.span);
                Some(found)
            }
            Some(first) => {
                let message =
                    format!("`{name}` is given twice in {}", shape.what);
                self.push(
                    Diagnostic::new(Code::DuplicateKey, message)
                        .at(Some(key.span), "given again")
                        .related(Some(first), "first given here"),
                );
                None
            }
        }
    }

    /// A key in quotes; perhaps it is the name of the next operation,
    /// argument or lease.
    fn quoted_key(
        &mut self,
        name: &str,
        span: Span,
        shape: &Shape,
        known: bool,
        seen: &mut Seen,
    ) {
        let name = shorten(name);
        let diagnostic = if known {
            let message = format!("the keys of {} have no quotes", shape.what);
            Diagnostic::new(Code::WrongKind, message)
                .at(Some(span), "expected no quotes")
        } else {
            seen.incomplete = true;
            let message = format!("`\"{name}\"` is no key of {}", shape.what);
            Diagnostic::new(Code::WrongKind, message)
                .at(Some(span), "a name in quotes")
                .help("is the `)` before it missing?")
        };
        self.push(diagnostic);
    }

    fn unknown_key(
        &mut self,
        name: &str,
        span: Span,
        shape: &Shape,
        seen: &mut Seen,
    ) {
        if self.unknown == UnknownKeys::Ignore {
            return;
        }
        let message =
            format!("unknown key `{}` in {}", shorten(name), shape.what);
        let help = match nearest(name, shape.keys) {
            Some(near) => {
                for (i, key) in shape.keys.iter().enumerate() {
                    seen.meant[i] |= *key == near;
                }
                format!("did you mean `{near}`?")
            }
            None => format!("known keys: {}", list(shape.keys)),
        };
        self.push(
            Diagnostic::new(Code::UnknownKey, message)
                .at(Some(span), "unknown")
                .help(help),
        );
    }

    /// Reports the keys that are not there.
    fn required(
        &mut self,
        seen: &Seen,
        shape: &Shape,
        keys: &[Key],
        head: Span,
        name: &str,
    ) {
        if seen.incomplete {
            return;
        }
        for &key in keys {
            if seen.keys[key].is_some() || seen.meant[key] {
                continue;
            }
            let key = shape.keys[key];
            let of = match name {
                "" => String::new(),
                name => format!(" (`{}`)", shorten(name)),
            };
            let message = format!("{}{of} needs `{key}`", shape.what);
            let diagnostic = Diagnostic::new(Code::MissingKey, message)
                .at(Some(head), format!("`{key}` is missing"));
            let help = match key {
                "reply" => {
                    "for an operation that returns nothing, write \
                            `reply: Result(ok: \"()\", err: ServerDeath)`"
                }
                "ops" => "an interface without operations has `ops: {}`",
                _ => "",
            };
            self.push(match help {
                "" => diagnostic,
                help => diagnostic.help(help),
            });
        }
    }

    /// A variant of an enum: which of these, where its name stands, and what
    /// is in the parentheses, if they are there.
    fn variant(
        &mut self,
        node: Node,
        what: &str,
        names: &'static [&'static str],
    ) -> Option<(usize, Span, Option<Group>)> {
        let span = node.span;
        let (name, contents) = match node.kind {
            Kind::Word => (span, None),
            Kind::Group(
                group @ Group {
                    name: Some(name), ..
                },
            ) => (name, Some(group)),
            kind => {
                let node = Node { kind, span };
                self.kind(&node, &format!("{what}, one of {}", list(names)));
                return None;
            }
        };
        let variant = self.one_of(name, what, names)?;
        Some((variant, name, contents))
    }

    /// Which of these words stands here.
    fn one_of(
        &mut self,
        span: Span,
        what: &str,
        names: &'static [&'static str],
    ) -> Option<usize> {
        let found = word(self.text, span);
        for (i, name) in names.iter().enumerate() {
            if *name == found {
                return Some(i);
            }
        }
        let help = match nearest(found, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known are {}", list(names)),
        };
        let message = format!("`{}` is not {what}", shorten(found));
        self.push(
            Diagnostic::new(Code::UnknownVariant, message)
                .at(Some(span), "unknown")
                .help(help),
        );
        None
    }

    /// Makes sure that a variant has nothing in parentheses.
    fn unit(
        &mut self,
        name: &str,
        span: Span,
        contents: Option<Group>,
    ) -> Option<()> {
        if contents.is_none() {
            return Some(());
        }
        self.push(
            Diagnostic::new(Code::WrongKind, format!("`{name}` stands alone"))
                .at(Some(span), "expected no parentheses after this"),
        );
        None
    }

    /// The one value in a variant's parentheses.
    fn contents(
        &mut self,
        name: &str,
        expected: &str,
        span: Span,
        group: Option<Group>,
    ) -> Option<[Node; 1]> {
        let mut entries = match group {
            Some(group) => group.entries,
            None => Vec::new(),
        };
        if entries.len() == 1
            && let Some(Entry { key: None, value }) = entries.pop()
        {
            return Some([value]);
        }
        let message = format!("`{name}` needs {expected}");
        let diagnostic = Diagnostic::new(Code::WrongKind, message)
            .at(Some(span), format!("expected {expected} in parentheses"));
        self.push(if name == "Simple" {
            diagnostic.help("write `Simple(\"T\")` or `Simple((type: \"T\"))`")
        } else {
            diagnostic.help(format!("write `{name}(\"T\")`"))
        });
        None
    }

    /// `None`, `Some(value)` or the value itself.
    fn option(&mut self, node: Node, expected: &str) -> Option<Option<Node>> {
        let span = node.span;
        match node.kind {
            Kind::Word if word(self.text, span) == "None" => Some(None),
            Kind::Group(Group {
                name: Some(name),
                mut entries,
                ..
            }) if word(self.text, name) == "Some" => {
                if entries.len() == 1
                    && let Some(Entry { key: None, value }) = entries.pop()
                {
                    return Some(Some(value));
                }
                self.push(
                    Diagnostic::new(Code::WrongKind, "`Some` needs one value")
                        .at(Some(span), format!("expected {expected}")),
                );
                None
            }
            kind => Some(Some(Node { kind, span })),
        }
    }

    fn bool(&mut self, node: &Node) -> Option<bool> {
        if matches!(node.kind, Kind::Word) {
            match word(self.text, node.span) {
                "true" => return Some(true),
                "false" => return Some(false),
                _ => {}
            }
        }
        self.kind(node, "`true` or `false`");
        None
    }

    fn string(&mut self, node: Node, expected: &str) -> Option<String> {
        match node.kind {
            Kind::Text(text) => Some(text),
            _ => {
                self.kind(&node, expected);
                None
            }
        }
    }

    /// A number of 32 bits, as RON writes it.
    fn number(&mut self, node: &Node) -> Option<u32> {
        if !matches!(node.kind, Kind::Number) {
            self.kind(node, "a number");
            return None;
        }
        let text = &self.text[node.span.range()];
        let (digits, base) = match text.get(..2) {
            Some("0x") => (&text[2..], 16),
            Some("0o") => (&text[2..], 8),
            Some("0b") => (&text[2..], 2),
            _ => (text, 10),
        };
        let mut number: Option<u32> = Some(0);
        let mut whole = !digits.is_empty() && !digits.starts_with('_');
        for digit in digits.chars() {
            if digit == '_' {
                continue;
            }
            match digit.to_digit(base) {
                Some(digit) => {
                    number = number
                        .and_then(|n| n.checked_mul(base))
                        .and_then(|n| n.checked_add(digit));
                }
                None => whole = false,
            }
        }
        if whole && number.is_some() {
            return number;
        }
        let label = if whole {
            "too large"
        } else {
            "expected a whole number"
        };
        let message =
            format!("`{}` is not a whole number of 32 bits", shorten(text));
        self.push(
            Diagnostic::new(Code::BadNumber, message)
                .at(Some(node.span), label),
        );
        None
    }

    /// Reports a value of the wrong kind.
    fn kind(&mut self, node: &Node, expected: &str) {
        let found = match &node.kind {
            Kind::Broken => return,
            Kind::Word => {
                format!("`{}`", shorten(word(self.text, node.span)))
            }
            Kind::Number => "a number".to_owned(),
            Kind::Char => "a character".to_owned(),
            Kind::Text(_) => "a string".to_owned(),
            Kind::Group(group) => match (group.name, group.bracket) {
                (Some(name), _) => {
                    format!("`{}(...)`", shorten(word(self.text, name)))
                }
                (None, Bracket::Round) => "`(...)`".to_owned(),
                (None, Bracket::Square) => "a list".to_owned(),
                (None, Bracket::Curly) => "a map".to_owned(),
            },
        };
        self.push(
            Diagnostic::new(
                Code::WrongKind,
                format!("expected {expected}, found {found}"),
            )
            .at(Some(node.span), format!("expected {expected}")),
        );
    }
}

/// What takes the place of a type that the text does not give.
fn stand_in() -> AttributedTy {
    AttributedTy {
        ty: "()".to_owned(),
        recv: RecvStrategy::FromBytes,
    }
}

/// A struct's name, or its bracket: where to say what is missing in it.
fn head(whole: Span, group: &Group) -> Span {
    match group.name {
        Some(name) => name,
        None => bracket_span(whole),
    }
}

/// The first character.
fn bracket_span(whole: Span) -> Span {
    Span {
        start: whole.start,
        end: whole.start + 1,
    }
}

/// `` `a`, `b` and `c` ``.
fn list(names: &[&str]) -> String {
    let mut text = String::new();
    for (i, name) in names.iter().enumerate() {
        if i > 0 {
            text.push_str(if i + 1 == names.len() { " and " } else { ", " });
        }
        text.push('`');
        text.push_str(name);
        text.push('`');
    }
    text
}
