//! The README tells the truth: its code is code that the tests compile and
//! run, its interfaces are legal, its commands are those that CI runs.

use std::fs;
use std::path::PathBuf;

use idol::check::Side;
use idol::load;
use idol::source::Source;

/// A fenced block: its language, the file it quotes, if any, and its text.
struct Block {
    language: String,
    file: Option<String>,
    text: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn blocks() -> Vec<Block> {
    let readme = fs::read_to_string(root().join("README.md"))
        .expect("there is a README");
    let mut blocks = Vec::new();
    let mut lines = readme.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let (language, file) = match info.split_once(' ') {
            None => (info, None),
            Some((language, file)) => (language, Some(file.to_owned())),
        };
        let text = lines
            .by_ref()
            .take_while(|line| *line != "```")
            .map(|line| line.to_owned() + "\n")
            .collect();
        blocks.push(Block {
            language: language.to_owned(),
            file,
            text,
        });
    }
    blocks
}

#[test]
fn code_is_quoted_from_files_that_the_tests_compile() {
    let quotes: Vec<_> =
        blocks().into_iter().filter(|b| b.file.is_some()).collect();
    assert!(!quotes.is_empty());
    for block in quotes {
        let file = block.file.expect("only quotes are here");
        let whole = fs::read_to_string(root().join(&file))
            .unwrap_or_else(|e| panic!("{file}: {e}"));
        assert!(
            whole.contains(&block.text),
            "the README quotes what is not in {file}:\n{}",
            block.text
        );
    }
}

#[test]
fn rust_stands_in_no_block_that_is_not_a_quote() {
    for block in blocks() {
        match block.language.as_str() {
            "rust" => assert!(block.file.is_some(), "{}", block.text),
            "ron" | "toml" | "console" | "text" => {}
            other => panic!("a block in `{other}`, which no test reads"),
        }
    }
}

#[test]
fn interfaces_are_legal_on_both_sides() {
    let interfaces: Vec<_> = blocks()
        .into_iter()
        .filter(|b| b.language == "ron")
        .collect();
    assert!(interfaces.len() >= 3);
    for block in interfaces {
        let source = Source::new("README.md", block.text);
        for side in [Side::Client, Side::Server] {
            if let Err(report) = load::load(&source, side) {
                panic!("{report}");
            }
        }
    }
}

#[test]
fn commands_are_those_that_ci_runs() {
    let ci = fs::read_to_string(root().join(".ci/run"))
        .expect("there is a CI script")
        .replace(" --locked -q", "")
        .replace(" --locked", "");
    let console = blocks().into_iter().filter(|b| b.language == "console");
    let commands: Vec<_> = console
        .flat_map(|b| {
            b.text
                .lines()
                .map(|line| line.trim_start_matches("$ ").to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(commands.iter().any(|c| c == "cargo test --workspace"));
    for command in commands {
        assert!(ci.contains(&command), "CI does not run `{command}`");
    }
}

#[test]
fn the_patch_names_packages_that_are_here() {
    let patches: Vec<_> = blocks()
        .into_iter()
        .filter(|b| b.language == "toml" && b.file.is_none())
        .collect();
    assert_eq!(patches.len(), 1);
    for line in patches[0].text.lines().filter(|l| l.contains("path =")) {
        let (name, path) = line.split_once(" = { path = ").expect("a patch");
        let path = path.trim_end_matches(" }").trim_matches('"');
        let here = path.replacen("../idol", ".", 1);
        let manifest = fs::read_to_string(root().join(here).join("Cargo.toml"))
            .expect("the package is here");
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{line}");
    }
}

#[test]
fn a_misspelt_key_is_reported_as_the_readme_says() {
    let said = blocks()
        .into_iter()
        .find(|b| b.language == "text" && b.text.starts_with("error["))
        .expect("the README shows an error");
    let adder = fs::read_to_string(root().join("examples/hello/adder.idol"))
        .expect("the example has an interface");
    let misspelt = adder.replace("args", "argz");
    let source = Source::new("adder.idol", misspelt);
    let report = load::load(&source, Side::Client)
        .expect_err("the key is unknown")
        .to_string();
    assert_eq!(report.trim(), said.text.trim());
}
