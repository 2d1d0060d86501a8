//! Changes, for people and for programs.

use std::fmt;
use std::io::{self, Write};

use anstyle::AnsiColor;
use idol::diagnostic::Span;
use idol::render::one_line;
use idol::source::{Position, Source};
use serde::Serialize;

use super::change::{Accepted, Change};
use super::edit::Edit;
use super::rule::{Audience, Rule, Verdict};
use crate::console::Stream;
use crate::place::Place;

/// Where a change is.
pub(super) struct At<'a> {
    /// The file.
    pub(super) file: &'a str,
    /// Its text, if the change has a place in it.
    pub(super) source: Option<&'a Source>,
    /// The line, if there is no text.
    pub(super) line: Option<usize>,
}

/// The audiences for which a change has a verdict.
fn audiences(change: &Change, verdict: Verdict) -> String {
    let found = Audience::ALL.into_iter();
    let found = found.filter(|audience| change.verdict(*audience) == verdict);
    let names: Vec<_> = found.map(Audience::name).collect();
    names.join(", ")
}

/// A change's verdicts in words.
fn verdicts(change: &Change) -> (AnsiColor, String) {
    if change.is_warning() {
        return (AnsiColor::Yellow, "warning".to_owned());
    }
    let breaks = audiences(change, Verdict::Breaking);
    let look = audiences(change, Verdict::Look);
    match (breaks.as_str(), look.as_str()) {
        ("", "") => (AnsiColor::Green, "compatible".to_owned()),
        ("", look) => (AnsiColor::Yellow, format!("look at {look}")),
        (breaks, "") => (AnsiColor::Red, format!("breaks {breaks}")),
        (breaks, look) => {
            (AnsiColor::Red, format!("breaks {breaks}; look at {look}"))
        }
    }
}

/// Where it is, whom it breaks, what it is and why, in one line.
pub(super) fn line(
    at: &At<'_>,
    change: &Change,
    out: &mut Stream,
) -> io::Result<()> {
    write!(out, "{}", one_line(at.file))?;
    if let (Some(source), Some(span)) = (at.source, change.span) {
        let position = source.position(span.start);
        write!(out, ":{}:{}", position.line, position.column)?;
    } else if let Some(line) = at.line {
        write!(out, ":{line}")?;
    }
    let (color, text) = verdicts(change);
    let verdict = match &change.accepted {
        Some(_) => out.styled(
            AnsiColor::Green.on_default(),
            format!("accepted ({text})"),
        ),
        None => out.styled(color.on_default().bold(), text),
    };
    let (what, why) = (one_line(&change.what), one_line(&change.why));
    write!(out, ": {verdict}: {what}: {why}")?;
    match &change.called {
        Some(place) => writeln!(out, " (others call it: {})", one_line(place)),
        None => writeln!(out),
    }
}

/// The same; who accepts it or the way out in another line.
pub(super) fn lines(
    at: &At<'_>,
    change: &Change,
    out: &mut Stream,
) -> io::Result<()> {
    line(at, change, out)?;
    if let Some(Accepted { reason, place }) = &change.accepted {
        let (place, reason) = (one_line(place), one_line(reason));
        writeln!(out, "  accepted in {place}: {reason}")?;
    } else if let Some(help) = &change.help {
        writeln!(out, "  help: {}", one_line(help))?;
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
    /// The operation, by its old name.
    operation: Option<&'a str>,
    /// The way out as data, and another way.
    edits: &'a [Edit],
    or: &'a [Edit],
    /// Why it is accepted.
    accepted: Option<&'a str>,
    /// Where it is listed as called.
    called: Option<&'a str>,
}

/// One object in a line.
pub(super) fn json(
    at: &At<'_>,
    change: &Change,
    out: &mut Stream,
) -> io::Result<()> {
    let place = |end: fn(Span) -> u32| {
        let byte = end(change.span?);
        let Position { line, column } = at.source?.position(byte);
        Some(Place { byte, line, column })
    };
    let json = Json {
        file: at.file,
        rule: change.rule.name(),
        wire: change.verdict(Audience::Wire),
        rust: change.verdict(Audience::Rust),
        debugger: change.verdict(Audience::Debugger),
        what: &change.what,
        why: &change.why,
        help: change.help.as_deref(),
        start: place(|span| span.start),
        end: place(|span| span.end),
        operation: change.operation.as_deref(),
        edits: &change.edits,
        or: &change.or,
        accepted: change.accepted.as_ref().map(|a| a.reason.as_str()),
        called: change.called.as_deref(),
    };
    out.json(&json)
}

/// How many changes there were, and how many break whom.
#[derive(Debug, Default)]
pub(super) struct Counts {
    all: usize,
    breaking: [usize; Audience::ALL.len()],
    look: usize,
    accepted: usize,
    warnings: usize,
}

impl Counts {
    /// Whether there was any.
    pub(super) fn any(&self) -> bool {
        self.all + self.look + self.warnings > 0
    }

    pub(super) fn add(&mut self, change: &Change) {
        if change.is_warning() {
            self.warnings += 1;
            return;
        }
        // What a list names did not change.
        self.all += usize::from(change.rule != Rule::CalledNowhere);
        if change.accepted.is_some() {
            self.accepted += 1;
            return;
        }
        let verdicts = Audience::ALL.map(|audience| change.verdict(audience));
        for (count, verdict) in self.breaking.iter_mut().zip(verdicts) {
            *count += usize::from(verdict == Verdict::Breaking);
        }
        let look = verdicts.iter().max() == Some(&Verdict::Look);
        self.look += usize::from(look);
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.all {
            0 => f.write_str("nothing changed")?,
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
        if self.all > 0 && separator == "; " {
            f.write_str("; nothing breaks")?;
        }
        if self.look > 0 {
            write!(f, "; {} worth a look", self.look)?;
        }
        if self.accepted > 0 {
            write!(f, "; {} accepted", self.accepted)?;
        }
        match self.warnings {
            0 => {}
            1 => f.write_str("; 1 warning")?,
            warnings => write!(f, "; {warnings} warnings")?,
        }
        Ok(())
    }
}
