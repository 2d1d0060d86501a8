//! Every real file is read, checked, and means what `ron` says it means.
//!
//! `IDOL_CORPUS` names the folder with the files. Without it the tests are
//! ignored, or fail under `IDOL_REQUIRE=all`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use idol::check::{Checks, Side};
use idol::diagnostic::{Code, Severity};
use idol::load;
use idol::model::OnDeath;
use idol::source::Source;
use libtest_mimic::{Arguments, Failed, Trial};

mod corpus;
mod front_oracle;
mod section;

fn main() {
    let arguments = Arguments::from_args();
    libtest_mimic::run(&arguments, trials()).exit();
}

fn trials() -> Vec<Trial> {
    let Some(folder) = corpus::folder() else {
        let trial = Trial::test("the_corpus_is_read_and_checked", || {
            Err(Failed::from("set IDOL_CORPUS to the folder of the corpus"))
        });
        return vec![trial.with_ignored_flag(!corpus::required())];
    };
    let files = corpus::files(&folder);
    let count = files.len();
    let mut trials =
        vec![Trial::test("the_corpus_has_files", move || match count {
            0 => Err(Failed::from("no .idol file in IDOL_CORPUS")),
            _ => Ok(()),
        })];
    let all = files.clone();
    trials.push(Trial::test(
        "warnings_are_as_many_as_documented",
        move || warnings(&all),
    ));
    for file in files {
        let name = file.file_stem().unwrap_or_default();
        let name = name.to_string_lossy().replace('-', "_");
        trials.push(Trial::test(
            format!("{name}_is_read_checked_and_equal_to_the_oracle"),
            move || one(&file),
        ));
    }
    trials
}

/// Every warning, those that are off by default too, against the table in
/// `tests/reject/README.md`.
fn warnings(files: &[PathBuf]) -> Result<(), Failed> {
    let checks = Checks::new(Side::Either)
        .with_missing_docs(true)
        .with_debuggers(true);
    let mut counts = BTreeMap::new();
    for file in files {
        let found = load::diagnose(&Source::read(file)?, checks);
        for diagnostic in found.diagnostics() {
            *counts.entry(diagnostic.code).or_insert(0) += 1;
        }
    }
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reject/README.md");
    let readme = std::fs::read_to_string(readme)?;
    let all = Code::ALL
        .iter()
        .filter(|c| c.severity() == Severity::Warning);
    for code in all {
        let count = counts.remove(code).unwrap_or(0);
        let row = format!("\n| {code} | {count} | ");
        if !readme.contains(&row) {
            return Err(format!("the table does not say {row:?}").into());
        }
    }
    match counts.is_empty() {
        true => Ok(()),
        false => Err(format!("errors: {counts:?}").into()),
    }
}

fn one(file: &Path) -> Result<(), Failed> {
    let source = Source::read(file)?;
    let loaded = load::load(&source, Side::Server)?;
    assert_eq!(loaded.syntax, front_oracle::read(source.text()));
    assert_eq!(loaded.interface.operations.len(), loaded.syntax.ops.len());
    let embedded = section::of(&loaded.syntax);
    assert_eq!(loaded.syntax, front_oracle::read(&embedded));
    let client = load::load(&source, Side::Client);
    let untold = loaded
        .interface
        .operations
        .iter()
        .filter(|op| op.on_death == OnDeath::Untold)
        .count();
    if file.ends_with("fmc-demo.idol") {
        assert_eq!(untold, 13);
        let report = client.expect_err("a client cannot learn of death");
        assert_eq!(report.diagnostics().len(), untold);
        let text = report.to_string();
        for part in [
            "error[E0155]: a client of `peek16` could not be told that the \
             server died",
            "fmc-demo.idol:13:20",
            "add `idempotent: true`",
        ] {
            assert!(text.contains(part), "{part:?} is not in\n{text}");
        }
    } else {
        assert_eq!(untold, 0);
        client?;
    }
    Ok(())
}
