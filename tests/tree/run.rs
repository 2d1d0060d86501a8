//! How a program ran, and what is expected of it.

use std::process::{Command, Output};

/// How a program ran.
pub(crate) struct Run {
    ok: bool,
    what: String,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn of(command: &mut Command) -> Self {
        let Output {
            status,
            stdout,
            stderr,
        } = command
            .output()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self {
            ok: status.success(),
            what: format!(
                "{:?} {:?}",
                command.get_program(),
                command.get_args().collect::<Vec<_>>()
            ),
            stdout: String::from_utf8_lossy(&stdout).into_owned(),
            stderr: String::from_utf8_lossy(&stderr).into_owned(),
        }
    }

    pub(crate) fn success(self) -> Self {
        assert!(self.ok, "{} fails:\n{}", self.what, self.stderr);
        self
    }

    /// It fails, in words.
    #[allow(dead_code, reason = "not all tests that share this let one fail")]
    pub(crate) fn failure(self) -> Self {
        assert!(!self.ok, "{} succeeds:\n{}", self.what, self.stdout);
        self
    }

    /// It succeeds, asks nobody, and has nothing to say.
    pub(crate) fn quiet(self) -> Self {
        let run = self.success();
        for word in ["warning", "Updating", "Downloading", "Locking"] {
            assert!(
                !run.stderr.contains(word),
                "{} says `{word}`:\n{}",
                run.what,
                run.stderr
            );
        }
        run
    }
}
