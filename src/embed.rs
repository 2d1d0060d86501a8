//! The interface as debuggers read it: RON in the old vocabulary, whatever
//! the file was written in.
//!
//! Old readers number operations by position, so these stand in the order of
//! their numbers, and a number that no operation has is held by a placeholder.
//! They ignore the fingerprint, which is a field that they do not know.

use std::mem;
use std::ops::RangeInclusive;

use crate::fingerprint::Fingerprint;
use crate::model::{
    Access, Argument, Conversion, Extent, Failure, Interface, Lease, Operation,
    PLACEHOLDER, Reply,
};
use crate::names;
use crate::order::order;
use crate::syntax::Encoding;

/// The name of the static whose type names all types of an operation: where a
/// tool finds them in a server's debug information. `number` is that of the
/// operation, or of a placeholder.
pub fn types_static(interface: &Interface, number: u16) -> String {
    names::forced_types(interface.name.as_str(), number)
}

/// Whether what a server embeds as an operation so named is a placeholder,
/// for a number that no operation has.
pub fn is_placeholder(name: &str) -> bool {
    name.starts_with(PLACEHOLDER)
}

/// An interface as it is embedded.
pub(crate) struct Embedded {
    /// The text of the section `.idolatry`: one line per operation, no NUL.
    pub(crate) pieces: Vec<Piece>,
    /// What the text says, its documentation left out.
    pub(crate) fingerprint: Fingerprint,
}

/// A part of the text.
pub(crate) enum Piece {
    /// As it stands.
    Text(String),
    /// The placeholders of these numbers, a line each.
    Placeholders(RangeInclusive<u16>),
}

/// What holds a number, or several.
pub(crate) enum Row<'a> {
    /// The operation that has it.
    Operation(&'a Operation),
    /// A placeholder, as no operation has it.
    Placeholder(u16),
    /// Placeholders for more numbers than are worth an item each.
    Placeholders(RangeInclusive<u16>),
}

/// The longest run of free numbers whose placeholders have types, as
/// operations have: old debuggers may look for them.
const SHORT_RUN: u16 = 8;

/// All numbers from 1 to the greatest that an operation has, in order.
pub(crate) fn rows(interface: &Interface) -> Vec<Row<'_>> {
    let operations = &interface.operations;
    let numbers = operations.iter().map(|op| op.number.get().into());
    let mut rows = Vec::with_capacity(operations.len());
    let mut next: u16 = 1;
    for op in order(numbers).into_iter().filter_map(|i| operations.get(i)) {
        let number = op.number.get();
        if number.saturating_sub(next) > SHORT_RUN {
            rows.push(Row::Placeholders(next..=number - 1));
        } else {
            rows.extend((next..number).map(Row::Placeholder));
        }
        rows.push(Row::Operation(op));
        next = op.number.get().saturating_add(1);
    }
    rows
}

/// The name of a placeholder, which no operation can have.
pub(crate) fn placeholder_name(number: u16) -> String {
    format!("{PLACEHOLDER}{number}")
}

/// What follows a placeholder's number in its line.
pub(crate) const PLACEHOLDER_END: &str = "\":(reply:Simple(\"()\")),\n";

/// A placeholder's line, whose number is so written.
pub(crate) fn placeholder(number: &str) -> String {
    format!("\"{PLACEHOLDER}{number}{PLACEHOLDER_END}")
}

