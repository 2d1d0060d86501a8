//! How far a long check is, shown on a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// So many files are checked before anybody could read how far it is.
const FEW: usize = 100;

/// A bar on standard error, if that is a terminal and there are many files.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Of so many files, none checked yet.
    pub(super) fn of(files: usize) -> Self {
        if files <= FEW {
            return Self(ProgressBar::hidden());
        }
        // It hides itself where standard error is no terminal.
        let bar = ProgressBar::new(files as u64);
        match ProgressStyle::with_template("{bar:40} {pos} of {len} files") {
            Ok(style) => Self(bar.with_style(style)),
            Err(_) => Self(bar),
        }
    }

    /// One file more is checked.
    pub(super) fn advance(&self) {
        self.0.inc(1);
    }

    /// Does something that writes to the terminal, with the bar out of the
    /// way.
    pub(super) fn pause<T>(&self, write: impl FnOnce() -> T) -> T {
        self.0.suspend(write)
    }

    /// Takes the bar away.
    pub(super) fn end(self) {
        self.0.finish_and_clear();
    }
}
