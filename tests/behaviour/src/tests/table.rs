//! The table in `README.md`: every row names tests that exist, and every test
//! of this package stands in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const PACKAGE: &str = env!("CARGO_MANIFEST_DIR");

/// The table's rows: a promise, and what keeps it.
fn rows() -> Vec<(String, String)> {
    let text = fs::read_to_string(Path::new(PACKAGE).join("README.md"));
    let mut rows = Vec::new();
    for line in text.unwrap().lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let ["", promise, tests, ""] = cells[..] else {
            panic!("not a row of two cells: {line}");
        };
        let rule = |cell: &str| cell.chars().all(|c| c == '-');
        if promise == "promise" || !promise.is_empty() && rule(promise) {
            continue;
        }
        rows.push((promise.to_owned(), tests.to_owned()));
    }
    rows
}

/// The tests of a row, each as file, from the repository's root, and name.
fn tests(cell: &str) -> Vec<(String, String)> {
    let test = |test: &str| {
        let test = test.trim().strip_prefix('`')?.strip_suffix('`')?;
        let (file, name) = test.rsplit_once("::")?;
        let file = match file.ends_with(".rs") {
            true => file.to_owned(),
            false => format!("tests/behaviour/src/tests/{file}.rs"),
        };
        Some((file, name.to_owned()))
    };
    cell.split(',')
        .map(|part| test(part).unwrap_or_else(|| panic!("no test: {part}")))
        .collect()
}

/// The names of the functions in a file that are tests: marked, in a list, or
/// named as a trial.
fn tests_in(file: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(file)
        .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut names = BTreeSet::new();
    if let Some((_, list)) = text.split_once("\ntests! {\n") {
        let list = list.lines().map_while(|line| line.strip_suffix(','));
        names.extend(list.map(|name| name.trim().to_owned()));
    }
    if text.contains("trials::") {
        let trials = text.lines().filter_map(|line| {
            line.trim().strip_prefix('"')?.strip_suffix("\",")
        });
        names.extend(trials.map(str::to_owned));
    }
    let mut lines = text.lines().map(str::trim);
    while lines.by_ref().any(|line| line == "#[test]") {
        let mut function = lines.by_ref().skip_while(|l| l.starts_with("#["));
        let name = function
            .next()
            .and_then(|line| line.strip_prefix("fn "))
            .and_then(|line| line.split_once('('));
        names.extend(name.map(|(name, _)| name.to_owned()));
    }
    names
}

#[test]
fn every_row_has_a_promise_and_tests_that_exist() {
    let rows = rows();
    assert!(rows.len() > 40, "the table was not found");
    for (promise, cell) in rows {
        assert!(!promise.is_empty(), "a row without a promise: {cell}");
        assert!(!cell.is_empty(), "nothing tests: {promise}");
        for (file, name) in tests(&cell) {
            let there = tests_in(&Path::new(PACKAGE).join("../..").join(&file));
            assert!(
                there.contains(&name),
                "`{promise}`: there is no test {name} in {file}"
            );
        }
    }
}

#[test]
fn every_test_of_this_package_keeps_a_promise() {
    let listed: BTreeSet<_> =
        rows().iter().flat_map(|(_, cell)| tests(cell)).collect();
    for file in fs::read_dir(Path::new(PACKAGE).join("src/tests")).unwrap() {
        let path = file.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap();
        if file == "table.rs" {
            continue;
        }
        for name in tests_in(&path) {
            let file = format!("tests/behaviour/src/tests/{file}");
            assert!(
                listed.contains(&(file.clone(), name.clone())),
                "the table does not name {name} in {file}"
            );
        }
    }
}

#[test]
fn an_empty_cell_and_a_test_that_is_not_there_would_be_noticed() {
    assert!(std::panic::catch_unwind(|| tests("")).is_err());
    assert!(std::panic::catch_unwind(|| tests("`table`")).is_err());
    let [(file, name)] = &tests("`bytes::no_such_test`")[..] else {
        panic!("one test is one test");
    };
    let there = tests_in(&Path::new(PACKAGE).join("../..").join(file));
    assert!(!there.is_empty());
    assert!(!there.contains(name));
}
