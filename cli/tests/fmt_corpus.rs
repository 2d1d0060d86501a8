//! Every real file keeps its meaning and its comments.
//!
//! `IDOL_CORPUS` names the folder with the files. Without it the tests are
//! ignored, or fail under `IDOL_REQUIRE=all`.

use std::fs;
use std::path::Path;

use libtest_mimic::{Arguments, Failed};

#[path = "../../tests/corpus/mod.rs"]
mod corpus;
mod fmt {
    pub(crate) mod properties;
}

fn main() {
    let arguments = Arguments::from_args();
    let trials = corpus::trials("keeps_its_meaning_and_its_comments", one);
    libtest_mimic::run(&arguments, trials).exit();
}

fn one(file: &Path) -> Result<(), Failed> {
    fmt::properties::check(&fs::read_to_string(file)?);
    Ok(())
}
