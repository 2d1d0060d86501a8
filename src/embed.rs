//! The interface as debuggers read it: the text of the section `.idolatry`.
//!
//! Released readers number operations by position, so these stand in the order
//! of their numbers, and a number that no operation has is held by a
//! placeholder. What they would not take is written so that they do:
//!
//! | the file says | they are told | what a debugger finds |
//! | --- | --- | --- |
//! | a name that is a keyword, `type` | `r#type` | nothing: in the debug information it is `type` |
//! | `From("u8", Some("a::f"))` | `From("u8",None)` | all: it calls no function |
//! | `Option<u32>` comes back, with `Zerocopy` | the struct of the reply, `Lamp_get_REPLY` | what travels |
//! | `Complex("Option<u32>")`, with `Zerocopy` | a type that there is not | no error |
//!
//! The key `stream` they do not know, and so ignore.
//! What the file says of such operations follows in a list `written`, and the
//! fingerprint after it: fields that released readers do not know, and so
//! ignore. [`as_written`] puts the two together.

mod read;

use std::mem;
use std::ops::RangeInclusive;

use crate::canonical::{self, Docs, Named, Reader, needs_other_words, string};
use crate::fingerprint::Fingerprint;
use crate::identifier::is_option;
use crate::model::{
    Conversion, Failure, Interface, Operation, PLACEHOLDER, Ty,
};
use crate::names;
use crate::order::order;
use crate::syntax::Encoding;
pub use read::{as_written, holds_number, is_embedded, is_placeholder};

/// The name of the static whose type names all types of an operation: where a
/// tool finds them in a server's debug information. `number` is that of the
/// operation, or of a placeholder.
pub fn types_static(interface: &Interface, number: u16) -> String {
    names::forced_types(&interface.upper, number).to_string()
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

/// The struct whose layout a reply's value has on the wire, beside those of
/// all other operations.
pub(crate) fn reply_struct(interface: &Interface, op: &str) -> String {
    names::reply(interface.name.as_str(), op).to_string()
}

/// The text of the section `.idolatry`: one line per operation, no NUL.
pub(crate) fn embedded(interface: &Interface) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut text = String::with_capacity(1024);
    // What the file says of the operations of which the section says less.
    let mut written = String::new();
    let mut fingerprint = Fingerprint::begin(&interface.name);
    let released = Reader::Released(Named::default());
    text.push_str("Interface(name:");
    canonical::name(&mut text, released, &interface.name);
    if let Some(doc) = &interface.doc {
        text.push_str(",doc:");
        string(&mut text, doc);
    }
    text.push_str(",ops:{\n");
    for row in rows(interface) {
        match row {
            Row::Operation(op) => {
                if differs(op) {
                    released_operation(&mut text, interface, op);
                    said(&mut written, &mut fingerprint, op);
                    end(&mut written, op);
                } else {
                    said(&mut text, &mut fingerprint, op);
                }
                end(&mut text, op);
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
    if !written.is_empty() {
        text.push_str(WRITTEN);
        text.push_str(&written);
    }
    text.push_str(END);
    text.push_str(&fingerprint.to_string());
    text.push_str("\")\n");
    pieces.push(Piece::Text(text));
    pieces
}

/// What the file says of an operation, up to its documentation. None of that
/// is in the fingerprint.
fn said(text: &mut String, fingerprint: &mut Fingerprint, op: &Operation) {
    let start = text.len();
    canonical::operation(text, Reader::Ours, Docs::Left, op);
    fingerprint.operation(op.number, &text[start..]);
    if op.has_documented_parts() {
        text.truncate(start);
        canonical::operation(text, Reader::Ours, Docs::Kept, op);
    }
}

/// The end of an operation: what is not in the fingerprint, as it changes
/// nothing that is sent.
fn end(text: &mut String, op: &Operation) {
    if op.cursor.is_some() {
        text.push_str(",stream:\"cursor\"");
    }
    if let Some(doc) = &op.doc {
        text.push_str(",doc:");
        string(text, doc);
    }
    text.push_str("),\n");
}

/// Whether released readers are told something else than the file says.
fn differs(op: &Operation) -> bool {
    needs_other_words(op) || names_ok(op) || error_of_option(op).is_some()
}

/// Whether the layout of a reply's value is not that of its type, so that the
/// type's name must not lead to it.
fn names_ok(op: &Operation) -> bool {
    op.encoding == Encoding::Zerocopy
        && op.reply.conversion == Conversion::Own
        && is_option(op.reply.ok.as_str())
}

/// The same of an error.
fn error_of_option(op: &Operation) -> Option<&Ty> {
    match &op.reply.failure {
        Failure::Complex { error, .. } if op.encoding == Encoding::Zerocopy => {
            Some(error).filter(|error| is_option(error.as_str()))
        }
        Failure::Simple
        | Failure::CLike(_)
        | Failure::Complex { .. }
        | Failure::ServerDeath => None,
    }
}

fn released_operation(
    text: &mut String,
    interface: &Interface,
    op: &Operation,
) {
    let ok = reply_struct(interface, op.name.as_str());
    // There is no such type: they show an error only by its enum.
    let error = format!("{}_{}_ERROR", interface.name, op.name);
    let named = Named {
        ok: Some(ok.as_str()).filter(|_| names_ok(op)),
        error: error_of_option(op).map(|_| error.as_str()),
    };
    canonical::operation(text, Reader::Released(named), Docs::Kept, op);
}

/// What begins the list of what the file says where the section says
/// something else.
const WRITTEN: &str = "},written:{\n";

/// What begins the end of the text.
const END: &str = "},fingerprint:\"";
