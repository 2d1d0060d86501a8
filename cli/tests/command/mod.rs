//! The command, run as people run it.
//!
//! With `IDOL_BLESS=1` the expected texts in these files become what the
//! command says.

#[cfg(unix)]
mod bridged;
mod check;
mod completions;
mod diff;
mod doc;
mod dump;
mod embedded;
mod expand;
mod explain;
mod fix;
mod fmt;
#[cfg(target_os = "linux")]
mod hostile;
mod levels;
mod man;
mod new;
#[cfg(unix)]
mod pipes;
#[cfg(unix)]
mod terminal;
mod whole;

use std::fs;
use std::path::{Path, PathBuf};

use snapbox::Assert;
use snapbox::assert::Action;
use snapbox::cmd::Command;

/// An interface that nothing is to be said about.
const GOOD: &str = r#"Interface(
    name: "Adder",
    ops: {
        "add": (
            doc: "Adds two numbers.",
            args: { "a": "u32", "b": "u32" },
            reply: Result(ok: "u32", err: ServerDeath),
        ),
    },
)
"#;

/// An interface with a misspelt key.
const WRONG: &str = r#"Interface(
    name: "Adder",
    ops: {
        "add": (
            argz: { "a": "u32" },
            reply: Result(ok: "u32", err: ServerDeath),
        ),
    },
)
"#;

/// An interface that is legal, with a warning.
const DOUBTFUL: &str = r#"Interface(
    name: "Adder",
    ops: {
        "add": (
            args: { "a": "usize" },
            reply: Result(ok: "u32", err: ServerDeath),
        ),
    },
)
"#;

/// An interface that is legal for servers only.
const SERVER_ONLY: &str = r#"Interface(
    name: "Lamp",
    ops: { "set": (args: { "on": "bool" }, reply: Simple("()")) },
)
"#;

/// A folder of a test's own, with these files, to run the command in.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str, files: &[(&str, &str)]) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        if path.exists() {
            fs::remove_dir_all(&path).expect("an old folder can be removed");
        }
        fs::create_dir_all(&path).expect("a folder can be made");
        let folder = Self(path);
        for (name, text) in files {
            folder.write(name, text.as_bytes());
        }
        folder
    }

    fn write(&self, name: impl AsRef<Path>, bytes: &[u8]) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("it is in a folder"))
            .expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name))
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The names in a folder below, sorted.
    fn names(&self, below: &str) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.0.join(below))
            .unwrap_or_else(|error| panic!("{below}: {error}"))
            .map(|entry| entry.expect("it can be read").file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The command, with these arguments.
    fn idol<const N: usize>(&self, arguments: [&str; N]) -> Command {
        Command::new(env!("CARGO_BIN_EXE_idol"))
            .args(arguments)
            .current_dir(&self.0)
            .env_remove("CLICOLOR_FORCE")
            .env_remove("COLUMNS")
            .with_assert(texts())
    }
}

/// Compares texts, or blesses them.
fn texts() -> Assert {
    Assert::new().action(match std::env::var_os("IDOL_BLESS") {
        Some(_) => Action::Overwrite,
        None => Action::Verify,
    })
}
