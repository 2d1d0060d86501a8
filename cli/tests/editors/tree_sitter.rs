//! The grammar for tree-sitter: its own tests, and that it says of every real
//! file what our parser says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use idol::diagnostic::Span;
use idol::parse::{self, UnknownKeys};
use idol::source::Source;
use trials::{Failed, Trial};

use super::{editors, folder, missing, run};

pub(crate) fn trials() -> Vec<Trial> {
    let way = "cargo install tree-sitter-cli";
    let missing = missing("tree-sitter", way);
    vec![trials::needing(
        "editors::the_grammar_of_tree_sitter_agrees_with_our_parser",
        missing,
        agrees,
    )]
}

/// Where an operation stands: its name, and all of it, by row and column in
/// bytes.
type Place = ((usize, usize), (usize, usize));

fn agrees() -> Result<(), Failed> {
    let folder = folder("tree-sitter");
    copy(&editors().join("tree-sitter-idol"), &folder)?;
    let tree_sitter = |arguments: &[&str]| {
        run(Command::new("tree-sitter").args(arguments), &folder)
    };
    tree_sitter(&["generate"])?;
    tree_sitter(&["test"])?;
    let mut operations = 0;
    let files = files();
    for file in &files {
        let text = fs::read_to_string(file).map_err(|e| e.to_string())?;
        let name = file.display().to_string();
        tree_sitter(&["parse", "--quiet", &name])
            .map_err(|said| format!("{name} is not parsed: {said}"))?;
        let query = "test/operations.scm";
        let said = tree_sitter(&["query", query, &name])?;
        let found = captures(&said);
        let expected = expected(&text);
        if found != expected {
            return Err(format!("{name}: {found:?}, not {expected:?}").into());
        }
        operations += expected.len();
    }
    assert!(
        files.len() > 3 && operations > 10,
        "{operations} operations"
    );
    // Queries name what there is, and find something.
    let file = files.first().expect("a file").display().to_string();
    for (query, capture) in [
        ("highlights", "function"),
        ("folds", "fold"),
        ("indents", "indent.begin"),
    ] {
        let query = format!("queries/{query}.scm");
        let said = tree_sitter(&["query", &query, &file])?;
        assert!(said.contains(capture), "{query}: {said}");
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::create_dir_all(to).map_err(|error| error.to_string())?;
    for entry in fs::read_dir(from).map_err(|error| error.to_string())? {
        let entry = entry.map_err(|error| error.to_string())?;
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        match path.is_dir() {
            true => copy(&path, &to)?,
            false => {
                fs::copy(&path, &to).map_err(|error| error.to_string())?;
            }
        }
    }
    Ok(())
}

/// The examples, and the real files where there are some.
fn files() -> Vec<PathBuf> {
    let examples = editors().join("../examples");
    let below = walkdir::WalkDir::new(examples).sort_by_file_name();
    let below = below.into_iter().filter_map(Result::ok);
    let mut files: Vec<_> = below
        .map(|entry| entry.into_path())
        .filter(|path| path.extension().is_some_and(|e| e == "idol"))
        .collect();
    if let Some(corpus) = trials::corpus::folder() {
        files.extend(trials::corpus::files(&corpus));
    }
    // As `idol fmt` is tested: everything that the language has.
    let rich =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/library/fmt/rich.idol");
    files.push(PathBuf::from(rich));
    files
}

/// The start of each name and the end of each operation that a query found.
fn captures(said: &str) -> Vec<Place> {
    let mut places = Vec::new();
    let mut end = None;
    for line in said.lines() {
        let numbers: Vec<usize> = line
            .split("start:")
            .nth(1)
            .unwrap_or("")
            .split("text:")
            .next()
            .unwrap_or("")
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|number| number.parse().ok())
            .collect();
        let [line_from, from, line_to, to] = numbers.as_slice() else {
            continue;
        };
        if line.contains("operation,") {
            end = Some((*line_to, *to));
        } else if line.contains("- name,")
            && let Some(end) = end.take()
        {
            places.push(((*line_from, *from), end));
        }
    }
    places
}

/// The same as our parser has it.
fn expected(text: &str) -> Vec<Place> {
    let source = Source::new("a.idol", text);
    let parsed = parse::parse(&source, UnknownKeys::Refuse);
    let tree = idol_cli::entries::read(text);
    let ends = tree.operations(text).iter().map(|op| op.span().end);
    let starts = parsed.spans.operations.iter().map(|op| op.name);
    let place = |byte: u32| {
        let before = &text[..byte as usize];
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        (before.matches('\n').count(), before.len() - start)
    };
    let places = starts
        .zip(ends)
        .map(|(Span { start, .. }, end)| (place(start), place(end)));
    places.collect()
}
