//! What `editors` holds, in the editors themselves.
//!
//! Neovim, Emacs and the command `tree-sitter` may be missing: then what needs
//! them is ignored, or fails under `IDOL_REQUIRE=all`. `.ci/editors` installs
//! them, and packs the extension for VS Code.

mod emacs;
mod neovim;
mod settings;
mod tree_sitter;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use trials::Trial;

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = trials::each(settings::TESTS.iter().copied());
    trials.extend(neovim::trials());
    trials.extend(emacs::trials());
    trials.extend(tree_sitter::trials());
    trials
}

/// The folder `editors`.
fn editors() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../editors");
    folder.canonicalize().expect("it is there")
}

/// What is missing to run a program, if it is: what to do about it.
fn missing(program: &str, way: &str) -> Option<String> {
    let is_there = Command::new(program)
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success());
    (!is_there).then(|| format!("`{program}` is missing: {way}"))
}

/// A folder of a test's own.
fn folder(test: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("editors")
        .join(test);
    if path.exists() {
        fs::remove_dir_all(&path).expect("an old folder can be removed");
    }
    fs::create_dir_all(&path).expect("a folder can be made");
    path
}

/// The variable `PATH` with the command `idol` in it.
fn path_with_idol() -> String {
    let idol = Path::new(env!("CARGO_BIN_EXE_idol"));
    let folder = idol.parent().expect("it is in a folder");
    let path = env::var("PATH").unwrap_or_default();
    format!("{}:{path}", folder.display())
}

/// A real file where there are some, an example elsewhere.
fn real_file() -> String {
    let example = editors().join("../examples/spi/spi.idol");
    let file = match trials::corpus::folder() {
        Some(folder) => folder.join("spi.idol"),
        None => example,
    };
    fs::read_to_string(&file).expect("it is there")
}

/// Runs a program in a folder with files of its own: what it says.
fn run(command: &mut Command, folder: &Path) -> Result<String, String> {
    let output = command
        .current_dir(folder)
        .env("HOME", folder)
        .env("XDG_CONFIG_HOME", folder.join("config"))
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .env("XDG_STATE_HOME", folder.join("state"))
        .env("XDG_DATA_HOME", folder.join("data"))
        .output()
        .map_err(|error| error.to_string())?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    match output.status.success() {
        true => Ok(said),
        false => Err(said),
    }
}
