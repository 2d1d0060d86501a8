//! The lints under which stubs are compiled are all that rustc has.

use std::process::Command;

const STRICT: &str = include_str!("../../edition/src/strict.rs");
const ROOT: &str = include_str!("../../edition/src/lib.rs");

/// Lints that say nothing about generated code, and why.
const NOT_OURS: [(&str, &str); 3] = [
    (
        "unused_crate_dependencies",
        "what a crate depends on is for its own manifest to say",
    ),
    (
        "non_ascii_idents",
        "zerocopy's derives begin names with a letter of their own, and the \
         lint can be allowed for whole crates only",
    ),
    ("linker_messages", "a linker is no part of the code"),
];

#[test]
fn stubs_are_compiled_under_every_lint_that_is_off_by_default() {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let help = Command::new(rustc).args(["-W", "help"]).output();
    let help = help.expect("rustc runs").stdout;
    let help = String::from_utf8(help).expect("it is text");
    let (lints, _) = help.split_once("Lint groups").expect("they end");
    let mut off = 0;
    for line in lints.lines() {
        let mut words = line.split_whitespace();
        let (Some(name), Some("allow")) = (words.next(), words.next()) else {
            continue;
        };
        let name = name.replace('-', "_");
        off += 1;
        if NOT_OURS.iter().any(|(other, _)| *other == name) {
            continue;
        }
        let line = format!("    {name}");
        let denied = |text: &str| {
            text.lines().any(|it| it.trim_end_matches(',') == line)
        };
        assert!(denied(STRICT) || denied(ROOT), "{name} is not denied");
    }
    assert!(off > 40, "these are the lints:\n{lints}");
}
