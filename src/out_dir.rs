//! What a build script's calls do besides generating: they read a file, write
//! a stub to `OUT_DIR`, and tell cargo what it must know.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, process};

use crate::crates;
use crate::diagnostic::{Code, Diagnostic};
use crate::levels::{self, Level, Levels};
use crate::report::Report;
use crate::settings::Generator;
use crate::source::Source;
use crate::told;

/// What is generated from a file.
pub(crate) struct Stub {
    pub(crate) text: String,
    /// What to tell cargo of once the stub is written.
    pub(crate) warnings: Report,
}

/// Runs in a build script: reads, generates in memory, then writes.
pub(crate) fn build(
    source: &str,
    stub_name: &str,
    settings: &Generator,
    generate: impl FnOnce(&Source, &Levels) -> Result<Stub, Report>,
) -> Result<(), Report> {
    one_line_of_cargo(source)?;
    println!("cargo:rerun-if-changed={source}");
    stays_inside(stub_name)?;
    // A file that is not there is not watched: cargo would take it for one
    // that has changed, each time; and of a folder, any file that changes for
    // this one. So a new file counts when something else is built again, which
    // is soon enough for what changes no stub.
    let near = levels::near(source)?;
    if let Some(path) = &near.path {
        let path = path.display().to_string();
        one_line_of_cargo(&path)?;
        println!("cargo:rerun-if-changed={path}");
    }
    let levels = match settings.missing_docs {
        true => near.levels.with(Code::MissingDoc, Level::Warn),
        false => near.levels,
    };
    let source = Source::read(source)?;
    let told = |report: &Report| told::by_build(&source, &levels, report);
    let stub = generate(&source, &levels).map_err(|report| told(&report))?;
    let warnings = told(&stub.warnings);
    if warnings.has_errors() {
        return Err(warnings);
    }
    let Some(folder) = env::var_os("OUT_DIR") else {
        return unwritable(
            "there is no OUT_DIR to write the stub to".to_owned(),
            "call this from a build script, for which cargo sets it",
        );
    };
    let folder = PathBuf::from(folder);
    let path = folder.join(stub_name);
    leads_inside(&folder, &path, stub_name)?;
    crates::are_there(&source, stub_name, &stub.text)?;
    replace(&path, &stub.text)?;
    if !settings.silent {
        told::tell(&source, &warnings);
    }
    Ok(())
}

/// A path is told to cargo in a line, of which the rest would be another
/// instruction; of white space at its end cargo knows nothing.
fn one_line_of_cargo(source: &str) -> Result<(), Report> {
    if !source.contains(char::is_control) && source.trim_end() == source {
        return Ok(());
    }
    let message = format!(
        "cannot read `{}`: cargo cannot be told of a path with a control \
         character, or with white space at its end",
        source.escape_debug()
    );
    let diagnostic = Diagnostic::new(Code::UnreadableFile, message)
        .help("give the file another name");
    Err(Report::new(None, vec![diagnostic]))
}

/// Whether a stub's name, as it is written, is one of a file below `OUT_DIR`.
fn stays_inside(stub_name: &str) -> Result<(), Report> {
    let path = Path::new(stub_name);
    let inside = path
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let names_a_file = path.file_name().is_some()
        && !stub_name.ends_with(std::path::is_separator)
        && !stub_name.contains(char::is_control);
    if inside && names_a_file {
        return Ok(());
    }
    outside(stub_name)
}

/// Whether it is one in truth: a folder on the way may be a link. The stub
/// itself may be one too, which is replaced, and not followed.
fn leads_inside(
    folder: &Path,
    stub: &Path,
    stub_name: &str,
) -> Result<(), Report> {
    let Some(parent) = stub.parent().filter(|parent| *parent != folder) else {
        return Ok(());
    };
    match (folder.canonicalize(), parent.canonicalize()) {
        (Ok(folder), Ok(parent)) if !parent.starts_with(&folder) => {
            outside(stub_name)
        }
        // What is not there is told by the attempt to write.
        _ => Ok(()),
    }
}

fn outside(stub_name: &str) -> Result<(), Report> {
    unwritable(
        format!(
            "`{}` does not name a file below OUT_DIR",
            stub_name.escape_debug()
        ),
        "give the stub a plain name, such as `client_stub.rs`",
    )
}

/// Makes a file hold a text: all of it, or it stays as it was. A file that
/// holds it already is not touched, so that nothing is built again.
///
/// Several threads and processes may do so with one file at the same time:
/// each writes a file of its own, and the last to finish is what stays.
fn replace(path: &Path, text: &str) -> Result<(), Report> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    let result = unfinished(path).and_then(|(mut file, unfinished)| {
        let written = file
            .write_all(text.as_bytes())
            .and_then(|()| fs::rename(&unfinished, path));
        if written.is_err() {
            // What cannot be removed either is told by the first error.
            let _ = fs::remove_file(&unfinished);
        }
        written
    });
    result.or_else(|cause| {
        unwritable(
            format!("cannot write `{}`: {cause}", path.display()),
            "OUT_DIR must be a folder that this process may write to",
        )
    })
}

/// A new file beside `path`, which nobody else writes, and its path.
fn unfinished(path: &Path) -> io::Result<(File, PathBuf)> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!(".idol-{}-{number}.tmp", process::id());
        let unfinished = path.with_file_name(name);
        match File::create_new(&unfinished) {
            // Another machine's process of the same number, or one that was
            // killed, has a file of this name here.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            result => return result.map(|file| (file, unfinished)),
        }
    }
}

/// A build that failed for a reason outside the interface.
fn unwritable(message: String, help: &str) -> Result<(), Report> {
    let diagnostic = Diagnostic::new(Code::Unwritable, message).help(help);
    Err(Report::new(None, vec![diagnostic]))
}
