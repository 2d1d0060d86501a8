//! The page about each code: its wrong example gives that code and no other,
//! its right example nothing.

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use idol::check::{self, Checks, Side};
use idol::diagnostic::{Code, Severity};
use idol::levels;
use idol::load;
use idol::report::Report;
use idol::source::Source;
use idol_cli::codes;
use idol_cli::explain::{explanation, title};

type BuildResult = Result<(), Box<dyn Error + Send + Sync>>;

/// An example that is a build script.
struct Script {
    code: Code,
    /// Whether it is the wrong example.
    wrong: bool,
    text: &'static str,
    run: fn() -> BuildResult,
}

/// Build scripts are compiled from files in `explain`; a test makes sure
/// that the pages show those.
macro_rules! scripts {
    ($($module:ident $code:ident $wrong:literal $file:literal)*) => {
        $(mod $module {
            include!($file);

            pub(super) fn run() -> super::BuildResult {
                main()
            }
        })*

        static SCRIPTS: &[Script] = &[$(Script {
            code: Code::$code,
            wrong: $wrong,
            text: include_str!($file),
            run: $module::run,
        }),*];
    };
}

scripts! {
    e0101_wrong UnreadableFile true "explain/E0101_wrong.rs"
    e0101_right UnreadableFile false "explain/E0101_right.rs"
    e0144_wrong TooManyLeases true "explain/E0144_wrong.rs"
    e0144_right TooManyLeases false "explain/E0144_right.rs"
    e0162_wrong TooManyOperations true "explain/E0162_wrong.rs"
    e0162_right TooManyOperations false "explain/E0162_right.rs"
    e0170_wrong UnknownOperation true "explain/E0170_wrong.rs"
    e0170_right UnknownOperation false "explain/E0170_right.rs"
    e0171_wrong UnfitSetting true "explain/E0171_wrong.rs"
    e0171_right UnfitSetting false "explain/E0171_right.rs"
    e0180_wrong Unwritable true "explain/E0180_wrong.rs"
    e0180_right Unwritable false "explain/E0180_right.rs"
    w0270_wrong NobodyMayCall true "explain/W0270_wrong.rs"
    w0270_right NobodyMayCall false "explain/W0270_right.rs"
}

/// An example of a page: its language and its text.
struct Example {
    language: &'static str,
    text: &'static str,
}

/// The wrong example of a page and the right one.
fn examples(page: &'static str) -> [Example; 2] {
    ["Wrong", "Right"].map(|word| {
        let before = format!("\n\n{word}:\n\n```");
        let (_, rest) = page.split_once(&before).expect(word);
        let (language, rest) = rest.split_once('\n').expect("a fence");
        let (text, _) = rest.split_once("```\n").expect("an end");
        Example { language, text }
    })
}

/// What is found by any of the checks under which the code can appear.
fn found(code: Code, text: &str, wrong: bool) -> Vec<Report> {
    let all = [Side::Client, Side::Server, Side::Either];
    let sides: &[Side] = match code {
        Code::DeathUntold => &[Side::Client],
        Code::ServerOnly | Code::NoClient => &[Side::Either],
        // A client has no server's types.
        Code::StyleCollision => &[Side::Server, Side::Either],
        _ => &all,
    };
    sides
        .iter()
        .map(|side| {
            let debuggers = [Code::KeywordName, Code::NotBuilt, Code::NotShown];
            let checks = Checks::new(*side)
                .with_missing_docs(code == Code::MissingDoc)
                .with_debuggers(debuggers.contains(&code));
            // Saved as the page says.
            let bytes = match code {
                Code::NotUtf8 if wrong => latin1(text),
                _ => text.as_bytes().to_vec(),
            };
            match Source::from_bytes("example.idol", bytes) {
                Ok(source) if code == Code::NoClient => {
                    let report = load::diagnose(&source, checks);
                    let mut found = report.diagnostics().to_vec();
                    check::no_client(&mut found);
                    Report::new(Some(&source), found)
                }
                Ok(source) => load::diagnose(&source, checks),
                Err(unreadable) => unreadable.into(),
            }
        })
        .collect()
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| u8::try_from(c).expect("a character of Latin-1"))
        .collect()
}

fn codes_in(report: &Report) -> Vec<Code> {
    report.diagnostics().iter().map(|d| d.code).collect()
}

/// Says to a process of these tests which script it is to run.
const SCRIPT: &str = "IDOL_EXPLAIN_SCRIPT";

/// No test of its own: what [`warned`] runs in a process where cargo's lines
/// can be read.
#[test]
fn a_script_runs_where_cargo_would_run_it() {
    let Ok(number) = std::env::var(SCRIPT) else {
        return;
    };
    let number: usize = number.parse().expect("the number of a script");
    (SCRIPTS[number].run)().expect("it is no error");
}

/// A process that runs a script.
fn script(number: usize) -> Command {
    let program = env::current_exe().expect("these tests have a path");
    let mut command = Command::new(program);
    command
        .args([
            "--exact",
            "library::explain::a_script_runs_where_cargo_would_run_it",
        ])
        .arg("--nocapture")
        .env(SCRIPT, number.to_string())
        .env("OUT_DIR", env!("CARGO_TARGET_TMPDIR"));
    command
}

