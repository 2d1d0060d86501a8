//! The public names of `idol` and `idol-runtime` are those of the committed
//! listings: what other people's code calls changes in no review unseen.
//!
//! Beside a listing, what changed is a difference of lines; a line that is gone
//! or another breaks someone. Rustdoc tells the names, as data that only nightly
//! writes, in a format of which the reader here knows one.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use trials::Trial;

#[cfg(feature = "long")]
mod listed;

fn main() {
    let nightly = rustup(&["rustc", "--version"]);
    let missing = (!nightly.is_ok_and(|output| output.status.success()))
        .then_some("rustup toolchain install nightly");
    let trials = ["idol", "idol-runtime"].map(|package| {
        let name =
            format!("{}_has_the_listed_names", package.replace('-', "_"));
        match missing {
            None => trials::with_long!(
                name,
                "documents with nightly",
                "public-names",
                move || listed::is_listed(package)
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

fn golden(package: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("{package}.txt"))
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
