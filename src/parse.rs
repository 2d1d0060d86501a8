//! Text → [`syntax`](crate::syntax), with spans.
//!
//! RON is the notation. `lex` makes tokens, `tree` makes RON values out of
//! them (`recover` is for what is none), and `interface` an interface out of
//! those, with a file for each of its parts. Nothing stops at the
//! first mistake, and nothing panics on any text; time grows with the text's
//! length, and the stack is bounded.

mod interface;
mod keys;
mod lex;
mod nearest;
mod node;
mod operation;
mod parameters;
mod reader;
mod recover;
mod reply;
mod spans;
mod text;
mod tokens;
mod tree;
mod types;
mod values;

use std::fmt;
use std::str::FromStr;

pub use lex::{Bracket, Lexer, Token};
pub use reader::UnknownKeys;
pub use spans::{LeaseSpans, OperationSpans, ReplySpans, Spans, TypeSpans};

use crate::diagnostic::{Diagnostic, Span};
use crate::report::Report;
use crate::source::Source;
use crate::syntax::Interface;

/// What a text says.
#[derive(Debug)]
#[non_exhaustive]
pub struct Parsed<'s> {
    /// The interface. Where something was wrong, a stand-in takes its place,
    /// so use it only if `diagnostics` is empty.
    pub interface: Interface,
    /// Where everything stands.
    pub spans: Spans<'s>,
    /// The comments, in order.
    pub comments: Vec<Span>,
    /// All that is wrong with the notation, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a text as far as that is possible.
pub fn parse(source: &Source, unknown: UnknownKeys) -> Parsed<'_> {
    let text = source.text();
    let max_depth = match unknown {
        UnknownKeys::Refuse => tree::MAX_DEPTH,
        UnknownKeys::Ignore => tree::MAX_DEPTH_RELEASED,
    };
    let tree = tree::parse(text, max_depth);
    let mut reader = reader::Reader::new(text, unknown, tree.diagnostics);
    let (interface, spans) = reader.interface(tree.root);
    Parsed {
        interface,
        spans,
        comments: tree.comments,
        diagnostics: reader.diagnostics,
    }
}

/// Why a text is no interface. Prints itself as a compiler would.
#[derive(Clone, Eq, PartialEq)]
pub struct ParseError(Report);

impl ParseError {
    /// What is wrong, with the text.
    pub fn report(&self) -> &Report {
        &self.0
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl std::error::Error for ParseError {}

/// Reads a text as it is embedded in a server's `.idolatry` section, by this
/// generator or another: unknown keys mean nothing. Whether it is a legal
/// interface is for [`check`](crate::check) to say.
///
/// ```
/// let interface: idol::syntax::Interface =
///     r#"Interface(name: "Rng", ops: {}, written_by: "a newer generator")"#
///         .parse()?;
/// assert_eq!(interface.name, "Rng");
/// # Ok::<(), idol::parse::ParseError>(())
/// ```
impl FromStr for Interface {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let source = Source::new("interface", text);
        let parsed = parse(&source, UnknownKeys::Ignore);
        if parsed.diagnostics.is_empty() {
            Ok(parsed.interface)
        } else {
            Err(ParseError(Report::new(Some(&source), parsed.diagnostics)))
        }
    }
}
