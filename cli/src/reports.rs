//! What was found in an interface, for people and for the exit code.

use std::io::{self, Write};

use idol::check::Checks;
use idol::diagnostic::{Code, Diagnostic, Severity};
use idol::render::{
    self,
    pretty::{self, Colors},
};
use idol::report::Report;
use idol::source::Source;

use crate::console::{Console, Stream};
use crate::inputs::Input;
use crate::legal::{self, Legal};
use crate::outcome::{Failure, Outcome};

/// Writes a report, with the lines of the file that it is about.
///
/// # Errors
///
/// If it cannot be written.
pub fn write(report: &Report, out: &mut Stream) -> io::Result<()> {
    let colors = match out.has_color() {
        true => Colors::Always,
        false => Colors::Never,
    };
    let text = pretty::report(report.source(), report.diagnostics(), colors);
    writeln!(out, "{text}")
}

/// What one thing found means for the exit code.
pub fn outcome_of(diagnostic: &Diagnostic) -> Outcome {
    match (diagnostic.severity(), diagnostic.code) {
        (Severity::Error, Code::UnreadableFile) => Outcome::Incomplete,
        (Severity::Error, _) => Outcome::Problems,
        (Severity::Warning, _) => Outcome::Fine,
    }
}

/// Whether a report says that there is no text to check.
pub fn is_unread(report: &Report) -> bool {
    let mut codes = report.diagnostics().iter().map(|found| found.code);
    codes.any(|code| code == Code::UnreadableFile)
}

/// The interface in an input, for a command that needs a legal one. If it is
/// not, all that is wrong with it is written to standard error, and the result
/// is how the command ends.
///
/// # Errors
///
/// If that cannot be written.
pub fn legal_interface(
    input: &Input,
    checks: impl Into<Checks>,
    console: &mut Console,
) -> Result<Result<(Source, Legal), Outcome>, Failure> {
    let loaded = input.read().and_then(|source| {
        let legal = legal::read(&source, checks)?;
        Ok((source, legal))
    });
    match loaded {
        Ok(legal) => Ok(Ok(legal)),
        Err(report) => Ok(Err(refuse(&report, console)?)),
    }
}

/// Writes what is wrong to standard error; how the command ends.
///
/// # Errors
///
/// If it cannot be written.
pub fn refuse(
    report: &Report,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    write(report, console.err()?)?;
    Ok(outcome_of_all(report))
}

/// The same in a line for each thing that is wrong, for who reads lines.
///
/// # Errors
///
/// If it cannot be written.
pub fn refuse_in_lines(
    report: &Report,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let err = console.err()?;
    for diagnostic in report.diagnostics() {
        writeln!(err, "{}", render::line(report.source(), diagnostic))?;
    }
    Ok(outcome_of_all(report))
}

fn outcome_of_all(report: &Report) -> Outcome {
    let outcomes = report.diagnostics().iter().map(outcome_of);
    outcomes.max().unwrap_or(Outcome::Problems)
}
