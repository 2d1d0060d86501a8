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

/// With a matter of style, and one that is none.
const STYLE: &str = r#"Interface(
    name: "Reader",
    ops: {
        "get_all": (
            leases: { "all": (type: "[u8]", write: true) },
            reply: Result(ok: "usize", err: CLike("ReadError")),
        ),
    },
)
"#;

#[test]
fn style_is_told_on_request() {
    let folder = Folder::new("levels_style", &[("reader.idol", STYLE)]);
    let codes = |told: (Option<i32>, Vec<String>)| {
        told.1.join(", ").replace("reader.idol warning ", "")
    };
    assert_eq!(codes(check(&folder)), "W0202");
    let pedantic = ["check", "--format", "json", "--pedantic"];
    assert_eq!(codes(told(&folder, pedantic)), "W0208, W0203, W0202");
    folder.write("idol.toml", b"[check]\nstyle = \"warn\"\n");
    assert_eq!(codes(check(&folder)), "W0208, W0203, W0202");
    // What a file says is not asked of the command line.
    folder.write("idol.toml", b"[levels]\nW0203 = \"allow\"\n");
    assert_eq!(codes(told(&folder, pedantic)), "W0208, W0202");
}

#[test]
fn a_file_sets_levels_for_folders() {
    let folder = Folder::new(
        "levels_folders",
        &[
            ("idl/adder.idol", DOUBTFUL),
            ("idl/old/adder.idol", DOUBTFUL),
            ("idl/old/kept/adder.idol", DOUBTFUL),
            ("idl/older/adder.idol", DOUBTFUL),
            (
                "idol.toml",
                "[levels]\nW0202 = \"deny\"\n\
                 [folder.\"idl/old/kept\"]\nW0202 = \"warn\"\n\
                 [folder.\"idl/old\"]\nwarnings = \"allow\"\n",
            ),
            (".git/HEAD", ""),
        ],
    );
    let expected = [
        "idl/adder.idol error W0202",
        "idl/old/kept/adder.idol warning W0202",
        "idl/older/adder.idol error W0202",
    ];
    let expected = expected.map(str::to_owned).to_vec();
    assert_eq!(check(&folder), (Some(1), expected));
    folder.write("idol.toml", b"[folder.\"idl/odl\"]\nW0202 = \"deny\"\n");
    folder
        .idol(["check", "idl/old/adder.idol", "--format", "short"])
        .assert()
        .code(2)
        .stdout_eq(snapbox::str![[r#"
idol.toml:1:10: [E0172] there is no folder `idl/odl`; help: a path begins at the folder that this file is in
idl/old/adder.idol:5:26: [W0202] the width of `usize` and `isize` depends on the machine (in operation `add`, argument `a`); help: send `u32`, or another type of fixed width

"#]]);
}

#[test]
fn what_holds_where_is_shown() {
    let folder = Folder::new(
        "levels_config",
        &[
            ("a/adder.idol", GOOD),
            ("b/adder.idol", GOOD),
            ("b/c/adder.idol", GOOD),
            ("b/c/other.idol", GOOD),
            ("b/d/adder.idol", GOOD),
            (
                "b/idol.toml",
                "[check]\nW0202 = \"deny\"\ndocs = \"warn\"\n\
                 [build]\nadvice = \"warn\"\n\
                 [folder.d]\nW0202 = \"allow\"\n",
            ),
            (".git/HEAD", ""),
        ],
    );
    let lines = |arguments: &[&str]| -> Vec<String> {
        let mut all = vec!["check", "--print-config"];
        all.extend(arguments);
        let output = folder.idol([]).args(all).output().expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let text = String::from_utf8(output.stdout).expect("it is text");
        text.lines().map(str::to_owned).collect()
    };
    let shown = lines(&[]);
    // What is not a row of a table, and the rows of these codes.
    let kept: Vec<&str> = shown
        .iter()
        .map(String::as_str)
        .filter(|line| {
            !line.contains(" W0")
                || ["W0201", "W0202", "W0209"].iter().any(|c| line.contains(c))
        })
        .collect();
    let head = "    code   name                     check  build";
    assert_eq!(
        kept,
        [
            "a",
            "  no file idol.toml",
            head,
            "    W0201  mutating-name            warn   warn",
            "    W0202  machine-word             warn   allow",
            "    W0209  missing-doc              allow  allow",
            "",
            "b",
            "b/c",
            "  as b/idol.toml says",
            head,
            "    W0201  mutating-name            warn   warn",
            "  * W0202  machine-word             deny   warn",
            "  * W0209  missing-doc              warn   allow",
            "",
            "b/d",
            "  as b/idol.toml says",
            head,
            "    W0201  mutating-name            warn   warn",
            "  * W0202  machine-word             allow  allow",
            "  * W0209  missing-doc              warn   allow",
            "",
        ]
    );
    // Options hold too, and data says the same.
    let options = ["a", "--pedantic", "--deny", "W0201", "--format", "json"];
    let place: serde_json::Value =
        serde_json::from_str(&lines(&options)[0]).expect("JSON");
    assert_eq!(place["folders"], serde_json::json!(["a"]));
    assert_eq!(place["file"], serde_json::Value::Null);
    let row = |code: &str| {
        let rows = place["levels"].as_array().expect("rows");
        rows.iter().find(|row| row["code"] == code).expect(code)
    };
    assert_eq!(row("W0201")["check"], "deny");
    assert_eq!(row("W0201")["build"], "warn");
    assert_eq!(row("W0203")["check"], "warn");
    assert_eq!(row("W0203")["name"], "unbounded-write");
    assert_eq!(row("W0203")["usual"], false);
    assert_eq!(row("W0202")["usual"], true);
}

/// What is shown is what is done, for every kind and level.
#[test]
fn what_is_shown_is_what_is_done() {
    let folder = Folder::new(
        "levels_done",
        &[("reader.idol", STYLE), (".git/HEAD", "")],
    );
    for level in ["allow", "warn", "deny"] {
        for key in ["W0202", "W0203", "W0208", "style", "warnings"] {
            let text = format!("[levels]\n{key} = \"{level}\"\n");
            folder.write("idol.toml", text.as_bytes());
            let arguments = ["check", "--print-config", "--format", "json"];
            let output = folder.idol(arguments).output().expect("it runs");
            let shown: serde_json::Value =
                serde_json::from_slice(&output.stdout).expect("JSON");
            let (_, told) = check(&folder);
            for row in shown["levels"].as_array().expect("rows") {
                let code = row["code"].as_str().expect("a code");
                if !["W0202", "W0203", "W0208"].contains(&code) {
                    continue;
                }
                let expected = match row["check"].as_str().expect("a level") {
                    "warn" => Some(format!("reader.idol warning {code}")),
                    "deny" => Some(format!("reader.idol error {code}")),
                    _ => None,
                };
                let found = told.iter().find(|line| line.ends_with(code));
                assert_eq!(found, expected.as_ref(), "{text} {code}");
            }
        }
    }
}
