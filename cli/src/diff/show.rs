//! Changes, for people and for programs.

use std::fmt;
use std::io::{self, Write};

use anstyle::AnsiColor;
use idol::diagnostic::Span;
use idol::render::one_line;
use idol::source::Position;
use serde::Serialize;

use super::change::Change;
use super::pairs::Pair;
use super::rule::{Audience, Verdict};
use crate::check::json::Place;
use crate::console::Stream;

/// The audiences that a change breaks something for.
fn broken(change: &Change) -> Vec<&'static str> {
    Audience::ALL
        .into_iter()
        .filter(|audience| change.verdict(*audience) == Verdict::Breaking)
        .map(Audience::name)
        .collect()
}

/// Where it is, whom it breaks, what it is and why, in one line; the way out
/// in a second.
pub(super) fn line(
    pair: &Pair,
    change: &Change,
    out: &mut Stream,
) -> io::Result<()> {
    write!(out, "{}", one_line(pair.name()))?;
    if let (Some(source), Some(span)) = (pair.new_source(), change.span) {
        let position = source.position(span.start);
        write!(out, ":{}:{}", position.line, position.column)?;
    }
    let verdict = match broken(change).as_slice() {
        [] => out.styled(AnsiColor::Green.on_default(), "compatible"),
        broken => {
            let text = format!("breaks {}", broken.join(", "));
            out.styled(AnsiColor::Red.on_default().bold(), text)
        }
    };
    writeln!(out, ": {verdict}: {}: {}", change.what, change.why)?;
    if let Some(help) = &change.help {
        writeln!(out, "  help: {help}")?;
    }
    Ok(())
}

/// A change as data. Keys may be added; those that are here keep their names
/// and meanings.
#[derive(Serialize)]
struct Json<'a> {
    /// The newer file; the older one if that is gone.
    file: &'a str,
    /// The kind of change.
    rule: &'static str,
    wire: Verdict,
    rust: Verdict,
    debugger: Verdict,
    what: &'a str,
    why: &'a str,
    /// The way out; `None` if there is none.
    help: Option<&'a str>,
    /// Where in the newer file it begins and ends.
    start: Option<Place>,
    end: Option<Place>,
}

/// One object in a line.
pub(super) fn json(
    pair: &Pair,
    change: &Change,
    out: &mut Stream,
) -> io::Result<()> {
    let place = |end: fn(Span) -> u32| {
        let byte = end(change.span?);
        let Position { line, column } = pair.new_source()?.position(byte);
        Some(Place { byte, line, column })
    };
    let json = Json {
        file: pair.name(),
        rule: change.rule.name(),
        wire: change.verdict(Audience::Wire),
        rust: change.verdict(Audience::Rust),
        debugger: change.verdict(Audience::Debugger),
        what: &change.what,
        why: &change.why,
        help: change.help.as_deref(),
        start: place(|span| span.start),
        end: place(|span| span.end),
    };
    out.json(&json)
}

/// How many changes there were, and how many break whom.
#[derive(Debug, Default)]
pub(super) struct Counts {
    all: usize,
    breaking: [usize; Audience::ALL.len()],
}

impl Counts {
    /// Whether there was any.
    pub(super) fn any(&self) -> bool {
        self.all > 0
    }

    pub(super) fn add(&mut self, change: &Change) {
        self.all += 1;
        for (count, audience) in self.breaking.iter_mut().zip(Audience::ALL) {
            *count +=
                usize::from(change.verdict(audience) == Verdict::Breaking);
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.all {
            0 => return f.write_str("nothing changed"),
            1 => f.write_str("1 change")?,
            all => write!(f, "{all} changes")?,
        }
        let mut separator = "; ";
        for (count, audience) in self.breaking.iter().zip(Audience::ALL) {
            if *count > 0 {
                write!(f, "{separator}{count} breaking {audience}")?;
                separator = ", ";
            }
        }
        match separator {
            "; " => f.write_str("; nothing breaks"),
            _ => Ok(()),
        }
    }
}
