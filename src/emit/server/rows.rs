//! What follows from a row for each operation, as `idol_runtime::server_items`
//! writes it:
//!
//! ```text
//! matching
//! 1 read 0, 1 __IDOL_SPI_1_TYPES Spi_read_ARGS Spi_read_REPLY (device: own u8,) (sink: u8,) ok nothing (), code coded __idol_spi_is_SpiError => ();
//! ```
//!
//! | of a row | is |
//! | --- | --- |
//! | its begin | the implementation of `ServerOp`: an operation's number, name, room for the reply, number of leases |
//! | statics | what debuggers find in a task's file, and no byte of it is loaded: all types, in the order that `placeholders` has |
//! | words before types | what a trace on a laptop does to read a value. Firmware has nothing of it |
//!
//! A static's types are, in this order: the struct of the arguments, that of the
//! reply, whose `value` has the bytes that a reply's body has, the arguments' own
//! types, the ok type, and the error with the type whose bytes its body has, `()`
//! for none; then, where something is lent, the types of what is lent, or of its
//! elements. What traces need of types comes from there: what the compiler says of
//! a wrong one is not said once more.

use super::sizes;
use crate::embed::{self, Row};
use crate::emit::forms::{Forms, Way};
use crate::emit::names;
use crate::emit::trace::{how, how_ok};
use crate::emit::writer::{Writer, line};
use crate::model::{Conversion, Extent, Failure, Interface, Operation, Ty};
use crate::syntax::Encoding;

/// A reply of so many bytes is more than the runtime's `Shape` can state.
const REPLY_LIMIT: u32 = 1 << 24;

pub(super) fn rows(w: &mut Writer, interface: &Interface) {
    w.text(&found_by(&interface.operations));
    for op in &interface.operations {
        w.text(&row(interface, op));
    }
}

/// How an operation is found by its number, and its room and leases. Of few
/// operations the compiler makes something smaller than a table; of many, a
/// table of jumps, which is larger.
fn found_by(operations: &[Operation]) -> String {
    let contiguous = operations
        .iter()
        .zip(1..)
        .all(|(op, n)| op.number.get() == n);
    let shape = |op: &Operation| (sizes::room(op), op.leases.len());
    let mut all = operations.iter().map(shape);
    let first = all.next();
    let differ = first.is_some() && !all.all(|it| Some(it) == first);
    if !(contiguous && differ && operations.len() > 4) {
        return "matching".to_owned();
    }
    let mut leases = operations.iter().map(|op| op.leases.len());
    let first = leases.next().unwrap_or_default();
    match leases.all(|leases| leases == first) {
        true => format!("table lending {first}"),
        false => "table".to_owned(),
    }
}

fn row(interface: &Interface, op: &Operation) -> String {
    use std::fmt::Write as _;
    let (ok, conversion) = (&op.reply.ok, &op.reply.conversion);
    let mut row = format!(
        "{} {} {}, {} {} {} {}",
        op.number,
        names::rust(&op.name),
        sizes::room(op),
        op.leases.len(),
        embed::types_static(interface, op.number.get()),
        names::arguments(interface, op),
        names::reply(interface, op.name.as_str()),
    );
    // The longest reply can be stated, and its room checked. A client asks for
    // that room: it is the server that states it.
    if op.reply.max_size.known().is_none_or(|n| n >= REPLY_LIMIT) {
        row.push_str(" fits ");
        row.push_str(&names::reply_size(op));
    }
    row.push_str(" (");
    for argument in &op.arguments {
        let how = how(op, &argument.ty, &argument.conversion);
        // A `String` takes any text.
        let name = names::rust(&argument.name);
        let _ = write!(row, "{name}: {how} {},", argument.ty);
    }
    row.push(')');
    if !op.leases.is_empty() {
        row.push_str(" (");
        for lease in &op.leases {
            let (Extent::Value(ty) | Extent::Slice { element: ty, .. }) =
                &lease.extent;
            let _ = write!(row, "{}: {ty},", names::rust(&lease.name));
        }
        row.push(')');
    }
    let _ = write!(row, " {} {ok}", how_ok(op));
    // A value that is converted is sent as its own bytes.
    if *conversion == Conversion::Own {
        push_body(&mut row, interface, op, ok);
    }
    match &op.reply.failure {
        Failure::Simple | Failure::ServerDeath => {}
        Failure::CLike(error) => {
            let _ = write!(row, ", code coded {error} => ()");
        }
        Failure::Complex { error, .. } => {
            let how = how(op, error, &Conversion::Own);
            let _ = write!(row, ", error {how} {error}");
            push_body(&mut row, interface, op, error);
        }
    }
    row.push(';');
    row
}

/// Appends the type whose bytes the body of a reply has, if it is another.
fn push_body(row: &mut String, interface: &Interface, op: &Operation, ty: &Ty) {
    if op.encoding == Encoding::Zerocopy {
        let body = Forms::new(interface).ty(Way::Sent, ty, &Conversion::Own);
        if body != ty.as_str() {
            row.push_str(" => ");
            row.push_str(&body);
        }
    }
}

/// The same for numbers that no operation has, which old debuggers take for
/// operations like any other:
///
/// ```text
/// pub struct Spi___reserved_2_REPLY { pub value: () }
/// #[used]
/// static __IDOL_SPI_2_TYPES: ::core::marker::PhantomData<(..)> = ..;
/// ```
pub(super) fn placeholders(w: &mut Writer, interface: &Interface) {
    for row in embed::rows(interface) {
        match row {
            Row::Placeholder(number) => placeholder(w, interface, number),
            Row::Operation(_) | Row::Placeholders(_) => {}
        }
    }
}

fn placeholder(w: &mut Writer, interface: &Interface, number: u16) {
    let name = embed::placeholder_name(number);
    let iface = interface.name.as_str();
    let arguments = crate::names::arguments(iface, &name);
    let reply = crate::names::reply(iface, &name);
    let types = embed::types_static(interface, number);
    let phantom = "::core::marker::PhantomData";
    w.blank();
    line!(w, "/// No operation has the number {number}.");
    w.text("#[repr(C, packed)]");
    line!(w, "pub struct {arguments} {{}}");
    w.blank();
    line!(w, "pub struct {reply} {{ pub value: () }}");
    w.text("#[used]");
    line!(
        w,
        "static {types}: {phantom}<({arguments}, {reply}, (), (), ((), ()))> \
         = {phantom};"
    );
}
