//! No real file differs from itself, whatever its layout, nor from what its
//! server embeds for debuggers.

use std::path::Path;

use idol::source::Source;
use idol_cli::diff::{Version, compare};
use trials::{Failed, Trial, corpus};

#[path = "../../../tests/section/mod.rs"]
mod section;

pub(crate) fn trials() -> Vec<Trial> {
    corpus::trials("is_what_it_was_and_what_is_embedded", one)
}

fn one(file: &Path) -> Result<(), Failed> {
    let source = Source::read(file)?;
    let new = Version::new(&source)?;
    let formatted = Source::new("formatted", idol_cli::fmt::format(&source)?);
    let embedded =
        Source::new("embedded", section::of(&source.text().parse()?));
    let old = Version::old(&source)?;
    for other in [&source, &formatted, &embedded] {
        for changes in [
            compare(&Version::old(other)?, &new),
            compare(&old, &Version::new(other)?),
        ] {
            assert!(changes.is_empty(), "{}: {changes:#?}", other.name());
        }
    }
    Ok(())
}
