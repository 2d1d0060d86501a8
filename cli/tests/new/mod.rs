//! Projects that `idol new` makes build and pass their tests in a folder
//! outside this workspace, without a network.
//!
//! The quick tests look at what is written and ask cargo what it would build;
//! those that compile run with `IDOL_TESTS=all`.

mod project;
mod tree;

use std::process::Command;
use std::sync::OnceLock;

use crate::{home, hubris};
use project::{From, Project, Shape};
use trials::{Failed, Trial};

/// The style, the shape, and where the project finds Idol, which changes
/// nothing but manifests.
const ALL: [(&str, Shape, From); 8] = [
    ("in-order", Shape::Whole, From::Checkout),
    ("pipelined", Shape::Whole, From::Checkout),
    ("in-order", Shape::ApiAndServer, From::Checkout),
    ("pipelined", Shape::ApiAndServer, From::Checkout),
    ("in-order", Shape::Whole, From::Git),
    ("pipelined", Shape::Whole, From::Git),
    ("in-order", Shape::ApiAndServer, From::Git),
    ("pipelined", Shape::ApiAndServer, From::Git),
];

pub(crate) fn trials() -> Vec<Trial> {
    let git = Command::new("git").arg("--version").output().is_ok();
    let git = (!git).then_some("install git");
    let rustfmt = Command::new("rustfmt").arg("--version").output().is_ok();
    let rustfmt = (!rustfmt).then_some("rustup component add rustfmt");
    let mut all = vec![
        trials::needing("what_is_made_is_formatted", rustfmt, formatted),
        Trial::test("interfaces_that_are_made_are_legal", legal),
        Trial::test(
            "options_add_to_what_is_built_and_change_none_of_it",
            added,
        ),
        Trial::test("a_project_by_path_asks_for_nothing", || {
            asks(From::Checkout)
        }),
        long(
            "a_project_by_git_asks_for_nothing_once_fetched".to_owned(),
            git,
            || asks(From::Git),
        ),
    ];
    for (style, shape, from) in ALL {
        let name = format!("{style}_{shape:?}_from_{from:?}_passes_its_tests");
        // What packages of one name build in one folder has one place there.
        let task = format!("lamp-{}", all.len());
        let test = move || passes(&task, style, shape, from);
        all.push(long(name.to_lowercase(), git, test));
    }
    for (style, shape) in sources() {
        let name = format!("{style}_{shape:?}_has_a_fuzzer_that_compiles");
        let task = format!("fuzzed-{}", all.len());
        let test = move || fuzzes(&task, style, shape);
        all.push(long(name.to_lowercase(), None, test));
    }
    for style in ["in-order", "pipelined"] {
        let name = format!("{style}_has_a_fuzzer_that_runs");
        let task = format!("run-{}", all.len());
        let missing = fuzzer_is_missing();
        let test = move || runs(&task, style);
        all.push(long(name.replace('-', "_"), missing, test));
    }
    for style in ["in-order", "pipelined"] {
        let name = format!("{style}_in_a_hubris_tree_builds_and_is_tested");
        all.push(long(name, git, move || tree::builds(style)));
    }
    all
}

fn long(
    name: String,
    missing: Option<&'static str>,
    test: impl FnOnce() -> Result<(), Failed> + Send + 'static,
) -> Trial {
    match missing {
        None => {
            let package = "idol-cli --test outside";
            trials::long(name, "compiles projects", package, test)
        }
        missing => trials::needing(name, missing, test),
    }
}

/// Whatever is made of sources.
fn sources() -> impl Iterator<Item = (&'static str, Shape)> {
    let by_path = ALL.into_iter().filter(|all| all.2 == From::Checkout);
    by_path.map(|(style, shape, _)| (style, shape))
}

fn formatted() -> Result<(), Failed> {
    // As long and as short as names may be.
    let projects: Vec<_> = ["a", "a-name-of-thirty-two-letters-abc"]
        .into_iter()
        .flat_map(|name| sources().map(move |of| (name, of)))
        .map(|(name, (style, shape))| {
            Project::new(name, style, shape, From::Checkout)
        })
        .collect();
    let mut sources = Vec::new();
    for project in &projects {
        let files = project.files("rs");
        assert!(files.len() > 3, "{files:?}");
        sources.extend(files);
        project.idol(&["fmt", "--check"]).success();
    }
    // Hubris has the narrower one.
    for width in ["100", "80"] {
        let config = format!("max_width={width}");
        let mut rustfmt = Command::new("rustfmt");
        rustfmt.args(["--check", "--edition", "2024", "--config"]);
        let output = rustfmt.arg(config).args(&sources).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{width}: {said}");
    }
    Ok(())
}

fn legal() -> Result<(), Failed> {
    for (style, shape) in sources() {
        let project = Project::new("lamp", style, shape, From::Checkout);
        let run = project.idol(&["check"]).success();
        assert!(run.stderr.contains("nothing found"), "{}", run.stderr);
    }
    Ok(())
}

