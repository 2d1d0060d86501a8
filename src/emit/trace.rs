//! What a trace on a laptop does to read messages, in the rows of operations:
//! a word before each type. Firmware has nothing of it. A client's rows, where
//! the runtime makes something of them, have nothing else, and no types, which
//! its methods have:
//!
//! ```text
//! 1 list (from: hubpack,) () ok hubpack, code coded;
//! 2 tail (from: own,) () ok own;
//! ```

use std::fmt::Display;

use super::writer::{Writer, line};
use super::{empty, names};
use crate::model::{Conversion, Failure, Integer, Interface, Operation, Ty};
use crate::pieces::{Pieces, by};
use crate::syntax::Encoding;

/// A client's rows.
pub(super) fn rows(w: &mut Writer, interface: &Interface) {
    for op in &interface.operations {
        line!(w, "{}", row(op));
    }
}

fn row(op: &Operation) -> impl Display {
    by(move |f| {
        write!(f, "{} {} (", op.number, names::rust(&op.name))?;
        for it in &op.arguments {
            let how = how(op, &it.ty, &it.conversion);
            write!(f, "{}: {how},", names::rust(&it.name))?;
        }
        f.write_str(") (")?;
        for lease in &op.leases {
            write!(f, "{},", names::rust(&lease.name))?;
        }
        write!(f, ") {}", how_ok(op))?;
        match &op.reply.failure {
            Failure::Simple | Failure::ServerDeath => {}
            Failure::CLike(_) => f.write_str(", code coded")?,
            Failure::Complex { error, .. } => {
                write!(f, ", error {}", how(op, error, &Conversion::Own))?;
            }
        }
        f.write_str(";")
    })
}

/// Where the value of an operation stands that succeeds, and the word for it.
pub(super) fn how_ok(op: &Operation) -> Pieces<'_> {
    let place = match op.reply.failure {
        Failure::Simple => "plain ",
        Failure::CLike(_) | Failure::ServerDeath | Failure::Complex { .. } => {
            "ok "
        }
    };
    let (word, of) = words(op, &op.reply.ok, &op.reply.conversion);
    Pieces::of([place, word, of, ""])
}

/// The word for what is done to read a value.
pub(super) fn how(
    op: &Operation,
    ty: &Ty,
    conversion: &Conversion,
) -> Pieces<'static> {
    let (word, of) = words(op, ty, conversion);
    Pieces::of([word, of, "", ""])
}

/// This word, and the integer that it is about.
fn words(
    op: &Operation,
    ty: &Ty,
    conversion: &Conversion,
) -> (&'static str, &'static str) {
    let word = match conversion {
        Conversion::Bool => "flag",
        Conversion::FromPrimitive(integer) => {
            return ("primitive @", integer.as_str());
        }
        Conversion::From { raw, .. } => match integer_of(raw.as_str()) {
            Some(raw) => return ("integer @", raw),
            None => "unknown",
        },
        Conversion::Own if empty::value(ty).is_some() => "nothing",
        Conversion::Own => match op.encoding {
            Encoding::Zerocopy => "own",
            Encoding::Hubpack => "hubpack",
            Encoding::Ssmarshal => "ssmarshal",
        },
    };
    (word, "")
}

fn integer_of(text: &str) -> Option<&'static str> {
    let mut names = Integer::ALL.iter().map(|integer| integer.as_str());
    names.find(|name| *name == text)
}
