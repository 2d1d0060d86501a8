//! What a build says about interfaces that are legal.

use std::collections::BTreeSet;
use std::fs;
use std::sync::{Mutex, PoisonError};

use crate::levels::{Levels, Teller};
use crate::render;
use crate::report::Report;
use crate::source::Source;

/// What this process has told: a build script that makes several stubs of a
/// file tells once what is the matter with it.
static TOLD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// So many warnings are remembered, then none: a process may go on for long,
/// and read other files all the time.
const REMEMBERED: usize = 1_000;

/// What of a report is for a build to tell.
pub(crate) fn by_build(
    source: &Source,
    levels: &Levels,
    report: &Report,
) -> Report {
    let mut found = report.diagnostics().to_vec();
    levels.apply(Teller::Build, &mut found);
    Report::new(Some(source), found)
}

/// Has cargo show warnings, each in a line and once in a process.
pub(crate) fn tell(source: &Source, warnings: &Report) {
    let name = source.name();
    for warning in warnings.diagnostics() {
        let line = render::line(Some(source), warning);
        // By whatever path it is called.
        let path = fs::canonicalize(name).unwrap_or_default();
        let place = line.strip_prefix(name).unwrap_or(&line);
        let key = format!("{}{place}", path.display());
        let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
        if told.len() >= REMEMBERED && !told.contains(&key) {
            told.clear();
        }
        if told.insert(key) {
            println!("cargo::warning={line}");
        }
    }
}
