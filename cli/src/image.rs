//! `idol image`: the tasks of an image, what they say to each other, and
//! whether they mean the same.

mod archive;
mod arguments;
mod differ;
mod facts;
mod file;
mod files;
mod finding;
mod show;
mod stack;

use std::path::{Path, PathBuf};
use std::slice::from_ref;

use crate::console::Console;
use crate::diff::{self, Audience};
use crate::outcome::{Failure, Outcome};
pub use arguments::{Arguments, Format};
use differ::Texts;
use facts::Task;

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
    let mut findings = finding::all(&tasks, old.as_deref(), &called);
    findings.extend(stack::findings(&tasks, old.as_deref()));
    findings.sort_by_key(|finding| finding.severity);
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
