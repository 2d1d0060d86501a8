//! The tasks of this package, built as they are flashed.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::{env, fs};

/// The processors that Hubris runs on.
pub(crate) const TARGETS: [&str; 3] = [
    "thumbv6m-none-eabi",
    "thumbv7em-none-eabihf",
    "thumbv8m.main-none-eabihf",
];

/// The files of all tasks of one target, by name.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// What builds gave, by target.
#[derive(Default)]
pub(crate) struct Tasks(
    Mutex<BTreeMap<&'static str, Arc<Result<Files, String>>>>,
);

impl Tasks {
    /// The tasks of a target, which are built when they are first asked for.
    pub(crate) fn of(
        &self,
        target: &'static str,
    ) -> Arc<Result<Files, String>> {
        let mut built = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let files = built
            .entry(target)
            .or_insert_with(|| Arc::new(build(target)));
        Arc::clone(files)
    }
}

fn build(target: &str) -> Result<Files, String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("images");
    let output = Command::new(env!("CARGO"))
        .current_dir(here)
        .args(["build", "--package", "images", "--locked"])
        .args(["--bins", "--features", "tasks"])
        .args(["--profile", "firmware", "--target", target, "--target-dir"])
        .arg(&folder)
        // What a bridge knows of a server are the types in its file.
        .env("CARGO_PROFILE_FIRMWARE_DEBUG", "full")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("CARGO_BUILD_TARGET")
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let mut files = Files::new();
    for task in fs::read_dir(here.join("src/bin")).expect("there are tasks") {
        let path = task.expect("the folder can be read").path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let built = folder.join(target).join("firmware").join(&*name);
        let file = fs::read(&built)
            .map_err(|error| format!("{}: {error}", built.display()))?;
        files.insert(name.into_owned(), file);
    }
    Ok(files)
}
