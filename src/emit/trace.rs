//! What a trace on a laptop does to read messages, in the rows of operations:
//! a word before each type. Firmware has nothing of it. A client's rows, where
//! the runtime makes something of them, have nothing else, and no types, which
//! its methods have:
//!
//! ```text
//! 1 list (from: hubpack,) () ok hubpack, code coded;
//! 2 tail (from: own,) () ok own;
//! ```

use std::fmt::Write as _;

use super::writer::Writer;
use super::{empty, names};
use crate::model::{Conversion, Failure, Integer, Interface, Operation, Ty};
use crate::syntax::Encoding;

/// A client's rows.
pub(super) fn rows(w: &mut Writer, interface: &Interface) {
    for op in &interface.operations {
        let mut row = format!("{} {} (", op.number, names::rust(&op.name));
        for it in &op.arguments {
            let how = how(op, &it.ty, &it.conversion);
            // A `String` takes any text.
            let _ = write!(row, "{}: {how},", names::rust(&it.name));
        }
        row.push_str(") (");
        for lease in &op.leases {
            row.push_str(&names::rust(&lease.name));
            row.push(',');
        }
        row.push_str(") ");
        row.push_str(&how_ok(op));
        match &op.reply.failure {
            Failure::Simple | Failure::ServerDeath => {}
            Failure::CLike(_) => row.push_str(", code coded"),
            Failure::Complex { error, .. } => {
                row.push_str(", error ");
                row.push_str(&how(op, error, &Conversion::Own));
            }
        }
        row.push(';');
        w.text(&row);
    }
}

/// Where the value of an operation stands that succeeds, and the word for it.
pub(super) fn how_ok(op: &Operation) -> String {
    let place = match op.reply.failure {
        Failure::Simple => "plain",
        Failure::CLike(_) | Failure::ServerDeath | Failure::Complex { .. } => {
            "ok"
        }
    };
    let how = how(op, &op.reply.ok, &op.reply.conversion);
    format!("{place} {how}")
}

/// The word for what is done to read a value.
pub(super) fn how(op: &Operation, ty: &Ty, conversion: &Conversion) -> String {
    let word = match conversion {
        Conversion::Bool => "flag",
        Conversion::FromPrimitive(integer) => {
            return format!("primitive @{}", integer.as_str());
        }
        Conversion::From { raw, .. } => match integer_of(raw.as_str()) {
            Some(raw) => return format!("integer @{raw}"),
            None => "unknown",
        },
        Conversion::Own if empty::value(ty).is_some() => "nothing",
        Conversion::Own => match op.encoding {
            Encoding::Zerocopy => "own",
            Encoding::Hubpack => "hubpack",
            Encoding::Ssmarshal => "ssmarshal",
        },
    };
    word.to_owned()
}

fn integer_of(text: &str) -> Option<&'static str> {
    let mut names = Integer::ALL.iter().map(|integer| integer.as_str());
    names.find(|name| *name == text)
}