/// Projects are built with `--fuzz`, and by git in two shapes. Without it, and
/// in the others, there is the same source.
fn added() -> Result<(), Failed> {
    for (style, shape) in sources() {
        let mut options = vec!["--style", style];
        if shape == Shape::ApiAndServer {
            options.push("--api-and-server");
        }
        let made = |more: &[&str]| {
            let folder = tempfile::tempdir().expect("a folder");
            project::make(folder.path(), &[&options[..], more].concat());
            project::texts(folder.path())
        };
        let plain = made(&[]);
        let fuzzed = made(&["--fuzz"]);
        let git = ["--git", "https://git.example/idol"];
        let by_git = made(&[&git[..], &["--rev", "abc"]].concat());
        let mut added = Vec::new();
        for (path, text) in &fuzzed {
            match plain.get(path) {
                Some(_) if path.ends_with("README.md") => {}
                Some(before) => assert_eq!(text, before, "{path}"),
                None => added.push(path.as_str()),
            }
        }
        assert!(plain.keys().all(|path| fuzzed.contains_key(path)));
        assert_eq!(added.len(), 4, "{added:?}");
        assert!(plain.keys().eq(by_git.keys()), "{style} {shape:?}");
        for (path, text) in &by_git {
            let names_idol =
                path.ends_with("Cargo.toml") || path.ends_with("README.md");
            assert!(names_idol || text == &plain[path], "{path}");
            if path.ends_with("Cargo.toml") {
                assert!(!text.contains(hubris_root()), "{path}: {text}");
            }
        }
    }
    Ok(())
}

/// This checkout.
fn hubris_root() -> &'static str {
    static ROOT: OnceLock<String> = OnceLock::new();
    ROOT.get_or_init(|| hubris::root().display().to_string())
}

/// Without a lock, and with no address that could be asked.
fn asks(from: From) -> Result<(), Failed> {
    let project = Project::new("lamp", "in-order", Shape::Whole, from);
    let metadata = ["metadata", "--format-version", "1"];
    let host = ["--filter-platform", project::host()];
    let ask =
        |more: &[&str]| project.cargo(&[&metadata[..], &host, more].concat());
    if from == From::Git {
        project.fetch();
        project.take_the_repository_away();
    }
    let run = ask(&["--offline"]).success();
    assert!(run.stdout.contains("\"idol-host-runtime\""));
    assert!(!run.stdout.contains(home::HUBRIS));
    ask(&["--offline", "--locked"]).quiet();
    Ok(())
}

fn passes(
    task: &str,
    style: &str,
    shape: Shape,
    from: From,
) -> Result<(), Failed> {
    let project = Project::new(task, style, shape, from);
    if from == From::Git {
        // Once, and then never again.
        project.fetch();
        project.take_the_repository_away();
    }
    let run = project
        .cargo(&["test", "--workspace", "--offline"])
        .success();
    let count = if style == "pipelined" { 3 } else { 2 };
    let passed = format!("test result: ok. {count} passed");
    assert!(run.stdout.contains(&passed), "{}", run.stdout);
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
    assert!(
        run.stdout
            .contains("test no_message_harms_the_server ... ok")
    );
    let lints = ["--all-targets", "--offline", "--locked"];
    project
        .cargo(
            &[
                &["clippy", "--workspace"],
                &lints[..],
                &["--", "-Dwarnings"],
            ]
            .concat(),
        )
        .success();
    Ok(())
}

/// What is missing to run the package `fuzz`, if anything.
fn fuzzer_is_missing() -> Option<&'static str> {
    let works = |command: &mut Command| {
        command.output().is_ok_and(|output| output.status.success())
    };
    if !works(Command::new("cargo-fuzz").args(["fuzz", "--version"])) {
        return Some("cargo install cargo-fuzz --locked --debug");
    }
    let nightly = ["run", "nightly", "rustc", "--version"];
    (!works(Command::new("rustup").args(nightly)))
        .then_some("rustup toolchain install nightly")
}

/// The package `fuzz` runs, and finds nothing.
fn runs(task: &str, style: &str) -> Result<(), Failed> {
    let project = Project::new(task, style, Shape::Whole, From::Checkout);
    let run = project.fuzz(300).success();
    assert!(run.stderr.contains("Done 300 runs"), "{}", run.stderr);
    Ok(())
}

/// The package `fuzz` compiles. What it alone depends on, cargo fetches if it
/// has not yet.
fn fuzzes(task: &str, style: &str, shape: Shape) -> Result<(), Failed> {
    let project = Project::new(task, style, shape, From::Checkout);
    let fuzz = ["--manifest-path", "fuzz/Cargo.toml"];
    let run = project.cargo(&[&["check"], &fuzz[..]].concat()).success();
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
    Ok(())
}
