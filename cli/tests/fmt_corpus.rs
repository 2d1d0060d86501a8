//! Every real file keeps its meaning and its comments.
//!
//! `IDOL_CORPUS` names the folder with the files. Without it the tests are
//! ignored, or fail under `IDOL_REQUIRE=all`.

use std::fs;

use libtest_mimic::{Arguments, Failed, Trial};

#[path = "../../tests/corpus/mod.rs"]
mod corpus;
mod fmt {
    pub(crate) mod properties;
}

fn main() {
    let arguments = Arguments::from_args();
    libtest_mimic::run(&arguments, trials()).exit();
}

fn trials() -> Vec<Trial> {
    let Some(folder) = corpus::folder() else {
        let trial = Trial::test("the_corpus_keeps_its_meaning", || {
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
            format!("{name}_keeps_its_meaning_and_its_comments"),
            move || {
                fmt::properties::check(&fs::read_to_string(&file)?);
                Ok(())
            },
        ));
    }
    trials
}
