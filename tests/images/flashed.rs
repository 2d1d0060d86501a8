//! The same source as closures and as ELF files.

#[cfg(feature = "long")]
#[path = "images.rs"]
mod images;

fn main() {
    trials::run_where_compiled!(
        images::trials(),
        "one_source_does_the_same_as_closures_and_as_files",
        "builds all tasks",
        "images"
    )
}
