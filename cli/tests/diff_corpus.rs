//! No real file differs from itself, whatever its layout, nor from what its
//! server embeds for debuggers.
//!
//! `IDOL_CORPUS` names the folder with the files. Without it the tests are
//! ignored, or fail under `IDOL_REQUIRE=all`.

use std::path::Path;

use idol::source::Source;
use idol_cli::diff::{Version, compare};
use libtest_mimic::{Arguments, Failed, Trial};

#[path = "../../tests/corpus/mod.rs"]
mod corpus;
#[path = "../../tests/section/mod.rs"]
mod section;

fn main() {
    let arguments = Arguments::from_args();
    libtest_mimic::run(&arguments, trials()).exit();
}

fn trials() -> Vec<Trial> {
    let Some(folder) = corpus::folder() else {
        let trial = Trial::test("the_corpus_is_compared", || {
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
    for file in files {
        let name = file.file_stem().unwrap_or_default();
        let name = name.to_string_lossy().replace('-', "_");
        trials.push(Trial::test(
            format!("{name}_is_what_it_was_and_what_is_embedded"),
            move || one(&file),
        ));
    }
    trials
}

fn one(file: &Path) -> Result<(), Failed> {
    let source = Source::read(file)?;
    let new = Version::new(&source)?;
    let formatted = Source::new("formatted", idol_cli::fmt::format(&source)?);
    let embedded =
        Source::new("embedded", section::of(&source.text().parse()?));
    for old in [&source, &formatted, &embedded] {
        let changes = compare(&Version::old(old)?, &new);
        assert!(changes.is_empty(), "{}: {changes:#?}", old.name());
    }
    Ok(())
}
