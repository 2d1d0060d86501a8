//! An interface as text, one way for each meaning: RON in the old vocabulary,
//! whatever the file was written in. A [fingerprint](crate::fingerprint) is
//! made of it, and what debuggers read is written in it.

use crate::identifier::is_keyword;
use crate::model::{
    Access, Argument, Conversion, Extent, Failure, Interface, Lease, Name,
    Operation, Reply,
};
use crate::order::order;
use crate::printable;
use crate::syntax::Encoding;

/// Whom a text is for.
#[derive(Copy, Clone)]
pub(crate) enum Reader<'a> {
    /// One that takes all that the file says.
    Ours,
    /// One that was released before: its names and functions are single
    /// identifiers, and it finds the layout of a reply by the name of its
    /// type.
    Released(Named<'a>),
}

/// What stands in the place of types whose memory is not what travels.
#[derive(Copy, Clone, Default)]
pub(crate) struct Named<'a> {
    pub(crate) ok: Option<&'a str>,
    pub(crate) error: Option<&'a str>,
}

/// The operations in the order of their numbers.
pub(crate) fn by_number(
    interface: &Interface,
) -> impl Iterator<Item = &Operation> {
    let operations = &interface.operations;
    let numbers = operations.iter().map(|op| op.number.get().into());
    order(numbers).into_iter().filter_map(|i| operations.get(i))
}

/// Words that are no identifiers for released readers. `gen` is one, for them.
pub(crate) fn is_refused(name: &str) -> bool {
    is_keyword(name) && name != "gen"
}

/// Whether a released reader would not take the operation as it is.
pub(crate) fn needs_other_words(op: &Operation) -> bool {
    let arguments = op.arguments.iter().map(|argument| &argument.name);
    let leases = op.leases.iter().map(|lease| &lease.name);
    let conversions = op.arguments.iter().map(|a| &a.conversion);
    is_refused(op.name.as_str())
        || arguments
            .chain(leases)
            .any(|name| is_refused(name.as_str()))
        || conversions.chain([&op.reply.conversion]).any(has_path)
}

/// Whether a conversion's function is more than an identifier.
fn has_path(conversion: &Conversion) -> bool {
    match conversion {
        Conversion::Own | Conversion::Bool | Conversion::FromPrimitive(_) => {
            false
        }
        Conversion::From { with, .. } => {
            with.as_ref().is_some_and(|function| function.contains(':'))
        }
    }
}

/// A name, as a string literal.
pub(crate) fn name(text: &mut String, reader: Reader<'_>, name: &Name) {
    match reader {
        Reader::Released(_) if is_refused(name.as_str()) => {
            text.push_str("\"r#");
            text.push_str(name.as_str());
            text.push('"');
        }
        Reader::Ours | Reader::Released(_) => string(text, name.as_str()),
    }
}

/// Whether the documentation of an operation's parts is part of its text.
#[derive(Copy, Clone, Eq, PartialEq)]
pub(crate) enum Docs {
    Left,
    Kept,
}

impl Docs {
    /// Documentation, behind something else.
    fn write(self, text: &mut String, doc: Option<&str>) {
        if let Some(doc) = self.of(doc) {
            text.push_str(",doc:");
            string(text, doc);
        }
    }

    fn of(self, doc: Option<&str>) -> Option<&str> {
        doc.filter(|_| self == Self::Kept)
    }
}

/// An operation, up to its documentation.
pub(crate) fn operation(
    text: &mut String,
    reader: Reader<'_>,
    docs: Docs,
    op: &Operation,
) {
    name(text, reader, &op.name);
    text.push_str(":(args:{");
    for argument in &op.arguments {
        name(text, reader, &argument.name);
        text.push(':');
        self::argument(text, reader, docs, argument);
        text.push(',');
    }
    text.push('}');
    if !op.leases.is_empty() {
        text.push_str(",leases:{");
        for lease in &op.leases {
            name(text, reader, &lease.name);
            text.push(':');
            self::lease(text, docs, lease);
            text.push(',');
        }
        text.push('}');
    }
    text.push_str(",reply:");
    reply(text, reader, docs, &op.reply);
    if op.is_idempotent() {
        text.push_str(",idempotent:true");
    }
    match op.encoding {
        Encoding::Zerocopy => {}
        Encoding::Hubpack => text.push_str(",encoding:Hubpack"),
        Encoding::Ssmarshal => text.push_str(",encoding:Ssmarshal"),
    }
}

