//! The tables of `README.md`: they name every public function, and tests that
//! there are.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const README: &str = include_str!("../README.md");

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The cells of the tables' rows, without their heads.
fn rows() -> Vec<Vec<&'static str>> {
    README
        .lines()
        .filter(|line| line.starts_with("| "))
        .filter(|line| !line.starts_with("| method") && !line.contains("---"))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim))
        .map(Iterator::collect)
        .collect()
}

/// What stands in backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Where a test of this file may be.
fn candidates(file: &str) -> [PathBuf; 5] {
    let root = root();
    [
        root.join(format!("tests/{file}.rs")),
        root.join(format!("tests/{file}/mod.rs")),
        root.join(format!("src/{file}.rs")),
        root.join(format!("../tests/behaviour/src/tests/{file}.rs")),
        root.join(format!("../tests/pipelined/src/tests/{file}.rs")),
    ]
}

fn exists(test: &str) -> bool {
    let Some((file, name)) = test.split_once("::") else {
        return false;
    };
    let text = |path: &Path| fs::read_to_string(path).unwrap_or_default();
    match file {
        // Examples that must not compile, beside what they are about.
        "doc" => text(&root().join(format!("src/{name}.rs")))
            .contains("/// ```compile_fail\n"),
        "refused" => root()
            .join(format!("compiler/tests/refused/{name}.stderr"))
            .exists(),
        _ => candidates(file).iter().any(|path| {
            text(path)
                .split_once(&format!("fn {name}("))
                .is_some_and(|(above, _)| above.trim_end().ends_with("#[test]"))
        }),
    }
}

#[test]
#[cfg_attr(miri, ignore = "reads folders, which Miri keeps apart")]
fn every_row_is_shown_by_tests_that_there_are() {
    let mut missing = Vec::new();
    for row in rows() {
        let tests: Vec<_> = quoted(row.last().expect("a cell")).collect();
        assert!(!tests.is_empty(), "no test shows {row:?}");
        missing.extend(tests.into_iter().filter(|test| !exists(test)));
    }
    assert!(missing.is_empty(), "there are no such tests: {missing:?}");
}

/// The names of the public functions in a file.
fn public(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let line = line.trim_start().strip_prefix("pub ")?;
        let line = line.strip_prefix("const ").unwrap_or(line);
        let name = line.strip_prefix("fn ")?;
        name.split(['(', '<']).next()
    })
}

#[test]
#[cfg_attr(miri, ignore = "reads folders, which Miri keeps apart")]
fn every_public_function_has_a_row() {
    let named: BTreeSet<_> = rows()
        .into_iter()
        .flat_map(|row| quoted(row.first().copied().unwrap_or("")))
        .collect();
    let mut missing = BTreeSet::new();
    let mut open = vec![root().join("src"), root().join("../wire")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            // What only `serve!` uses, and hides.
            if path.ends_with("buffer.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a text");
            for name in public(&text) {
                // A name that a macro is given, which the README has as well.
                if !name.starts_with('$') && !named.contains(name) {
                    missing.insert(name.to_owned());
                }
            }
        }
    }
    assert!(missing.is_empty(), "the README does not name {missing:?}");
}
