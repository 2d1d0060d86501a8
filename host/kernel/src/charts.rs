//! Charts of runs that ended badly, as files beside what was built.

use crate::trace::Trace;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{env, fs, thread};

/// Names the folder for charts; empty, and none is written.
const FOLDER: &str = "IDOL_CHARTS";
/// Entries of the trace that a chart shows.
const MOST_ENTRIES: usize = 20_000;
/// Charts of one name that one process writes.
const MOST_OF_A_NAME: usize = 20;

/// Writes a chart and says where it is. `None` if there is no place for it.
pub(crate) fn write(trace: &Trace) -> Option<PathBuf> {
    if cfg!(miri) {
        return None;
    }
    let folder = folder()?;
    let (file, title) = name()?;
    let page = trace.chart_of_latest(MOST_ENTRIES).to_page(&title);
    fs::create_dir_all(&folder).ok()?;
    let path = folder.join(file);
    fs::write(&path, page).ok()?;
    Some(path)
}

/// What the environment names, or a folder in cargo's target folder, which has
/// a file of a known name in it.
fn folder() -> Option<PathBuf> {
    match env::var_os(FOLDER) {
        Some(folder) if folder.is_empty() => None,
        Some(folder) => Some(folder.into()),
        None => {
            let program = env::current_exe().ok()?;
            let is_target = |it: &&Path| it.join("CACHEDIR.TAG").is_file();
            let target = program.ancestors().find(is_target)?;
            Some(target.join("charts"))
        }
    }
}

/// The chart's file and title, by the program and the test, whose name is the
/// thread's.
fn name() -> Option<(String, String)> {
    static WRITTEN: Mutex<BTreeMap<String, usize>> =
        Mutex::new(BTreeMap::new());
    let program = env::current_exe().ok()?;
    let program = program.file_stem()?.to_str()?.to_owned();
    // Without cargo's own addition.
    let program = match program.rsplit_once('-') {
        Some((name, hash)) if hash.len() == 16 => name.to_owned(),
        _ => program,
    };
    let thread = thread::current();
    let test = thread.name().filter(|name| *name != "main");
    let title = test.map_or(program.clone(), |it| format!("{program} {it}"));
    let safe = |c: char| match c {
        c if c.is_ascii_alphanumeric() => c,
        '_' | '.' => c,
        _ => '-',
    };
    let file: String = title.replace("::", "-").chars().map(safe).collect();
    let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    let count = written.entry(file.clone()).or_default();
    *count += 1;
    match *count {
        1 => Some((format!("{file}.html"), title)),
        count if count > MOST_OF_A_NAME => None,
        count => Some((format!("{file}-{count}.html"), title)),
    }
}
