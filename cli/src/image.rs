//! `idol image`: the tasks of an image, what they say to each other, and
//! whether they mean the same.

mod archive;
mod differ;
mod facts;
mod files;
mod finding;
mod show;

use std::path::{Path, PathBuf};
use std::slice::from_ref;

use clap::{Args, ValueEnum};

use crate::console::Console;
use crate::diff::{self, Audience, Deny};
use crate::outcome::{Failure, Outcome};
use differ::Texts;
use facts::Task;

/// Which images, and what to look at.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The ELF files of tasks, folders of them, or archives of a build: all
    /// together are one image
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to tell it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// The image as it was: tell what changed, and what that breaks
    #[arg(long, value_name = "OLD")]
    pub against: Option<PathBuf>,
    /// With `--against`: end with exit code 1 only on what breaks these
    #[arg(
        long = "for",
        value_name = "AUDIENCE",
        value_delimiter = ',',
        default_values_t = Audience::ALL
    )]
    pub audiences: Vec<Audience>,
    /// A file with operations that other tools call, `Iface.op` in each line
    #[arg(long, value_name = "FILE")]
    pub called_by: Option<PathBuf>,
    /// Files or folders with interfaces as clients may know them, to tell how
    /// such a client differs from its server
    #[arg(long, value_name = "PATH")]
    pub idol: Vec<PathBuf>,
    /// End with exit code 1 on what is worth a look too
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
}

const AFTER_HELP: &str = "\
Examples:
  idol image build.zip
  idol image target/thumbv7em-none-eabihf/release/{spi,flash}
  idol image build.zip --called-by names.txt --format short
  idol image build.zip --against last.zip --for wire
  idol image build.zip --idol old/idl   how a client differs from its server

Exit codes:
  0  clients and servers agree; something may be worth a look
  1  they do not, one is missing, or what changed breaks somebody
  2  a file could not be read";

/// How to tell what an image is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Task by task, and then what is wrong
    #[default]
    Human,
    /// What is wrong, each in one line
    Short,
    /// As a JSON object for each task and for all that is wrong
    Json,
}

impl Format {
    /// How changes are told beside.
    fn of_changes(self) -> diff::Format {
        match self {
            Self::Human => diff::Format::Human,
            Self::Short => diff::Format::Short,
            Self::Json => diff::Format::Json,
        }
    }
}

/// Tells what is in an image.
///
/// # Errors
///
/// If there is no task in it, or the result cannot be written.
pub fn run(
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Fine;
    let tasks = read(&arguments.paths, console, &mut outcome)?;
    let old = match &arguments.against {
        Some(path) => Some(read(from_ref(path), console, &mut outcome)?),
        None => None,
    };
    let called = called(arguments.called_by.as_deref())?;
    for task in &tasks {
        show::task(task, arguments.format, console)?;
    }
    let findings = finding::all(&tasks, old.as_deref(), &called);
    let mut texts = Texts::default();
    for task in tasks.iter().chain(old.iter().flatten()) {
        texts.add_task(task);
    }
    texts.add_files(&arguments.idol)?;
    let mut counts = show::Counts::default();
    for finding in &findings {
        counts.add(finding);
        let denied = match finding.severity {
            finding::Severity::Problem => true,
            finding::Severity::Look => arguments.deny.is_some(),
        };
        if denied {
            outcome = outcome.max(Outcome::Problems);
        }
        let differs = texts.pair(finding);
        show::finding(finding, &differs, arguments.format, console)?;
        if let Ok(Some(pair)) = differs {
            // That they differ is told already.
            changes(arguments, &Audience::ALL, vec![pair], console)?;
        }
    }
    if arguments.format == Format::Human {
        console.say(&counts)?;
    }
    if let Some(old) = &old {
        let pairs = differ::pairs(old, &tasks);
        let changed = changes(arguments, &arguments.audiences, pairs, console)?;
        outcome = outcome.max(changed);
    }
    Ok(outcome)
}

/// Tells what changed, as `idol diff` does.
fn changes(
    arguments: &Arguments,
    audiences: &[Audience],
    pairs: Vec<diff::Pair>,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let all = diff::All {
        format: arguments.format.of_changes(),
        audiences,
        denies_look: arguments.deny.is_some(),
        denies_warnings: false,
        accepted: None,
        called_by: None,
        is_whole: false,
        new_is_checked: false,
    };
    all.run(pairs, console)
}

/// The tasks at some paths. What cannot be read is told, and left out.
fn read(
    paths: &[PathBuf],
    console: &mut Console,
    outcome: &mut Outcome,
) -> Result<Vec<Task>, Failure> {
    let mut tasks = Vec::new();
    for path in paths {
        for file in files::at(path)? {
            match file.and_then(|file| Task::read(&file)) {
                Ok(task) => tasks.push(task),
                Err(failure) => {
                    console.fail(&failure)?;
                    *outcome = Outcome::Incomplete;
                }
            }
        }
    }
    Ok(tasks)
}

/// The operations that a list names, each with its line.
fn called(
    path: Option<&Path>,
) -> Result<Vec<(String, String, String)>, Failure> {
    match path {
        Some(path) => diff::listed(path),
        None => Ok(Vec::new()),
    }
}

/// What stands for a finding where nothing is known of one text.
pub(crate) type Differs = Result<Option<diff::Pair>, &'static str>;

/// A list of names, each in backquotes.
fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<_> =
        names.into_iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
