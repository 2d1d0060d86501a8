//! `idol diff`: what changed from one interface to another, and what that
//! breaks. [`rule`] has the table of all changes and verdicts.

mod change;
mod compare;
pub(crate) mod git;
mod leases;
mod operation;
mod operations;
mod order;
mod pairs;
mod part;
pub mod rule;
mod show;
mod types;
mod values;
mod version;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::console::Console;
use crate::outcome::{Failure, Outcome};
use crate::reports;
pub use change::Change;
pub use compare::compare;
pub(crate) use pairs::Pair;
pub use part::Part;
pub use rule::{Audience, Rule, Verdict};
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
}

const AFTER_HELP: &str = "\
Examples:
  idol diff old/spi.idol new/spi.idol  what changed in one interface
  idol diff old/idl new/idl            in all of two folders
  idol diff old.idol new.idol --for wire
  git show v1:idl/spi.idol | idol diff - idl/spi.idol
  idol check --against v1 idl          the same, and all that `check` tells

Audiences:
  wire      clients and servers that are not built together
  rust      source that calls clients or implements servers
  debugger  what is typed into a debugger

Exit codes:
  0  nothing that breaks an audience changed
  1  something did
  2  an interface could not be read, or is none";

/// How to tell what changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// In a line for each change, with the way out
    #[default]
    Human,
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
    let pairs = pairs::of(&arguments.old, &arguments.new)?;
    let all = All {
        format: arguments.format,
        audiences: &arguments.audiences,
        new_is_checked: false,
    };
    all.run(pairs, console)
}

/// How to compare pairs.
pub(crate) struct All<'a> {
    pub(crate) format: Format,
    /// Whose verdicts make the exit code.
    pub(crate) audiences: &'a [Audience],
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
        let mut outcome = Outcome::Fine;
        let mut counts = show::Counts::default();
        for pair in &pairs {
            let changes = match pair.changes() {
                Ok(changes) => changes,
                Err(wrong) => {
                    // What is wrong with the new ones made an exit code then.
                    let new = match self.new_is_checked {
                        true => None,
                        false => wrong.new,
                    };
                    for report in wrong.old.iter().chain(&new) {
                        reports::refuse(report, console)?;
                        outcome = Outcome::Incomplete;
                    }
                    continue;
                }
            };
            for change in &changes {
                counts.add(change);
                let breaks =
                    |a: &Audience| change.verdict(*a) == Verdict::Breaking;
                if self.audiences.iter().any(breaks) {
                    outcome = outcome.max(Outcome::Problems);
                }
                let out = console.out();
                match self.format {
                    Format::Human => show::line(pair, change, out)?,
                    Format::Json => show::json(pair, change, out)?,
                }
            }
        }
        let is_told = self.format == Format::Human
            && (outcome != Outcome::Incomplete || counts.any());
        if is_told {
            writeln!(console.err()?, "{counts}")?;
        }
        Ok(outcome)
    }
}
