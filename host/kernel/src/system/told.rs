//! What is printed when a run ends badly, or the test that has the system
//! panics: once for each state of the run, and nothing twice.

use super::System;
use crate::charts;
use crate::report::{End, Fault};
use crate::schedule::Schedule;
use crate::trace::Event;
use std::fmt::Write;

/// Entries of the trace that are printed.
const LINES_PRINTED: usize = 200;

impl System {
    /// Prints why a run has ended badly.
    pub(super) fn print_end(&mut self, end: &End) {
        let why = match end {
            // The trace says why.
            End::Faulted(faults)
                if faults.iter().all(|(_, fault)| self.is_printed(fault)) =>
            {
                end.in_short()
            }
            end => end.to_string(),
        };
        let stacks: String = match end {
            End::Faulted(faults) => faults
                .iter()
                .filter_map(|(_, fault)| Some((fault, fault.stack()?)))
                .map(|(fault, stack)| {
                    format!("{} panicked here:\n{stack}", fault.task())
                })
                .collect(),
            _ => String::new(),
        };
        self.print(&why, &stacks);
    }

    /// Why a test fails, in one text: of a run's end all that it has to say,
    /// where the test says it in short because all of it was printed.
    pub(crate) fn in_full(&self, why: &str) -> String {
        match &self.bad_end {
            Some(end) if end.in_short() == why => end.to_string(),
            _ => why.to_owned(),
        }
    }

    /// Prints that the test which has the system panics.
    pub(super) fn print_panic(&mut self) {
        self.print("a panic outside of the tasks", "");
    }

    /// Is this fault in the part of the trace that is printed?
    fn is_printed(&self, fault: &Fault) -> bool {
        let latest = self.trace.entries().rev().take(LINES_PRINTED);
        latest.into_iter().any(|entry| match &entry.event {
            Event::Faulted(other) => {
                other.task() == fault.task() && other == fault
            }
            _ => false,
        })
    }

    /// Prints that a run has failed for this reason.
    pub(crate) fn print_failure(&mut self, why: &str) {
        self.print(why, "");
    }

    fn print(&mut self, why: &str, stacks: &str) {
        if self.printed.replace(self.steps) == Some(self.steps) {
            return;
        }
        let mut text = format!("kernel: {why}\n");
        // A `String` takes any text, here and below.
        let choices = self.choices();
        if !choices.is_empty() {
            let _ = writeln!(
                text,
                "schedule: where several can run, these do: {}",
                choices.join(", ")
            );
        } else if let Schedule::Random(seed) = self.schedule {
            let _ = writeln!(
                text,
                "schedule: Schedule::Random({seed}); with `kernel::seeds`, \
                 KERNEL_SEED={seed} repeats it"
            );
        }
        for warning in self.trace.warnings() {
            let _ = writeln!(text, "warning: {warning}");
        }
        if let Some(path) = charts::write(&self.trace) {
            let _ = writeln!(text, "chart: {}", path.display());
        }
        text.push_str(stacks);
        let _ = write!(
            text,
            "trace, each call where it began:\n{}",
            self.trace.tail_in_short(LINES_PRINTED)
        );
        eprintln!("{text}");
    }
}