/// An interface, for the section and for the debug information.
pub(crate) fn embedded(interface: &Interface) -> Embedded {
    let mut pieces = Vec::new();
    let mut text = String::with_capacity(1024);
    let mut fingerprint = Fingerprint::EMPTY;
    text.push_str("Interface(name:");
    string(&mut text, interface.name.as_str());
    fingerprint.update(interface.name.as_str());
    text.push_str(",ops:{\n");
    for row in rows(interface) {
        match row {
            Row::Operation(op) => {
                let start = text.len();
                operation(&mut text, op);
                fingerprint.update(&format!("\n{}:", op.number));
                fingerprint.update(&text[start..]);
                if let Some(doc) = &op.doc {
                    text.push_str(",doc:");
                    string(&mut text, doc);
                }
                text.push_str("),\n");
            }
            Row::Placeholder(number) => {
                text.push_str(&placeholder(&number.to_string()));
            }
            Row::Placeholders(numbers) => {
                pieces.push(Piece::Text(mem::take(&mut text)));
                pieces.push(Piece::Placeholders(numbers));
            }
        }
    }
    text.push_str("},fingerprint:\"");
    text.push_str(&fingerprint.to_string());
    text.push_str("\")\n");
    pieces.push(Piece::Text(text));
    Embedded {
        pieces,
        fingerprint,
    }
}

/// An operation, up to its documentation.
fn operation(text: &mut String, op: &Operation) {
    string(text, op.name.as_str());
    text.push_str(":(args:{");
    for argument in &op.arguments {
        string(text, argument.name.as_str());
        text.push(':');
        self::argument(text, argument);
        text.push(',');
    }
    text.push('}');
    if !op.leases.is_empty() {
        text.push_str(",leases:{");
        for lease in &op.leases {
            string(text, lease.name.as_str());
            text.push(':');
            self::lease(text, lease);
            text.push(',');
        }
        text.push('}');
    }
    text.push_str(",reply:");
    reply(text, &op.reply);
    if op.is_idempotent() {
        text.push_str(",idempotent:true");
    }
    match op.encoding {
        Encoding::Zerocopy => {}
        Encoding::Hubpack => text.push_str(",encoding:Hubpack"),
        Encoding::Ssmarshal => text.push_str(",encoding:Ssmarshal"),
    }
}

fn argument(text: &mut String, argument: &Argument) {
    attributed(text, argument.ty.as_str(), &argument.conversion);
}

fn attributed(text: &mut String, ty: &str, conversion: &Conversion) {
    let integer;
    let (strategy, raw, with) = match conversion {
        Conversion::Own | Conversion::Bool => return string(text, ty),
        Conversion::FromPrimitive(raw) => {
            integer = raw.as_str();
            ("FromPrimitive", integer, None)
        }
        Conversion::From { raw, with } => ("From", raw.as_str(), with.as_ref()),
    };
    text.push_str("(type:");
    string(text, ty);
    text.push_str(",recv:");
    text.push_str(strategy);
    text.push('(');
    string(text, raw);
    if strategy == "From" {
        match with {
            None => text.push_str(",None"),
            Some(function) => {
                text.push_str(",Some(");
                string(text, function);
                text.push(')');
            }
        }
    }
    text.push_str("))");
}

fn lease(text: &mut String, lease: &Lease) {
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
    text.push(')');
}

fn reply(text: &mut String, reply: &Reply) {
    let error = match &reply.failure {
        Failure::Simple => {
            text.push_str("Simple(");
            attributed(text, reply.ok.as_str(), &reply.conversion);
            text.push(')');
            return;
        }
        Failure::CLike(error) => Some(("CLike", error)),
        Failure::Complex { error, .. } => Some(("Complex", error)),
        Failure::ServerDeath => None,
    };
    text.push_str("Result(ok:");
    attributed(text, reply.ok.as_str(), &reply.conversion);
    text.push_str(",err:");
    match error {
        None => text.push_str("ServerDeath"),
        Some((kind, error)) => {
            text.push_str(kind);
            text.push('(');
            string(text, error.as_str());
            text.push(')');
        }
    }
    text.push(')');
}

/// A string literal that every RON reader takes.
fn string(text: &mut String, value: &str) {
    text.push('"');
    // Most need no escape, and one copy is cheaper than many.
    let plain = |b| matches!(b, b' ' | b'!' | b'#'..=b'[' | b']'..=b'~');
    if value.bytes().all(plain) {
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