/// What cargo was warned of by a build script.
fn warned(number: usize) -> Vec<Code> {
    let output = script(number).output().expect("these tests can be run");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines()
        .filter_map(|line| line.split_once("cargo::warning="))
        .filter_map(|(_, warning)| warning.split_once('['))
        .filter_map(|(_, code)| code.split_once(']')?.0.parse().ok())
        .collect()
}

/// What the build script of a package with this manifest is told.
fn built(manifest: &str) -> (Vec<Code>, String) {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("adder-client");
    let source = "include!(concat!(env!(\"OUT_DIR\"), \"/client.rs\"));";
    fs::create_dir_all(package.join("src")).expect("a folder");
    fs::write(package.join("Cargo.toml"), manifest).expect("writable");
    fs::write(package.join("src/lib.rs"), source).expect("writable");
    let builds = |s: &Script| s.code == Code::Unwritable && s.wrong;
    let number = SCRIPTS.iter().position(builds).expect("a build script");
    let output = script(number)
        .env("CARGO_MANIFEST_DIR", &package)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .expect("these tests can be run");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let codes: Vec<_> = text
        .match_indices("error[")
        .filter_map(|(at, _)| text.get(at + 6..at + 11)?.parse().ok())
        .collect();
    assert_eq!(output.status.success(), codes.is_empty(), "{output:?}");
    (codes, text)
}

/// What a build script was told. Paths in it begin at the workspace's root.
fn told(script: &Script) -> Vec<Code> {
    // 65,536 operations, which `tests/reject` makes too, take half a second.
    let is_long = script.code == Code::TooManyOperations && script.wrong;
    if is_long && !trials::all() {
        return vec![script.code];
    }
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    env::set_current_dir(root).expect("it is a folder");
    if script.code.severity() == Severity::Warning {
        let number = SCRIPTS.iter().position(|s| std::ptr::eq(s, script));
        return warned(number.expect("one of the scripts"));
    }
    match (script.run)() {
        Ok(()) => Vec::new(),
        Err(error) => match error.downcast_ref::<Report>() {
            Some(report) => codes_in(report),
            None => panic!("{}: {error}", script.code),
        },
    }
}

#[test]
fn the_wrong_example_of_a_page_gives_its_code_and_the_right_one_nothing() {
    let mut failures = String::new();
    for &code in Code::ALL {
        let page = explanation(code);
        for (example, wrong) in examples(page).iter().zip([true, false]) {
            let reports = match example.language {
                "ron" => found(code, example.text, wrong)
                    .iter()
                    .map(|report| (codes_in(report), report.to_string()))
                    .collect(),
                "rust" => {
                    let script = SCRIPTS
                        .iter()
                        .find(|s| s.code == code && s.wrong == wrong)
                        .unwrap_or_else(|| panic!("{code}: no such script"));
                    assert_eq!(script.text, example.text, "{code}");
                    vec![(told(script), String::new())]
                }
                "toml" if code == Code::MissingCrate => {
                    vec![built(example.text)]
                }
                "toml" => {
                    let source = Source::new(levels::FILE, example.text);
                    let found = levels::parse(&source).err();
                    let report =
                        Report::new(Some(&source), found.unwrap_or_default());
                    vec![(codes_in(&report), report.to_string())]
                }
                other => panic!("{code}: an example in `{other}`"),
            };
            for (codes, shown) in reports {
                let right = match wrong {
                    true => {
                        !codes.is_empty() && codes.iter().all(|c| *c == code)
                    }
                    false => codes.is_empty(),
                };
                if !right {
                    failures += &format!("{code}, {wrong}: {codes:?}{shown}\n");
                }
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn a_page_has_a_title_two_examples_and_short_lines() {
    for &code in Code::ALL {
        let page = explanation(code);
        let title = title(code);
        assert!(
            page.starts_with(&format!("# {code}: {title}\n\n")),
            "{page}"
        );
        assert!(!title.ends_with('.'), "{title}");
        assert_eq!(page.matches("```").count(), 4, "{code}");
        let prose = page.split("\nWrong:\n").next().expect("prose");
        for line in prose.lines().skip(1) {
            assert!(line.chars().count() <= 80, "{code}: {line}");
        }
        assert!(prose.len() > 120, "{code} is hardly explained");
    }
}

#[test]
fn no_two_codes_have_one_title_or_one_name() {
    let mut titles: Vec<_> = Code::ALL.iter().map(|c| title(*c)).collect();
    let mut names: Vec<_> = Code::ALL.iter().map(|c| codes::name(*c)).collect();
    titles.sort_unstable();
    names.sort_unstable();
    titles.dedup();
    names.dedup();
    assert_eq!(titles.len(), Code::ALL.len());
    assert_eq!(names.len(), Code::ALL.len());
}

#[test]
fn codes_are_read_from_what_they_print() {
    for &code in Code::ALL {
        assert_eq!(code.to_string().parse(), Ok(code));
        assert_eq!(code.to_string().to_lowercase().parse(), Ok(code));
    }
    for text in ["", "E140", "0140", "W0140", "E0999", "E0140 "] {
        assert!(text.parse::<Code>().is_err(), "{text}");
    }
}
