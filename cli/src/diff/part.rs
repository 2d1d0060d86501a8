//! Parts of an interface, and where in a text they stand.

use idol::diagnostic::Span;
use idol::parse::Spans;

/// A part of an interface, by position: operations, arguments and leases
/// count from 0.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Part {
    /// The interface's name.
    Name,
    /// An operation's name.
    Operation(usize),
    /// The number that an operation was given.
    Number(usize),
    /// An argument's name: its operation and itself.
    Argument(usize, usize),
    /// An argument's type.
    ArgumentType(usize, usize),
    /// How the receiver makes an argument.
    ArgumentRecv(usize, usize),
    /// A lease's name: its operation and itself.
    Lease(usize, usize),
    /// A lease's type.
    LeaseType(usize, usize),
    /// The longest slice that is accepted.
    MaxLen(usize, usize),
    /// All of a reply.
    Reply(usize),
    /// The type of a reply's value.
    ValueType(usize),
    /// How the client makes the value.
    ValueRecv(usize),
    /// All of an error.
    Error(usize),
    /// Whether a client asks again.
    Idempotent(usize),
    /// The encoding.
    Encoding(usize),
    /// A reserved number.
    Reserved(usize),
}

impl Part {
    /// Where it stands, if the text has it.
    ///
    /// ```
    /// use idol::parse::{self, UnknownKeys};
    /// use idol::source::Source;
    /// use idol_cli::diff::Part;
    ///
    /// let source = Source::new("rng.idol", "(name: \"Rng\", ops: {})");
    /// let parsed = parse::parse(&source, UnknownKeys::Refuse);
    /// let name = Part::Name.place(&parsed.spans).expect("it has a name");
    /// assert_eq!(&source.text()[name.range()], "\"Rng\"");
    /// assert_eq!(Part::Operation(0).place(&parsed.spans), None);
    /// ```
    pub fn place(self, spans: &Spans<'_>) -> Option<Span> {
        let op = |i: usize| spans.operations.get(i);
        let argument = |i: usize, j: usize| op(i)?.args.get(j);
        let lease = |i: usize, j: usize| op(i)?.leases.get(j);
        match self {
            Self::Name => spans.name,
            Self::Operation(i) => Some(op(i)?.name),
            Self::Number(i) => op(i)?.number,
            Self::Argument(i, j) => Some(argument(i, j)?.name),
            Self::ArgumentType(i, j) => Some(argument(i, j)?.ty),
            Self::ArgumentRecv(i, j) => argument(i, j)?.recv,
            Self::Lease(i, j) => Some(lease(i, j)?.name),
            Self::LeaseType(i, j) => Some(lease(i, j)?.ty),
            Self::MaxLen(i, j) => lease(i, j)?.max_len,
            Self::Reply(i) => Some(op(i)?.reply.whole),
            Self::ValueType(i) => Some(op(i)?.reply.ok.ty),
            Self::ValueRecv(i) => op(i)?.reply.ok.recv,
            Self::Error(i) => op(i)?.reply.error,
            Self::Idempotent(i) => op(i)?.idempotent,
            Self::Encoding(i) => op(i)?.encoding,
            Self::Reserved(i) => spans.reserved.get(i).copied(),
        }
    }
}
