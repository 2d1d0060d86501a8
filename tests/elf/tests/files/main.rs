//! What the command makes of the files of tasks: of the host's, which a plain
//! build makes.
//!
//! With `IDOL_BLESS=1` the expected texts in `outputs` become what the command
//! says.
#![cfg(target_os = "linux")]

mod bind;
mod broken;
mod call;
mod image;
mod schema;
mod stack;

use std::path::{Path, PathBuf};
use std::{env, fs};

use snapbox::Assert;
use snapbox::assert::Action;
use snapbox::cmd::Command;

/// A task's file.
fn task(name: &str) -> PathBuf {
    PathBuf::from(match name {
        "desk" => env!("CARGO_BIN_EXE_desk"),
        "visitor" => env!("CARGO_BIN_EXE_visitor"),
        "stale" => env!("CARGO_BIN_EXE_stale"),
        "lost" => env!("CARGO_BIN_EXE_lost"),
        "both" => env!("CARGO_BIN_EXE_both"),
        name => panic!("there is no task `{name}`"),
    })
}

/// A folder of a test's own, with these tasks, to run the command in.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str, tasks: &[&str]) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        if path.exists() {
            fs::remove_dir_all(&path).expect("an old folder can be removed");
        }
        fs::create_dir_all(&path).expect("a folder can be made");
        for name in tasks {
            fs::copy(task(name), path.join(name)).expect("it can be copied");
        }
        let idl = Path::new(env!("CARGO_MANIFEST_DIR")).join("idl");
        for name in ["desk.idol", "lamp.idol"] {
            fs::copy(idl.join(name), path.join(name)).expect("it is there");
        }
        fs::copy(elf::OLD_DESK, path.join("old_desk.idol"))
            .expect("the build made it");
        Self(path)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.0.join(name), bytes).expect("it can be written");
    }

    fn idol<const N: usize>(&self, arguments: [&str; N]) -> Command {
        Command::new(env!("CARGO_BIN_EXE_command"))
            .args(arguments)
            .current_dir(&self.0)
            .env_remove("CLICOLOR_FORCE")
            .env_remove("COLUMNS")
            .with_assert(texts())
    }
}

/// Compares texts, or blesses them.
fn texts() -> Assert {
    Assert::new().action(match env::var_os("IDOL_BLESS") {
        Some(_) => Action::Overwrite,
        None => Action::Verify,
    })
}

/// An expected text.
fn expected(name: &str) -> snapbox::Data {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("outputs");
    snapbox::Data::read_from(&path.join(name), None)
}
