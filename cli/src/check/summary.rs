//! How much was checked and found, in one line.

use std::fmt;

use idol::diagnostic::{Report, Severity};

use crate::reports;

/// What was checked and found so far.
#[derive(Debug, Default)]
pub(super) struct Summary {
    files: usize,
    unread: usize,
    errors: usize,
    warnings: usize,
}

impl Summary {
    /// One file more.
    pub(super) fn add(&mut self, report: &Report) {
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
        match self.unread {
            0 => Ok(()),
            unread => {
                write!(f, "; {} could not be read", counted(unread, "file"))
            }
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
