//! Every real file keeps its meaning and its comments.

use std::fs;
use std::path::Path;

use trials::{Failed, Trial, corpus};

#[path = "../library/fmt/properties.rs"]
mod properties;

pub(crate) fn trials() -> Vec<Trial> {
    corpus::trials("keeps_its_meaning_and_its_comments", one)
}

fn one(file: &Path) -> Result<(), Failed> {
    properties::check(&fs::read_to_string(file)?);
    Ok(())
}
