//! What follows from a row for each operation, as `idol_runtime::server_items`
//! writes it:
//!
//! ```text
//! matching
//! 1 read 0, 1 __IDOL_SPI_1_TYPES Spi_read_ARGS Spi_read_REPLY reading read_read_msg take { device: u8, } (device: own u8,) (sink: u8,) ok nothing (), code coded __idol_spi_is_SpiError => ();
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

use std::borrow::Cow;
use std::fmt::{self, Display};

use super::{arguments, sizes};
use crate::embed::{self, Row};
use crate::emit::forms::{Forms, Way};
use crate::emit::names;
use crate::emit::trace::{how, how_ok};
use crate::emit::writer::{Writer, line};
use crate::model::{Conversion, Extent, Failure, Interface, Operation, Ty};
use crate::pieces::by;
use crate::syntax::Encoding;

/// A reply of so many bytes is more than the runtime's `Shape` can state.
const REPLY_LIMIT: u32 = 1 << 24;

pub(super) fn rows(w: &mut Writer, interface: &Interface) {
    line!(w, "{}", found_by(&interface.operations));
    for op in &interface.operations {
        line!(w, "{}", row(interface, op));
    }
}

/// How an operation is found by its number, and its room and leases. Of few
/// operations the compiler makes something smaller than a table; of many, a
/// table of jumps, which is larger.
fn found_by(operations: &[Operation]) -> Cow<'static, str> {
    let contiguous = operations
        .iter()
        .zip(1..)
        .all(|(op, n)| op.number.get() == n);
    // Rooms that the file does not tell go by other names.
    let shape = |op: &Operation| {
        let room = sizes::known_room(op).ok_or(op.number);
        (room, op.leases.len())
    };
    let mut all = operations.iter().map(shape);
    let first = all.next();
    let differ = first.is_some() && !all.all(|it| Some(it) == first);
    if !(contiguous && differ && operations.len() > 4) {
        return Cow::Borrowed("matching");
    }
    let mut leases = operations.iter().map(|op| op.leases.len());
    let first = leases.next().unwrap_or_default();
    match leases.all(|leases| leases == first) {
        true => Cow::Owned(format!("table lending {first}")),
        false => Cow::Borrowed("table"),
    }
}

fn row(interface: &Interface, op: &Operation) -> impl Display {
    by(move |f| {
        let (ok, conversion) = (&op.reply.ok, &op.reply.conversion);
        write!(
            f,
            "{} {} {}, {} {} {} {}",
            op.number,
            names::rust(&op.name),
            sizes::room(op),
            op.leases.len(),
            names::forced_types(interface, op.number.get()),
            names::arguments(interface, op),
            names::reply(interface, op.name.as_str()),
        )?;
        arguments::taken(f, interface, op)?;
        // The longest reply can be stated, and its room checked. A client asks
        // for that room: it is the server that states it.
        if op.reply.max_size.known().is_none_or(|n| n >= REPLY_LIMIT) {
            write!(f, " fits {}", names::reply_size(op))?;
        }
        f.write_str(" (")?;
        for argument in &op.arguments {
            let how = how(op, &argument.ty, &argument.conversion);
            let name = names::rust(&argument.name);
            write!(f, "{name}: {how} {},", argument.ty)?;
        }
        f.write_str(")")?;
        if !op.leases.is_empty() {
            f.write_str(" (")?;
            for lease in &op.leases {
                let (Extent::Value(ty) | Extent::Slice { element: ty, .. }) =
                    &lease.extent;
                write!(f, "{}: {ty},", names::rust(&lease.name))?;
            }
            f.write_str(")")?;
        }
        write!(f, " {} {ok}", how_ok(op))?;
        // A value that is converted is sent as its own bytes.
        if *conversion == Conversion::Own {
            body(f, interface, op, ok)?;
        }
        match &op.reply.failure {
            Failure::Simple | Failure::ServerDeath => {}
            Failure::CLike(error) => {
                write!(f, ", code coded {error} => ()")?;
            }
            Failure::Complex { error, .. } => {
                let how = how(op, error, &Conversion::Own);
                write!(f, ", error {how} {error}")?;
                body(f, interface, op, error)?;
            }
        }
        f.write_str(";")
    })
}

/// The type whose bytes the body of a reply has, if it is another.
fn body(
    f: &mut fmt::Formatter<'_>,
    interface: &Interface,
    op: &Operation,
    ty: &Ty,
) -> fmt::Result {
    if op.encoding == Encoding::Zerocopy {
        let body = Forms::new(interface).ty(Way::Sent, ty, &Conversion::Own);
        if body != ty.as_str() {
            return write!(f, " => {body}");
        }
    }
    Ok(())
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
    let types = names::forced_types(interface, number);
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
