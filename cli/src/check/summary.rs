//! How much was checked and found, in one line.

use std::fmt;

use idol::diagnostic::{Code, Severity};
use idol::report::Report;

use crate::reports;

/// What was checked and found so far.
#[derive(Debug, Default)]
pub(super) struct Summary {
    files: usize,
    unread: usize,
    errors: usize,
    warnings: usize,
    /// One that was found, an error if there is one.
    worst: Option<Code>,
}

impl Summary {
    /// One file more.
    pub(super) fn add(&mut self, report: &Report) {
        // Codes of errors come before those of warnings.
        let codes = report.diagnostics().iter().map(|found| found.code);
        self.worst = self.worst.into_iter().chain(codes).min();
        if reports::is_unread(report) {
            self.unread += 1;
            return;
        }
        self.files += 1;
        for diagnostic in report.diagnostics() {
            match diagnostic.severity() {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
            }
        }
    }
}

/// `3 files checked: 1 error, 2 warnings; 1 file could not be read`.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} checked: ", counted(self.files, "file"))?;
        match (self.errors, self.warnings) {
            (0, 0) => f.write_str("nothing found")?,
            (0, warnings) => f.write_str(&counted(warnings, "warning"))?,
            (errors, 0) => f.write_str(&counted(errors, "error"))?,
            (errors, warnings) => write!(
                f,
                "{}, {}",
                counted(errors, "error"),
                counted(warnings, "warning")
            )?,
        }
        if self.unread > 0 {
            let unread = counted(self.unread, "file");
            write!(f, "; {unread} could not be read")?;
        }
        match self.worst {
            None => Ok(()),
            Some(code) => write!(f, "\n`idol explain {code}` says more"),
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
