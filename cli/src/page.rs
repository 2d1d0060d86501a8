//! The page about an interface's wire, for people: Markdown with a row for
//! every operation, and all that an engineer with a bus trace asks about each.

mod operation;
mod prose;
mod text;

use idol::fingerprint::Fingerprint;
use idol::model::{Conversion, Failure, Interface, OnDeath, Operation};
use idol::syntax::Encoding;

pub use operation::ErrorCodes;
use operation::encoding;
pub(crate) use operation::form;
pub use prose::prose;
pub(crate) use text::size;
use text::{Page, code};

/// The page about an interface, as Markdown: tables in the dialect that
/// GitHub and rustdoc read.
///
/// Sizes are in bytes. What only the Rust compiler knows is named instead:
/// "size of `T`", and an offset behind it is a sum.
pub fn markdown(interface: &Interface, codes: &ErrorCodes) -> String {
    let mut page = Page::default();
    page.line(&format!("# `{}` on the wire", interface.name));
    page.blank();
    introduction(&mut page, interface);
    contents(&mut page, interface);
    for op in &interface.operations {
        operation::section(&mut page, op, codes);
    }
    conventions(&mut page, interface);
    page.finish()
}

/// What a page says of one operation.
pub(crate) fn of_operation(op: &Operation) -> String {
    let mut page = Page::default();
    operation::section(&mut page, op, &ErrorCodes::new());
    page.finish()
}

fn introduction(page: &mut Page, interface: &Interface) {
    page.said(interface.doc.as_deref());
    let count = match interface.operations.len() {
        0 => "no operations".to_owned(),
        1 => "one operation".to_owned(),
        n => format!("{n} operations"),
    };
    page.line(&format!(
        "The messages of the interface `{}`, which has {count}. Sizes and \
         offsets are in bytes.",
        interface.name
    ));
    page.blank();
    let fingerprint = Fingerprint::of(interface);
    page.line(&format!("Fingerprint: `{fingerprint}`."));
    page.blank();
    if !interface.reserved.is_empty() {
        let numbers: Vec<_> =
            interface.reserved.iter().map(ToString::to_string).collect();
        let numbers = numbers.join(", ");
        page.line(&format!(
            "Reserved numbers, which no operation may have: {numbers}."
        ));
        page.blank();
    }
}

/// A row for every operation.
fn contents(page: &mut Page, interface: &Interface) {
    if interface.operations.is_empty() {
        return;
    }
    page.row(&[
        "number",
        "operation",
        "encoding",
        "message",
        "leases",
        "reply",
        "server death",
    ]);
    page.rule(7);
    for op in &interface.operations {
        let at_most = match op.encoding {
            Encoding::Zerocopy => "",
            Encoding::Hubpack | Encoding::Ssmarshal => "at most ",
        };
        let at_most_replied = match &op.reply.failure {
            Failure::Complex { .. } => "at most ",
            Failure::Simple | Failure::CLike(_) | Failure::ServerDeath => {
                at_most
            }
        };
        let bounded = |bound: &str, size: String| match size.as_str() {
            "0" => size,
            _ => format!("{bound}{size}"),
        };
        page.row(&[
            &op.number.to_string(),
            &format!("[{}](#{})", code(op.name.as_str()), op.name),
            encoding(op.encoding),
            &bounded(at_most, size(&op.message_size)),
            &op.leases.len().to_string(),
            &bounded(at_most_replied, size(&op.reply.max_size)),
            match op.on_death {
                OnDeath::Retry => "asks again",
                OnDeath::ErrorFromCode
                | OnDeath::ErrorFromServerDeath
                | OnDeath::ServerDeath => "error",
                OnDeath::Untold => "untold",
            },
        ]);
    }
    page.blank();
}

/// What holds for every operation.
fn conventions(page: &mut Page, interface: &Interface) {
    page.line("## Conventions");
    page.blank();
    let uses = |encoding| {
        let mut ops = interface.operations.iter();
        ops.any(|op| op.encoding == encoding)
    };
    if uses(Encoding::Zerocopy) {
        page.line(
            "**Zerocopy**: arguments follow each other without padding, each \
             as it is in memory; a message has exactly the size given.",
        );
        page.blank();
    }
    if interface.operations.iter().any(has_checked_values) {
        page.line(
            "**Checked values**: a value that not all bytes are of travels as \
             it is in memory where its type has zerocopy's traits. An \
             `Option` that has not travels as a byte, 0 or 1, and the bytes \
             of its value, or as many zeros; its size is then one more than \
             the value's. The compiler decides.",
        );
        page.blank();
    }
    if uses(Encoding::Hubpack) {
        page.line(
            "**Hubpack**: integers little-endian, variants as their index in \
             one byte, `Option` as a byte and the value if there is one. \
             Trailing bytes are refused.",
        );
        page.blank();
    }
    if uses(Encoding::Ssmarshal) {
        page.line(
            "**Ssmarshal**: integers little-endian, variants as their index \
             in one byte, `Option` as a byte and the value if there is one. \
             Trailing bytes are refused. A reply may be no longer than its \
             type is in memory.",
        );
        page.blank();
    }
    page.line(
        "**Return codes**: 0 is success. From 0xFFFF_FF00 up the server has \
         died, and the low byte is its new generation.",
    );
    page.blank();
    page.line(
        "**Faults**: a request that a server cannot accept faults the task \
         that sent it; the server goes on.",
    );
    page.blank();
    page.row(&["request", "reason of the fault"]);
    page.rule(2);
    for (request, reason) in FAULTS {
        page.row(&[request, &code(reason)]);
    }
}

/// What faults a client, in the order in which a server looks.
const FAULTS: [(&str, &str); 8] = [
    ("longer than any message", "BadMessageSize"),
    ("a number that no operation has", "UndefinedOperation"),
    (
        "room for less than the longest reply",
        "ReplyBufferTooSmall",
    ),
    ("another number of leases", "BadLeases"),
    ("from a task that may not", "AccessViolation"),
    ("Zerocopy: of another length", "BadMessageSize"),
    ("arguments that do not decode", "BadMessageContents"),
    (
        "a lease without a right that is needed, or of a wrong length",
        "BadLeases",
    ),
];

/// Whether some value's form is a decision of the compiler's.
fn has_checked_values(op: &Operation) -> bool {
    if op.encoding != Encoding::Zerocopy {
        return false;
    }
    let arguments = op.arguments.iter().map(|a| (&a.ty, &a.conversion));
    let reply = [(&op.reply.ok, &op.reply.conversion)];
    let error = match &op.reply.failure {
        Failure::Complex { error, .. } => Some((error, &Conversion::Own)),
        Failure::Simple | Failure::CLike(_) | Failure::ServerDeath => None,
    };
    arguments
        .chain(reply)
        .chain(error)
        .any(|(ty, conversion)| conversion.is_decided_by_traits(ty))
}
