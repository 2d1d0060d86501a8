//! `idol check`: what is wrong with interfaces.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use idol::check::Side;
use idol::diagnostic::{Code, Report, Severity};
use idol::load;

use crate::console::Console;
use crate::inputs::{self, Input};
use crate::outcome::{Failure, Outcome};

/// What to check, and how to tell what was found.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Files, folders whose `.idol` files are all checked, or `-` for
    /// standard input
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Check for clients: what no client could use is an error instead of a
    /// warning
    #[arg(long, conflicts_with = "server")]
    pub client: bool,
    /// Check for servers: what no client could use is fine
    #[arg(long)]
    pub server: bool,
    /// How to tell what was found
    #[arg(long, default_value = "human")]
    pub format: Format,
}

/// How to tell what was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the lines of the file that it is about
    #[default]
    Human,
    /// In one line: file, line, column, what is wrong
    Short,
}

impl Arguments {
    fn side(&self) -> Side {
        match (self.client, self.server) {
            (true, _) => Side::Client,
            (false, true) => Side::Server,
            (false, false) => Side::Either,
        }
    }
}

/// Checks interfaces and writes what was found to standard output.
///
/// # Errors
///
/// If a folder has no interface in it, or the result cannot be written.
pub fn run(
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let inputs = inputs::find(&arguments.paths)?;
    let mut outcome = Outcome::Fine;
    for input in inputs {
        let report = input
            .and_then(|input| check(&input, arguments.side()))
            .unwrap_or_else(|report| report);
        outcome = outcome.max(outcome_of(&report));
        write(&report, arguments.format, console)?;
    }
    Ok(outcome)
}

/// What is worth a second look in an interface.
fn check(input: &Input, side: Side) -> Result<Report, Report> {
    Ok(load::load(&input.read()?, side)?.warnings)
}

fn outcome_of(report: &Report) -> Outcome {
    let worst = report.diagnostics().iter().map(|diagnostic| {
        match (diagnostic.code, diagnostic.severity()) {
            (Code::UnreadableFile, _) => Outcome::Incomplete,
            (_, Severity::Error) => Outcome::Problems,
            (_, Severity::Warning) => Outcome::Fine,
        }
    });
    worst.max().unwrap_or(Outcome::Fine)
}

fn write(
    report: &Report,
    format: Format,
    console: &mut Console,
) -> Result<(), Failure> {
    if report.is_empty() {
        return Ok(());
    }
    let out = console.out();
    match format {
        Format::Human => writeln!(out, "{report}")?,
        Format::Short => {
            for diagnostic in report.diagnostics() {
                let line = idol::render::line(report.source(), diagnostic);
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(())
}
