//! `idol diff`: what changed from one interface to another, and what that
//! breaks. [`rule`] has the table of all changes and verdicts.

mod accept;
mod advice;
mod called;
mod change;
mod compare;
mod edit;
mod free;
pub(crate) mod git;
mod leases;
mod list;
mod moved;
mod operation;
mod operations;
mod order;
mod pairs;
mod part;
mod paths;
mod plan;
pub mod rule;
mod show;
mod types;
mod values;
mod version;
mod whereabouts;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::console::Console;
use crate::outcome::{Failure, Outcome};
use crate::reports;
use accept::Entries;
use called::Called;
pub(crate) use called::listed;
pub use change::{Accepted, Change};
pub use compare::compare;
pub use edit::Edit;
pub(crate) use pairs::Pair;
pub use part::Part;
pub use rule::{Audience, Rule, Verdict};
use show::At;
pub use version::Version;

/// What to compare, and how to tell what changed.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// A file, a folder whose `.idol` files are all compared, or `-` for
    /// standard input: the interfaces as they were
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The same, as they are now
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// How to tell what changed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// End with exit code 1 only on what breaks these; may be given several
    /// times, or with commas between
    #[arg(
        long = "for",
        value_name = "AUDIENCE",
        value_delimiter = ',',
        default_values_t = Audience::ALL
    )]
    pub audiences: Vec<Audience>,
    /// End with exit code 1 on what is worth a look too
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// A file with changes that somebody decided to make, in lines such as
    /// `Iface.op operation-removed: nobody calls it`
    #[arg(long, value_name = "FILE")]
    pub accepted: Option<PathBuf>,
    /// A file with operations that other tools call, `Iface.op` in each line:
    /// what they notice is told as such
    #[arg(long, value_name = "FILE")]
    pub called_by: Option<PathBuf>,
}

/// What makes the exit code beside what breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// What is worth a look
    Look,
}

const AFTER_HELP: &str = "\
Examples:
  idol diff old/spi.idol new/spi.idol  what changed in one interface
  idol diff old/idl new/idl            in all of two folders
  idol diff old.idol new.idol --for wire
  idol diff old new --called-by names.txt --accepted decided.txt
  git show v1:idl/spi.idol | idol diff - idl/spi.idol
  idol check --against v1 idl          the same, and all that `check` tells

Audiences:
  wire      clients and servers that are not built together
  rust      source that calls clients or implements servers
  debugger  what is typed into a debugger

A change breaks an audience, is worth a look, or is compatible. A comment in
the new file accepts one: `// idol: accept(RULE): reason`.

Exit codes:
  0  nothing that breaks an audience changed, but for what is accepted
  1  something did
  2  an interface could not be read, or is none";

/// How to tell what changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// In a line for each change, with the way out
    #[default]
    Human,
    /// In one line for each change
    Short,
    /// As a JSON object in a line of its own
    Json,
}

impl std::fmt::Display for Audience {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// Compares interfaces and writes what changed to standard output.
///
/// # Errors
///
/// If a file is compared with a folder, a folder has no interface in it, or
/// the result cannot be written.
pub fn run(
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let pairs = paths::of(&arguments.old, &arguments.new)?;
    let all = All {
        format: arguments.format,
        audiences: &arguments.audiences,
        denies_look: arguments.deny.is_some(),
        denies_warnings: false,
        accepted: arguments.accepted.as_deref(),
        called_by: arguments.called_by.as_deref(),
        is_whole: arguments.new.is_dir(),
        new_is_checked: false,
    };
    all.run(pairs, console)
}

/// Accepts what comments in the new text accept.
pub(crate) fn accepted_by_comments(
    new: &Version<'_>,
    source: &idol::source::Source,
    changes: &mut Vec<Change>,
) {
    accept::by_comments(new, source, true, changes);
    accept::hand_on(changes);
}

/// How to compare pairs.
pub(crate) struct All<'a> {
    pub(crate) format: Format,
    /// Whose verdicts make the exit code.
    pub(crate) audiences: &'a [Audience],
    /// Whether what is worth a look makes it, too.
    pub(crate) denies_look: bool,
    /// Whether comments and entries that accept nothing make it.
    pub(crate) denies_warnings: bool,
    /// A file with changes that are accepted.
    pub(crate) accepted: Option<&'a Path>,
    /// A file with operations that other tools call.
    pub(crate) called_by: Option<&'a Path>,
    /// Whether all interfaces that there are, are compared.
    pub(crate) is_whole: bool,
    /// What is wrong with the new interfaces has been told already.
    pub(crate) new_is_checked: bool,
}

impl All<'_> {
    /// Compares pairs, and writes what changed.
    pub(crate) fn run(
        &self,
        pairs: Vec<Pair>,
        console: &mut Console,
    ) -> Result<Outcome, Failure> {
        let mut accepted = match self.accepted {
            Some(path) => Entries::read(path)?,
            None => Entries::default(),
        };
        let mut called = match self.called_by {
            Some(path) => Called::read(path)?,
            None => Called::default(),
        };
        let mut outcome = Outcome::Fine;
        let mut counts = show::Counts::default();
        let mut told = Vec::with_capacity(pairs.len());
        for pair in &pairs {
            let mut compared = match pair.compare(&mut accepted) {
                Ok(compared) => compared,
                Err(wrong) => {
                    // What is wrong with the new ones made an exit code then.
                    let new = match self.new_is_checked {
                        true => None,
                        false => wrong.new,
                    };
                    for report in wrong.old.iter().chain(&new) {
                        match self.format {
                            Format::Human => reports::refuse(report, console)?,
                            Format::Short | Format::Json => {
                                reports::refuse_in_lines(report, console)?
                            }
                        };
                        outcome = Outcome::Incomplete;
                    }
                    continue;
                }
            };
            called.mark(&mut compared);
            told.push((pair, compared.changes));
        }
        moved::once(told.iter_mut().map(|(_, changes)| changes));
        for (pair, changes) in &told {
            let at = At {
                file: pair.name(),
                source: pair.new_source(),
                line: None,
            };
            for change in changes {
                counts.add(change);
                outcome = outcome.max(self.tell(&at, change, console)?);
            }
        }
        let unknown = called.unknown(self.is_whole);
        let unknown = unknown.map(|found| (called.file(), found));
        let unused = accepted.unused().map(|found| (accepted.file(), found));
        for (file, (line, change)) in unknown.chain(unused) {
            let at = At {
                file,
                source: None,
                line: Some(line),
            };
            counts.add(&change);
            outcome = outcome.max(self.tell(&at, &change, console)?);
        }
        let is_told = self.format == Format::Human
            && (outcome != Outcome::Incomplete || counts.any());
        if is_told {
            writeln!(console.err()?, "{counts}")?;
        }
        Ok(outcome)
    }

    /// Writes one change, and what it means for the exit code.
    fn tell(
        &self,
        at: &At<'_>,
        change: &Change,
        console: &mut Console,
    ) -> Result<Outcome, Failure> {
        let out = console.out();
        match self.format {
            Format::Human => show::lines(at, change, out)?,
            Format::Short => show::line(at, change, out)?,
            Format::Json => show::json(at, change, out)?,
        }
        let least = match self.denies_look {
            true => Verdict::Look,
            false => Verdict::Breaking,
        };
        let counts = |a: &Audience| change.verdict(*a) >= least;
        let is_denied = match change.is_warning() {
            true => self.denies_warnings,
            false => {
                change.accepted.is_none() && self.audiences.iter().any(counts)
            }
        };
        Ok(match is_denied {
            true => Outcome::Problems,
            false => Outcome::Fine,
        })
    }
}
