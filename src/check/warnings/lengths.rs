//! Two lengths for one buffer: an argument that says what a lease says.

use crate::check::checker::{Checker, Place, Short};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Access, Argument, Extent, Integer, Lease};
use crate::parse::OperationSpans;

/// Words for a length.
const LENGTHS: [&str; 5] = ["len", "length", "size", "count", "nbytes"];

/// Words that add nothing to it, beside a buffer.
const OF_A_BUFFER: [&str; 9] = [
    "buf", "buffer", "byte", "bytes", "data", "max", "message", "msg",
    "payload",
];

/// Words that tell it is memory that the server fills.
const FILLED: [&str; 10] = [
    "dest", "dst", "out", "output", "read", "recv", "reply", "response", "rx",
    "sink",
];

/// Words that tell it is memory that the server reads.
const TAKEN: [&str; 8] = [
    "in", "input", "request", "send", "source", "src", "tx", "write",
];

impl Checker<'_> {
    /// An argument that, by its name and its type, says how long a lease is.
    pub(crate) fn length_twice(
        &mut self,
        op: &str,
        arguments: &[Argument],
        leases: &[Lease],
        spans: Option<&OperationSpans>,
    ) {
        for (i, argument) in arguments.iter().enumerate() {
            let ty = argument.ty.as_str();
            if !Integer::ALL.iter().any(|integer| integer.as_str() == ty) {
                continue;
            }
            let name = argument.name.as_str();
            let Some(lease) = repeated(name, leases) else {
                continue;
            };
            let lent = leases.get(lease).map_or("", |l| l.name.as_str());
            let message = format!(
                "argument `{}` says what the length of lease `{}` says",
                Short(name),
                Short(lent)
            );
            let span = spans.and_then(|s| s.args.get(i)).map(|s| s.name);
            let related = spans.and_then(|s| s.leases.get(lease));
            self.push(
                Place::Argument(op, name),
                Diagnostic::new(Code::LengthTwice, message)
                    .at(
                        span,
                        "where they differ, whom does the server believe?",
                    )
                    .related(
                        related.map(|spans| spans.name),
                        "every call tells how long this is",
                    )
                    .help(
                        "take the argument away: the server asks the lease \
                         for its length; if it is the length of something \
                         else, let its name say of what",
                    ),
            );
        }
    }
}

/// Which slice's length an argument of this name repeats.
///
/// One of the words of the name is one for a length. The others, if there are
/// any, are all in the name of a lease; or they say no more than that it is a
/// buffer's, and perhaps which way its bytes go, and then it is that of the
/// first slice that goes this way.
fn repeated(argument: &str, leases: &[Lease]) -> Option<usize> {
    let mut words: Vec<&str> = argument
        .split('_')
        .filter(|word| !word.is_empty() && *word != "of")
        .collect();
    if let ["num" | "n", "bytes"] = words.as_slice() {
        words.clear();
    } else {
        let length = words.iter().position(|word| LENGTHS.contains(word))?;
        words.remove(length);
    }
    let slices = || {
        leases
            .iter()
            .enumerate()
            .filter(|(_, lease)| matches!(lease.extent, Extent::Slice { .. }))
    };
    let named = slices().find(|(_, lease)| {
        let name = lease.name.as_str();
        let is_in = |word: &&str| name.split('_').any(|part| part == *word);
        !words.is_empty() && words.iter().all(is_in)
    });
    if let Some((lease, _)) = named {
        return Some(lease);
    }
    let filled = words.iter().any(|word| FILLED.contains(word));
    let taken = words.iter().any(|word| TAKEN.contains(word));
    let known = |word: &&str| {
        OF_A_BUFFER.contains(word)
            || FILLED.contains(word)
            || TAKEN.contains(word)
    };
    if !words.iter().all(known) || (filled && taken) {
        return None;
    }
    let goes = |lease: &Lease| match lease.access {
        Access::Read => !filled,
        Access::Write => !taken,
        Access::ReadWrite => true,
    };
    let (lease, _) = slices().find(|(_, lease)| goes(lease))?;
    Some(lease)
}
