//! Changes that somebody decided to make.
//!
//! A comment in the new text, `// idol: accept(RULE): reason`, accepts what
//! changed in the entry that it stands before, or in the line that it stands
//! behind. A line of a file, `Iface.op RULE: reason`, does as much for what
//! has no place in the new text. Either must give a reason, and one that
//! accepts nothing is told.

use std::path::Path;

use idol::source::Source;

use super::change::{Accepted, Change};
use super::list;
use super::rule::Rule;
use super::version::Version;
use crate::outcome::Failure;

/// What comes of it where nothing is accepted.
const NOTHING: &str = "it accepts nothing";
/// The same where it might be.
const UNUSED: &str = "it accepts nothing: what it was for has landed, or is \
                      told elsewhere";
const AWAY: &str = "take it away, or move it to what it is about";

/// The rule that a text names.
fn rule(name: &str) -> Option<Rule> {
    let mut rules = Rule::ALL.iter().copied();
    rules.find(|rule| rule.name() == name && *rule != Rule::AcceptanceUnused)
}

/// Accepts what comments accept. `is_complete` says that there was an older
/// version: otherwise none of them has anything to accept.
pub(super) fn by_comments(
    new: &Version<'_>,
    source: &Source,
    is_complete: bool,
    changes: &mut Vec<Change>,
) {
    let mut unused = Vec::new();
    for acceptance in new.accepts() {
        let mut wrong = |what: String, why: &str, help: &str| {
            let mut change = Change::new(
                Rule::AcceptanceUnused,
                what,
                why,
                Some(acceptance.span),
            );
            change.help = Some(help.to_owned());
            unused.push(change);
        };
        let name = acceptance.what;
        let Some(rule) = rule(name) else {
            wrong(
                format!("`accept({name})` names no rule"),
                NOTHING,
                "write the name of a rule, as `--format json` tells it",
            );
            continue;
        };
        if acceptance.reason.is_empty() {
            wrong(
                format!("`accept({name})` gives no reason"),
                NOTHING,
                &format!("write `// idol: accept({name}): ` and the reason"),
            );
            continue;
        }
        let line = source.position(acceptance.span.start).line;
        let mut used = false;
        for change in changes.iter_mut().filter(|c| c.rule == rule) {
            let start = change.span.map(|span| span.start as usize);
            if start.is_some_and(|start| acceptance.about.contains(&start)) {
                used = true;
                change.accepted.get_or_insert_with(|| Accepted {
                    reason: acceptance.reason.to_owned(),
                    place: format!("{}:{line}", source.name()),
                });
            }
        }
        if !used && is_complete {
            wrong(format!("there is no `{name}` here"), UNUSED, AWAY);
        }
    }
    changes.extend(unused);
}

/// Advice that stands with a change which is accepted is about others, too: it
/// goes to the next of them.
pub(super) fn hand_on(changes: &mut [Change]) {
    for from in 0..changes.len() {
        let change = &changes[from];
        if change.accepted.is_none() || change.edits.is_empty() {
            continue;
        }
        let is_about_numbers = change.is_about_numbers();
        let operation = change.operation.clone();
        let next = changes.iter().position(|other| {
            let same = match is_about_numbers {
                true => other.is_about_numbers(),
                false => {
                    !other.is_about_numbers() && other.operation == operation
                }
            };
            same && other.accepted.is_none()
                && other.breaks()
                && other.help.is_none()
        });
        if let Some(to) = next {
            let change = &mut changes[from];
            let help = change.help.take();
            let edits = std::mem::take(&mut change.edits);
            let or = std::mem::take(&mut change.or);
            changes[to].help = help;
            changes[to].edits = edits;
            changes[to].or = or;
        }
    }
}

/// What a file accepts.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    file: String,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    line: usize,
    interface: String,
    operation: Option<String>,
    rule: Rule,
    reason: String,
    /// Whether its interface was compared.
    seen: bool,
    used: bool,
}

impl Entries {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or a line of it is no entry.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let file = path.display().to_string();
        let mut entries = Vec::new();
        for line in list::read(path)? {
            let wrong = |what: String| {
                Failure::new(format!(
                    "{file}:{}: {what}: write `Iface.op RULE: reason`",
                    line.number
                ))
            };
            let blank = |c: char| c.is_whitespace() || c == ':';
            let mut words = line.text.splitn(3, blank);
            let place = words.next().unwrap_or_default();
            let Some((interface, operation)) = list::operation(place) else {
                return Err(wrong(format!("`{place}` is no operation")));
            };
            let name = words.next().unwrap_or_default();
            let Some(rule) = rule(name) else {
                return Err(wrong(format!("`{name}` is no rule")));
            };
            let reason = words.next().unwrap_or_default();
            let reason = reason.trim_matches(blank);
            if reason.is_empty() {
                return Err(wrong("there is no reason".to_owned()));
            }
            entries.push(Entry {
                line: line.number,
                interface: interface.to_owned(),
                operation: operation.map(str::to_owned),
                rule,
                reason: reason.to_owned(),
                seen: false,
                used: false,
            });
        }
        Ok(Self { file, entries })
    }

    /// Accepts changes of an interface that has, or had, these names.
    pub(super) fn accept(&mut self, names: &[&str], changes: &mut [Change]) {
        let is_it = |entry: &&mut Entry| {
            names.iter().any(|name| **name == entry.interface)
        };
        for entry in self.entries.iter_mut().filter(is_it) {
            entry.seen = true;
            for change in changes.iter_mut() {
                if change.rule == entry.rule
                    && change.operation == entry.operation
                {
                    entry.used = true;
                    change.accepted.get_or_insert_with(|| Accepted {
                        reason: entry.reason.clone(),
                        place: format!("{}:{}", self.file, entry.line),
                    });
                }
            }
        }
    }

    /// What accepted nothing, with the lines; the file comes with it. Entries
    /// about what was not compared say nothing.
    pub(super) fn unused(&self) -> impl Iterator<Item = (usize, Change)> {
        let unused = self.entries.iter().filter(|e| e.seen && !e.used);
        unused.map(|entry| {
            let of = match &entry.operation {
                Some(op) => format!("{}.{op}", entry.interface),
                None => entry.interface.clone(),
            };
            let what = format!("there is no `{}` of `{of}`", entry.rule.name());
            let mut change =
                Change::new(Rule::AcceptanceUnused, what, UNUSED, None);
            change.help = Some("take the line away".to_owned());
            (entry.line, change)
        })
    }

    /// The file's name.
    pub(super) fn file(&self) -> &str {
        &self.file
    }
}