fn argument(
    text: &mut String,
    reader: Reader<'_>,
    docs: Docs,
    argument: &Argument,
) {
    let doc = docs.of(argument.doc.as_deref());
    let ty = argument.ty.as_str();
    attributed(text, reader, doc, ty, &argument.conversion);
}

fn attributed(
    text: &mut String,
    reader: Reader<'_>,
    doc: Option<&str>,
    ty: &str,
    conversion: &Conversion,
) {
    let integer;
    let (strategy, raw, with) = match conversion {
        Conversion::Own | Conversion::Bool if doc.is_some() => {
            text.push_str("(type:");
            string(text, ty);
            Docs::Kept.write(text, doc);
            text.push(')');
            return;
        }
        Conversion::Own | Conversion::Bool => return string(text, ty),
        Conversion::FromPrimitive(raw) => {
            integer = raw.as_str();
            ("FromPrimitive", integer, None)
        }
        // One that may refuse is the same to all who send.
        Conversion::From { raw, with, .. } => {
            ("From", raw.as_str(), with.as_ref())
        }
    };
    text.push_str("(type:");
    string(text, ty);
    text.push_str(",recv:");
    text.push_str(strategy);
    text.push('(');
    string(text, raw);
    if strategy == "From" {
        let with = match reader {
            // It could not name the function, and does not call it.
            Reader::Released(_) if has_path(conversion) => None,
            Reader::Ours | Reader::Released(_) => with,
        };
        match with {
            None => text.push_str(",None"),
            Some(function) => {
                text.push_str(",Some(");
                string(text, function);
                text.push(')');
            }
        }
    }
    text.push(')');
    Docs::Kept.write(text, doc);
    text.push(')');
}

fn lease(text: &mut String, docs: Docs, lease: &Lease) {
    text.push_str("(type:");
    let max_len = match &lease.extent {
        Extent::Value(ty) => {
            string(text, ty.as_str());
            None
        }
        Extent::Slice { element, max_len } => {
            string(text, &format!("[{element}]"));
            *max_len
        }
    };
    text.push_str(match lease.access {
        Access::Read => ",read:true",
        Access::Write => ",write:true",
        Access::ReadWrite => ",read:true,write:true",
    });
    if let Some(max) = max_len {
        text.push_str(",max_len:Some(");
        text.push_str(&max.to_string());
        text.push(')');
    }
    docs.write(text, lease.doc.as_deref());
    text.push(')');
}

fn reply(text: &mut String, reader: Reader<'_>, docs: Docs, reply: &Reply) {
    let doc = docs.of(reply.doc.as_deref());
    let named = match reader {
        Reader::Ours => Named::default(),
        Reader::Released(named) => named,
    };
    let ok = named.ok.unwrap_or(reply.ok.as_str());
    let error = match &reply.failure {
        Failure::Simple => {
            text.push_str("Simple(");
            attributed(text, reader, doc, ok, &reply.conversion);
            text.push(')');
            return;
        }
        Failure::CLike(error) => Some(("CLike", error)),
        Failure::Complex { error, .. } => Some(("Complex", error)),
        Failure::ServerDeath => None,
    };
    text.push_str("Result(ok:");
    attributed(text, reader, doc, ok, &reply.conversion);
    text.push_str(",err:");
    match error {
        None => text.push_str("ServerDeath"),
        Some((kind, error)) => {
            text.push_str(kind);
            text.push('(');
            string(text, named.error.unwrap_or(error.as_str()));
            text.push(')');
        }
    }
    text.push(')');
}

/// A string literal that every RON reader takes.
pub(crate) fn string(text: &mut String, value: &str) {
    text.push('"');
    if printable::length(value) == value.len() {
        text.push_str(value);
        text.push('"');
        return;
    }
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c if c.is_control() => {
                text.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
            }
            c => text.push(c),
        }
    }
    text.push('"');
}
