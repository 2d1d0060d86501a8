//! Two lengths for one buffer: an argument that says what a lease says.

use crate::check::checker::{Checker, Place, Short};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Access, Argument, Extent, Integer, Lease};
use crate::parse::OperationSpans;

/// Words for a length.
const LENGTHS: [&str; 6] = ["len", "length", "size", "sz", "count", "nbytes"];

/// Words that add nothing to it, beside a buffer.
const OF_A_BUFFER: [&str; 9] = [
    "buf", "buffer", "byte", "bytes", "data", "max", "message", "msg",
    "payload",
];

/// Words that tell it is memory that the server fills.
const FILLED: [&str; 11] = [
    "dest", "dst", "out", "output", "r", "read", "recv", "reply", "response",
    "rx", "sink",
];

/// Words that tell it is memory that the server reads.
const TAKEN: [&str; 9] = [
    "in", "input", "request", "send", "source", "src", "tx", "w", "write",
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
        // Most have none, and one look is cheaper than many.
        let mut slices = false;
        for lease in leases {
            slices |= is_slice(lease);
        }
        if !slices {
            return;
        }
        for (i, argument) in arguments.iter().enumerate() {
            let name = argument.name.as_str();
            let ty = argument.ty.as_str();
            if !Integer::ALL.iter().any(|integer| integer.as_str() == ty) {
                continue;
            }
            let Some(lease) = repeated(name, leases) else {
                continue;
            };
            let lent = leases[lease].name.as_str();
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

fn is_slice(lease: &Lease) -> bool {
    matches!(lease.extent, Extent::Slice { .. })
}

/// Which slice's length an argument of this name repeats.
///
/// One of the words of the name is one for a length, alone or behind another, as
/// in `buflen`; or it begins as a number of things. The others, if there are
/// any, are all in the name of a lease; or they say no more than that it is a
/// buffer's, and perhaps which way its bytes go, and then it is that of the
/// first slice that goes this way.
fn repeated(argument: &str, leases: &[Lease]) -> Option<usize> {
    // Loops, as each adapter is more for the compiler of every build.
    let (mut length, mut known) = (false, true);
    let (mut filled, mut taken) = (false, false);
    let mut words = Vec::new();
    let (counts, argument) = match argument.split_once('_') {
        Some(("num" | "n", what)) => (true, what),
        _ => (false, argument),
    };
    for word in argument.split('_') {
        if word.is_empty() || word == "of" {
            continue;
        }
        // Also in one word, as in `datalen`.
        let word = match of_a_length(word) {
            Some(of) if !length => {
                length = true;
                of
            }
            _ => word,
        };
        if word.is_empty() {
            continue;
        }
        let (is_filled, is_taken) =
            (is_one_of(word, &FILLED), is_one_of(word, &TAKEN));
        filled |= is_filled;
        taken |= is_taken;
        known &= is_filled || is_taken || is_one_of(word, &OF_A_BUFFER);
        words.push(word);
    }
    // A number of bytes is a length; one of other things is only that of a
    // lease of such.
    let bytes = counts && words == ["bytes"];
    if !length && !counts {
        return None;
    }
    for (i, lease) in leases.iter().enumerate() {
        if is_slice(lease)
            && !words.is_empty()
            && names(lease.name.as_str(), &words)
        {
            return Some(i);
        }
    }
    if !known || !(length || bytes) || (filled && taken) {
        return None;
    }
    for (i, lease) in leases.iter().enumerate() {
        let goes = match lease.access {
            Access::Read => !filled,
            Access::Write => !taken,
            Access::ReadWrite => true,
        };
        if goes && is_slice(lease) {
            return Some(i);
        }
    }
    None
}

/// What is before a word for a length, if a word ends with one.
fn of_a_length(word: &str) -> Option<&str> {
    for length in LENGTHS {
        if let Some(of) = word.strip_suffix(length) {
            return Some(of);
        }
    }
    None
}

/// Whether all of these words are in a name.
fn names(name: &str, words: &[&str]) -> bool {
    for word in words {
        let mut is_in = false;
        for part in name.split('_') {
            is_in |= part == *word;
        }
        if !is_in {
            return false;
        }
    }
    true
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    for known in words {
        if *known == word {
            return true;
        }
    }
    false
}
