//! Settings of editors that are not here: they are what the editors read.

use std::collections::BTreeSet;
use std::fs;

use idol_cli::language::{Role, keys, values};
use serde_json::Value;

use super::editors;

pub(crate) const TESTS: &[(&str, fn())] = &[
    ("editors::settings_are_read", settings_are_read),
    ("editors::grammars_know_all_words", grammars_know_all_words),
    (
        "editors::the_server_is_started_the_same_way",
        started_the_same_way,
    ),
];

fn read(name: &str) -> String {
    let path = editors().join(name);
    fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn toml(name: &str) -> toml::Table {
    read(name).parse().unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn json(name: &str) -> Value {
    serde_json::from_str(&read(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn settings_are_read() {
    let helix = toml("helix/languages.toml");
    assert_eq!(helix["language"][0]["file-types"][0].as_str(), Some("idol"));
    let zed = toml("zed/languages/idol/config.toml");
    assert_eq!(zed["path_suffixes"][0].as_str(), Some("idol"));
    toml("zed/extension.toml");
    json("vscode/language-configuration.json");
    json("vscode/tsconfig.json");
    json("tree-sitter-idol/tree-sitter.json");
    let package = json("vscode/package.json");
    let language = &package["contributes"]["languages"][0];
    assert_eq!(language["extensions"][0], ".idol");
    // What the server names, the extension has.
    let extension = read("vscode/src/extension.ts");
    assert!(extension.contains("\"idol.showReferences\""));
}

/// Every word of the language, keys and values.
fn words() -> (BTreeSet<&'static str>, BTreeSet<&'static str>) {
    let roles = [
        Role::Interface,
        Role::Operation,
        Role::Lease,
        Role::Typed,
        Role::Reply,
    ];
    let keys = roles.iter().flat_map(|role| keys(*role, Some("Result")));
    let roles = [
        Role::File,
        Role::Reply,
        Role::Error,
        Role::Recv,
        Role::Encoding,
        Role::Bool,
        Role::Length,
    ];
    let values = roles.iter().flat_map(|role| values(*role));
    (
        keys.map(|word| word.name).collect(),
        values.map(|word| word.name).collect(),
    )
}

fn grammars_know_all_words() {
    let (keys, values) = words();
    assert!(keys.len() > 15 && values.len() > 10);
    let textmate = read("vscode/syntaxes/idol.tmLanguage.json");
    for word in keys.iter().chain(&values) {
        let is_there = textmate
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .any(|found| found == *word || found == format!("b{word}"));
        assert!(is_there, "TextMate: {word}");
    }
    // Where keys are told by the colon, only values are listed.
    let vim = read("neovim/syntax/idol.vim");
    let emacs = read("emacs/idol-mode.el");
    for word in &values {
        assert!(vim.contains(word), "Neovim: {word}");
        assert!(emacs.contains(word), "Emacs: {word}");
    }
}

fn started_the_same_way() {
    for (file, words) in [
        ("neovim/lua/idol.lua", "{ 'idol', 'lsp' }"),
        ("emacs/idol-mode.el", "'(\"idol\" \"lsp\")"),
        ("helix/languages.toml", "args = [\"lsp\"]"),
        ("vscode/src/extension.ts", "args: [\"lsp\"]"),
    ] {
        assert!(read(file).contains(words), "{file}");
    }
}
