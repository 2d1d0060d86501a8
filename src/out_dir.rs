//! What a build script's calls do besides generating: they read a file, write
//! a stub to `OUT_DIR`, and tell cargo what it must know.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use crate::diagnostic::{Code, Diagnostic};
use crate::render;
use crate::report::Report;
use crate::source::Source;

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
    generate: impl FnOnce(&Source) -> Result<Stub, Report>,
) -> Result<(), Report> {
    println!("cargo:rerun-if-changed={source}");
    let source = Source::read(source)?;
    let stub = generate(&source)?;
    let Some(folder) = env::var_os("OUT_DIR") else {
        return unwritable(
            "there is no OUT_DIR to write the stub to".to_owned(),
            "call this from a build script, for which cargo sets it",
        );
    };
    replace(&PathBuf::from(folder).join(stub_name), &stub.text)?;
    for warning in stub.warnings.diagnostics() {
        println!("cargo::warning={}", render::line(Some(&source), warning));
    }
    Ok(())
}

/// Makes a file hold a text: all of it, or it stays as it was. A file that
/// holds it already is not touched, so that nothing is built again.
fn replace(path: &Path, text: &str) -> Result<(), Report> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(format!(".{}.tmp", process::id()));
    let unfinished = PathBuf::from(unfinished);
    let written = fs::write(&unfinished, text)
        .and_then(|()| fs::rename(&unfinished, path));
    if let Err(cause) = written {
        // It may not even exist.
        let _ = fs::remove_file(&unfinished);
        return unwritable(
            format!("cannot write `{}`: {cause}", path.display()),
            "OUT_DIR must be a folder that this process may write to",
        );
    }
    Ok(())
}

/// A build that failed for a reason outside the interface.
fn unwritable(message: String, help: &str) -> Result<(), Report> {
    let diagnostic = Diagnostic::new(Code::Unwritable, message).help(help);
    Err(Report::new(None, vec![diagnostic]))
}
