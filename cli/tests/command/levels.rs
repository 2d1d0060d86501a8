//! Files of levels, as `idol check` reads them.

use super::{DOUBTFUL, Folder, GOOD};

/// The exit code, and the codes that `check` tells, with their severities.
fn told<const N: usize>(
    folder: &Folder,
    arguments: [&str; N],
) -> (Option<i32>, Vec<String>) {
    let output = folder.idol(arguments).output().expect("it runs");
    let lines = String::from_utf8(output.stdout).expect("JSON is text");
    let told = lines.lines().map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let text =
            |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        format!("{} {} {}", text("file"), text("severity"), text("code"))
    });
    (output.status.code(), told.collect())
}

const JSON: [&str; 3] = ["check", "--format", "json"];

fn check(folder: &Folder) -> (Option<i32>, Vec<String>) {
    told(folder, JSON)
}

#[test]
fn a_file_sets_levels_for_the_interfaces_below_its_folder() {
    let folder = Folder::new(
        "levels_below",
        &[
            ("idl/new/adder.idol", DOUBTFUL),
            ("idl/old/adder.idol", DOUBTFUL),
            ("idl/old/idol.toml", "[levels]\nW0202 = \"allow\"\n"),
            (".git/HEAD", ""),
        ],
    );
    let warned = "idl/new/adder.idol warning W0202".to_owned();
    assert_eq!(check(&folder), (Some(0), vec![warned]));
    // The nearest counts, and is all that counts.
    folder.write("idol.toml", b"[check]\nwarnings = \"deny\"\n");
    let denied = "idl/new/adder.idol error W0202".to_owned();
    assert_eq!(check(&folder), (Some(1), vec![denied]));
    // What is for builds is nothing to `check`.
    folder.write("idol.toml", b"[build]\nwarnings = \"deny\"\n");
    let warned = "idl/new/adder.idol warning W0202".to_owned();
    assert_eq!(check(&folder), (Some(0), vec![warned]));
}

#[test]
fn documentation_is_asked_for_by_a_file_or_by_the_command_line() {
    let folder = Folder::new("levels_docs", &[("adder.idol", DOUBTFUL)]);
    let codes = |(code, told): (Option<i32>, Vec<String>)| {
        (code, told.join(", ").replace("adder.idol ", ""))
    };
    let docs = "warning W0209, warning W0202";
    let option = ["check", "--format", "json", "--missing-docs"];
    assert_eq!(codes(told(&folder, option)), (Some(0), docs.to_owned()));
    folder.write("idol.toml", b"[levels]\ndocs = \"warn\"\n");
    assert_eq!(codes(check(&folder)), (Some(0), docs.to_owned()));
    folder.write("idol.toml", b"[levels]\ndocs = \"deny\"\n");
    let denied = "error W0209, warning W0202".to_owned();
    assert_eq!(codes(told(&folder, option)), (Some(1), denied));
}

#[test]
fn a_wrong_file_is_told_once_and_the_interfaces_are_checked_all_the_same() {
    let folder = Folder::new(
        "levels_wrong",
        &[
            ("a/adder.idol", DOUBTFUL),
            ("a/other.idol", GOOD),
            ("b/adder.idol", GOOD),
            ("idol.toml", "[levels]\nW0202 = \"off\"\n"),
            (".git/HEAD", ""),
        ],
    );
    let expected = ["idol.toml error E0172", "a/adder.idol warning W0202"];
    let expected = expected.map(str::to_owned).to_vec();
    assert_eq!(check(&folder), (Some(2), expected));
}

#[test]
fn standard_input_is_in_the_current_folder() {
    let folder = Folder::new(
        "levels_stdin",
        &[("idol.toml", "[levels]\nW0202 = \"deny\"\n")],
    );
    folder
        .idol(["check", "--format", "short", "-"])
        .stdin(DOUBTFUL)
        .assert()
        .code(1)
        .stdout_eq(snapbox::str![[r#"
<standard input>:5:26: [W0202] the width of `usize` and `isize` depends on the machine (in operation `add`, argument `a`); help: send `u32`, or another type of fixed width; idol.toml denies W0202

"#]]);
}
