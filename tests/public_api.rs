//! The public names of `idol` and `idol-runtime` are those of the committed
//! listings: what other people's code calls changes in no review unseen.
//!
//! Beside a listing, what changed is a difference of lines; a line that is gone
//! or another breaks someone. Rustdoc tells the names, as data that only nightly
//! writes, in a format of which the reader here knows one.

use std::path::Path;
use std::process::{Command, Output};
use std::{env, fs};

use trials::{Failed, Trial};

/// The format that the version of `public-api` in `Cargo.toml` reads.
const FORMAT: u32 = 57;

const BLESS: &str =
    "IDOL_BLESS=1 IDOL_TESTS=all cargo test -p idol --test public_api";

fn main() {
    let nightly = rustup(&["rustc", "--version"]);
    let missing = (!nightly.is_ok_and(|output| output.status.success()))
        .then_some("rustup toolchain install nightly");
    let trials = ["idol", "idol-runtime"].map(|package| {
        let name =
            format!("{}_has_the_listed_names", package.replace('-', "_"));
        match missing {
            None => trials::long(
                name,
                "documents with nightly",
                "idol --test public_api",
                move || is_listed(package),
            ),
            missing => trials::needing(name, missing, || Ok(())),
        }
    });
    let other: Trial =
        Trial::test("listings_name_what_existing_code_calls", || {
            named();
            Ok(())
        });
    trials::run(trials.into_iter().chain([other]).collect());
}

/// Runs a program of nightly.
fn rustup(arguments: &[&str]) -> std::io::Result<Output> {
    let mut command = Command::new("rustup");
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        // What stable cargo says to its children.
        if name.starts_with("CARGO") && name != "CARGO_HOME"
            || name.starts_with("RUST")
        {
            command.env_remove(name);
        }
    }
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["run", "nightly"])
        .args(arguments)
        .output()
}

fn is_listed(package: &str) -> Result<(), Failed> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("public_api");
    let target = target.to_str().expect("UTF-8");
    let document = ["cargo", "rustdoc", "-p", package, "--lib"];
    let locked = ["--offline", "--locked", "--target-dir", target];
    let json = ["--", "-Zunstable-options", "--output-format", "json"];
    let lints = ["--cap-lints", "allow"];
    let arguments = [&document[..], &locked, &json, &lints].concat();
    let output = rustup(&arguments)?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let file = format!("{target}/doc/{}.json", package.replace('-', "_"));
    let data: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&file)?)?;
    let format = &data["format_version"];
    if *format != FORMAT {
        let why = format!(
            "this nightly writes format {format}, and the test reads {FORMAT}: \
             install another"
        );
        return match trials::required() {
            true => Err(why.into()),
            false => {
                println!("not compared: {why}");
                Ok(())
            }
        };
    }
    let names = public_api::Builder::from_rustdoc_json(&file)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build()?
        .to_string();
    let golden = golden(package);
    if env::var_os("IDOL_BLESS").is_some() {
        fs::write(golden, names)?;
        return Ok(());
    }
    let listed = fs::read_to_string(&golden)?.replace("\r\n", "\n");
    let gone = missing_from(&listed, &names);
    let new = missing_from(&names, &listed);
    assert!(
        gone.is_empty() && new.is_empty(),
        "{package} has other public names: {BLESS}\ngone:\n{gone}new:\n{new}"
    );
    Ok(())
}

fn golden(package: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/public_api")
        .join(format!("{package}.txt"))
}

/// The lines of a text that another lacks.
fn missing_from(text: &str, other: &str) -> String {
    let known: std::collections::BTreeSet<_> = other.lines().collect();
    let missing = text.lines().filter(|line| !known.contains(line));
    missing.map(|line| format!("{line}\n")).collect()
}

/// Without nightly, too: the listings are of the packages that they are said to
/// be of.
fn named() {
    for (package, names) in [
        (
            "idol",
            &[
                "pub fn idol::client::build_client_stub(",
                "pub fn idol::server::build_server_support(",
                "pub fn idol::Generator::without_error_server(self) -> Self",
                "pub idol::syntax::Error::ServerDeath",
            ][..],
        ),
        (
            "idol-runtime",
            &[
                "pub fn idol_runtime::dispatch<",
                "pub fn idol_runtime::dispatch_n<",
                "pub struct idol_runtime::ServerDeath",
                "pub trait idol_runtime::NoNotifications",
            ],
        ),
    ] {
        let text = fs::read_to_string(golden(package)).expect("a listing");
        for name in names {
            assert!(text.contains(name), "{package} lacks `{name}`");
        }
    }
}
