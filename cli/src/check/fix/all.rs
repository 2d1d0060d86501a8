//! All sure fixes of a text together.

use std::collections::BTreeMap;

use idol::diagnostic::{Code, Diagnostic, Severity};
use idol::report::Report;
use idol::source::{Position, Source};

use super::change::{Certainty, Change, Fix, apply};
use super::context::Context;
use super::found::fixes;

/// A mistake may hide another, which shows once it is gone: after so many
/// rounds nothing is looked for any more.
const ROUNDS: usize = 50;

/// One thing that was fixed.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Done {
    /// The kind of what was told.
    pub code: Code,
    /// Where it was, in the text as it was then.
    pub position: Position,
    /// What was done.
    pub fix: Fix,
}

/// A text after all sure fixes.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Fixed {
    /// The text.
    pub source: Source,
    /// What was done, in order.
    pub done: Vec<Done>,
}

/// Does all sure fixes of what `found` finds in a text, until it finds no more
/// of them. A fix that would bring more mistakes than it takes away is left
/// undone.
pub fn all(source: &Source, found: impl Fn(&Source) -> Report) -> Fixed {
    all_of(source, &found(source), found)
}

/// The same, where it is known what is found in the text.
pub(crate) fn all_of(
    source: &Source,
    report: &Report,
    found: impl Fn(&Source) -> Report,
) -> Fixed {
    let mut fixed = Fixed {
        source: source.clone(),
        done: Vec::new(),
    };
    let mut later: Option<Report> = None;
    for _ in 0..ROUNDS {
        let report = later.as_ref().unwrap_or(report);
        if report.is_empty() {
            break;
        }
        let round = round(&fixed.source, report.diagnostics());
        let Some((next, after)) = better(&fixed.source, report, &round, &found)
        else {
            break;
        };
        let (source, count) = next;
        let done = round.into_iter().take(count);
        let before = fixed.source;
        fixed.done.extend(done.map(|(diagnostic, fix)| Done {
            code: diagnostic.code,
            position: before.position(start(diagnostic)),
            fix,
        }));
        fixed.source = source;
        later = Some(after);
    }
    fixed
}

/// The text with the fixes of a round; with the first of them if all together
/// do harm. None if that does, too.
fn better(
    source: &Source,
    before: &Report,
    round: &[(&Diagnostic, Fix)],
    found: impl Fn(&Source) -> Report,
) -> Option<((Source, usize), Report)> {
    for count in [round.len(), 1] {
        let fixes = round.iter().take(count);
        let changes: Vec<Change> =
            fixes.flat_map(|(_, fix)| fix.changes.clone()).collect();
        if changes.is_empty() {
            return None;
        }
        let text = apply(source.text(), &changes);
        let next = Source::new(source.name(), text);
        let after = found(&next);
        if weight(&after) < weight(before) {
            return Some(((next, count), after));
        }
    }
    None
}

/// How much is wrong: errors before warnings. A text in which something of the
/// notation is wrong hides what else is, so that counts most.
fn weight(report: &Report) -> (usize, usize, usize) {
    let count = |of: &dyn Fn(&Diagnostic) -> bool| {
        report.diagnostics().iter().filter(|d| of(d)).count()
    };
    let is_error = |d: &Diagnostic| d.code.severity() == Severity::Error;
    (
        count(&|d| is_error(d) && d.code < Code::BadName),
        count(&|d| is_error(d)),
        report.diagnostics().len(),
    )
}

/// Sure fixes that do not meet.
fn round<'d>(
    source: &Source,
    found: &'d [Diagnostic],
) -> Vec<(&'d Diagnostic, Fix)> {
    let context = Context::new(source.text());
    let mut round: Vec<(&Diagnostic, Fix)> = Vec::new();
    // Where those end that begin there: no two of them meet.
    let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
    let mut has_number = false;
    for diagnostic in found {
        let mut fixes = fixes(&context, diagnostic).into_iter();
        let fix = fixes.find(|fix| fix.certainty == Certainty::Sure);
        let Some(fix) = fix.filter(|fix| !fix.changes.is_empty()) else {
            continue;
        };
        // Each is the next: the one after it is known once it is there.
        if fix
            .note
            .as_ref()
            .is_some_and(|note| note.contains("number"))
        {
            if has_number {
                continue;
            }
            has_number = true;
        }
        let places: Vec<_> = fix
            .changes
            .iter()
            .map(|change| (change.span.start, change.span.end))
            .collect();
        let meets = |(start, end): &(u32, u32)| {
            let before = taken.range(..=end).next_back();
            before.is_some_and(|(_, before)| start <= before)
        };
        if places.iter().any(meets) {
            continue;
        }
        taken.extend(places);
        round.push((diagnostic, fix));
    }
    round
}

fn start(diagnostic: &Diagnostic) -> u32 {
    diagnostic.span.map_or(0, |span| span.start)
}
