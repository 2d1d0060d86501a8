//! What is wrong is refused with the text that is committed.
//!
//! `files` holds wrong interfaces, and those worth a warning, each with the
//! text that the generator says about it. A file is named after the code that
//! it shows; behind a dot may stand for whom it is checked: `client`, `either`,
//! or `docs` for a server that shall have documentation. Mistakes that are not
//! in a file are made by [`made`], mistakes of the surroundings by
//! [`build`], [`crates`] and [`paths`]; [`cargo`] shows what users see of them.
//! Wherever there is a text, both renderers say the same facts ([`facts`]).
//!
//! `IDOL_BLESS=1 cargo test -p idol --test outside reject` writes what is said now.

pub(crate) mod build;
mod cargo;
mod crates;
mod facts;
mod made;
mod paths;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{env, fs};

use idol::check::{Checks, Side};
use idol::diagnostic::Code;
use idol::load;
use idol::render;
use idol::report::Report;
use idol::source::Source;
use trials::{Failed, Trial};

const BLESS: &str = "IDOL_BLESS=1 cargo test -p idol --test outside reject";

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = vec![
        Trial::test("reject::every_code_has_a_file_that_shows_it", every_code),
        Trial::test(
            "reject::every_expected_text_has_a_test",
            no_text_is_left_over,
        ),
    ];
    for name in names("idol") {
        let test =
            format!("reject::{}_is_refused_as_committed", identifier(&name));
        trials.push(Trial::test(test, move || refused(&name)));
    }
    for (name, report) in made::REPORTS {
        let test =
            format!("reject::{}_is_refused_as_committed", identifier(name));
        trials.push(Trial::test(test, move || told(name, &report())));
    }
    trials.push(trials::long(
        "reject::there_may_be_as_many_operations_as_numbers",
        "checks 65,535 operations",
        "idol --test outside reject",
        || match made::many(65_535) {
            report if report.is_empty() => Ok(()),
            report => Err(report.to_string().into()),
        },
    ));
    trials.extend(build::trials());
    trials.extend(cargo::trials());
    trials.extend(crates::trials());
    trials.extend(paths::trials());
    trials
}

fn files() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reject/files")
}

/// The names of the files that end so, without that end, sorted.
fn names(extension: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(files()).expect("the folder is here");
    entries
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension() == Some(OsStr::new(extension)))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect()
}

fn identifier(name: &str) -> String {
    name.to_lowercase().replace('.', "_for_")
}

/// Checks one of the files.
fn refused(name: &str) -> Result<(), Failed> {
    let checks = match name.rsplit_once('.') {
        None => Checks::new(Side::Server),
        Some((_, "client")) => Checks::new(Side::Client),
        Some((_, "either")) => Checks::new(Side::Either),
        Some((_, "docs")) => Checks::new(Side::Server).with_missing_docs(true),
        Some((_, "debuggers")) => {
            Checks::new(Side::Server).with_debuggers(true)
        }
        Some((_, other)) => return Err(format!("checked for {other}?").into()),
    };
    let file = format!("{name}.idol");
    let bytes = fs::read(files().join(&file))?;
    let report = match Source::from_bytes(&file, bytes) {
        Ok(source) => load::diagnose(&source, checks),
        Err(unreadable) => unreadable.into(),
    };
    told(name, &report)
}

/// Compares a report with the committed text.
fn told(name: &str, report: &Report) -> Result<(), Failed> {
    if report.is_empty() {
        return Err("nothing is wrong with it".into());
    }
    facts::same(report)?;
    for diagnostic in report.diagnostics() {
        if diagnostic.help.is_none() && !diagnostic.label.contains("expected") {
            let why = format!("{:?} says no way out", diagnostic.message);
            return Err(why.into());
        }
    }
    // A file shows the code that it is named after.
    let code = name.split('_').next().and_then(|code| code.parse().ok());
    let shown =
        |code: &Code| report.diagnostics().iter().any(|d| d.code == *code);
    if code.is_some_and(|code| !shown(&code)) {
        return Err(format!("it does not show its code:\n{report}").into());
    }
    compare(name, &render::report(report.source(), report.diagnostics()))
}

fn compare(name: &str, text: &str) -> Result<(), Failed> {
    let text = format!("{}\n", text.trim_end());
    let path = files().join(format!("{name}.txt"));
    if env::var_os("IDOL_BLESS").is_some() {
        fs::write(path, text)?;
        return Ok(());
    }
    let committed = fs::read_to_string(path).unwrap_or_default();
    if committed == text {
        return Ok(());
    }
    Err(format!(
        "{name}.txt has\n\n{committed}\nbut this is said:\n\n{text}\n\
         If that is right: {BLESS}"
    )
    .into())
}

/// The table of codes against the folder.
fn every_code() -> Result<(), Failed> {
    let names = names("txt");
    let shown = |code: &&Code| {
        names.iter().any(|name| {
            let text = fs::read_to_string(files().join(format!("{name}.txt")));
            name.starts_with(&code.to_string())
                && text.is_ok_and(|text| text.contains(&format!("[{code}]")))
        })
    };
    let missing: Vec<_> = Code::ALL
        .iter()
        .filter(|code| !shown(code))
        .map(|code| code.to_string())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!("no file in tests/reject/files shows {missing:?}").into())
}

fn no_text_is_left_over() -> Result<(), Failed> {
    let mut tested = names("idol");
    tested.extend(made::REPORTS.iter().map(|(name, _)| (*name).to_owned()));
    tested.insert(paths::WARNING.to_owned());
    tested.insert(crates::MISSING.to_owned());
    tested.extend(build::FAILURES.iter().map(|f| f.name.to_owned()));
    let left: Vec<_> = names("txt").difference(&tested).cloned().collect();
    if left.is_empty() {
        return Ok(());
    }
    Err(format!("no test says what is in {left:?}").into())
}
