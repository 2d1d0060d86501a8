//! `idol fmt`: one layout for all interfaces.

pub(crate) mod difference;
mod layout;
mod tree;

use std::path::PathBuf;

use clap::Args;
use idol::check::Side;
use idol::diagnostic::{Code, Diagnostic, Span};
use idol::load;
use idol::parse::{self, UnknownKeys};
use idol::report::Report;
use idol::source::Source;

use crate::console::Console;
use crate::files;
use crate::inputs::{self, Input};
use crate::legal;
use crate::outcome::{Failure, Outcome};
use crate::reports;

/// What to lay out.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// Files, folders whose `.idol` files are all laid out, or `-` for
    /// standard input, which is written to standard output; `.` is this folder
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write nothing; show what would change, here if no path is given, and
    /// end with exit code 1 if something would
    #[arg(long)]
    pub check: bool,
}

const AFTER_HELP: &str = "\
Examples:
  idol fmt .                           every .idol file below this folder
  idol fmt idl/spi.idol                one file
  idol fmt --check                     show what would change
  idol fmt - < old.idol > new.idol     as editors do it

The layout never changes what an interface means, and keeps every comment. A
file that is not understood is left as it is, and what is wrong with it is told.

Below a folder, hidden folders, those marked as a cache (as cargo's `target` is)
and other repositories are left alone. Each file that is written is named.

Exit codes:
  0  all files have this layout now
  1  a file is not understood; with --check, or has another layout
  2  a file could not be read or written";

/// A text in the one layout: the same tokens, but for commas, and the same
/// comments, in the same order.
///
/// # Errors
///
/// If the text cannot be read as an interface, all that is wrong with it; if
/// a comment that silences warnings would silence others, that.
///
/// ```
/// use idol::source::Source;
///
/// let source = Source::new("rng.idol", "Interface(name:\"Rng\",ops:{})");
/// assert_eq!(
///     idol_cli::fmt::format(&source)?,
///     "Interface(\n    name: \"Rng\",\n    ops: {},\n)\n",
/// );
/// # Ok::<(), idol::report::Report>(())
/// ```
pub fn format(source: &Source) -> Result<String, Report> {
    let parsed = parse::parse(source, UnknownKeys::Refuse);
    // What a server embeds says more than a file may.
    let is_embedded = || {
        legal::embedded(source)
            .is_some_and(|embedded| embedded.diagnostics.is_empty())
    };
    if !parsed.diagnostics.is_empty() && !is_embedded() {
        return Err(Report::new(Some(source), parsed.diagnostics));
    }
    of_legal(source, &parsed.comments)
}

/// The same of a text that is known to be an interface, with these comments.
pub(crate) fn of_legal(
    source: &Source,
    comments: &[Span],
) -> Result<String, Report> {
    let after = Source::new(source.name(), layout::layout(source.text()));
    match misplaced(source, comments, &after) {
        Some(diagnostic) => Err(Report::new(Some(source), vec![diagnostic])),
        None => Ok(after.text().to_owned()),
    }
}

/// A comment that silences what is in its line silences something else when
/// the lines are others.
fn misplaced(
    before: &Source,
    comments: &[Span],
    after: &Source,
) -> Option<Diagnostic> {
    let text = before.text();
    let comment = comments.iter().find(|comment| {
        let silences = text[comment.range()].contains("idol:");
        let line = || text[..comment.start as usize].lines().next_back();
        silences && line().is_some_and(|line| !line.trim().is_empty())
    })?;
    if findings(before) == findings(after) {
        return None;
    }
    Some(
        Diagnostic::new(
            Code::BadAllowance,
            "what this comment is about would have other lines",
        )
        .at(
            Some(*comment),
            "at the end of a line, it is about that line",
        )
        .help("move it before the entry that it is about"),
    )
}

/// All that there is to say about a text, wherever in it that is.
fn findings(source: &Source) -> Vec<(Code, String, String)> {
    let report = load::diagnose(source, Side::Either);
    let mut found: Vec<_> = report
        .diagnostics()
        .iter()
        .map(|d| (d.code, d.place.clone(), d.message.clone()))
        .collect();
    found.sort_unstable();
    found
}

/// Lays out files.
///
/// # Errors
///
/// If a folder has no interface in it, or the result cannot be written.
pub fn run(
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let paths = match (arguments.paths.as_slice(), arguments.check) {
        ([], true) => &[PathBuf::from(".")],
        ([], false) => {
            return Err(Failure::new(
                "say which files to write: `idol fmt .` means all below this \
                 folder",
            ));
        }
        (paths, _) => paths,
    };
    let mut repositories = Vec::new();
    let inputs = inputs::find_but(paths, &mut |folder| {
        let is_one = folder.join(".git").exists();
        if is_one {
            let folder = folder.strip_prefix(".").unwrap_or(folder);
            repositories.push(folder.to_owned());
        }
        is_one
    })?;
    for repository in repositories {
        console.say(&format_args!(
            "left `{}` alone, which is another repository",
            repository.display()
        ))?;
    }
    let mut outcome = Outcome::Fine;
    for input in inputs {
        outcome = outcome.max(one(&input, arguments.check, console)?);
    }
    Ok(outcome)
}

fn one(
    input: &Input,
    check: bool,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let source = match input.read() {
        Ok(source) => source,
        Err(unread) => return reports::refuse(&unread, console),
    };
    let formatted = match format(&source) {
        Ok(formatted) => formatted,
        Err(report) => {
            let refused = reports::refuse(&report, console)?;
            return Ok(refused.max(Outcome::Problems));
        }
    };
    let changed = formatted != source.text();
    match (check, input) {
        (true, _) if changed => {
            difference::show(
                source.name(),
                source.text(),
                &formatted,
                console,
            )?;
            Ok(Outcome::Problems)
        }
        (true, _) => Ok(Outcome::Fine),
        (false, Input::Standard) => {
            console.out().data(formatted.as_bytes())?;
            Ok(Outcome::Fine)
        }
        (false, Input::File { path, .. }) if changed => {
            // That one cannot be written says nothing about the others.
            match files::write(path, formatted.as_bytes()) {
                Ok(()) => {
                    console.say(&format_args!("wrote `{}`", path.display()))?;
                    Ok(Outcome::Fine)
                }
                Err(failure) => {
                    console.fail(&failure)?;
                    Ok(Outcome::Incomplete)
                }
            }
        }
        (false, Input::File { .. } | Input::Closed { .. }) => Ok(Outcome::Fine),
    }
}
