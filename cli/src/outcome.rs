//! How a subcommand ends.

use std::fmt;
use std::io;
use std::process::ExitCode;

use crate::console::Console;

/// How a subcommand ended, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// All is well: exit code 0.
    Fine,
    /// Something is wrong with an interface, and has been reported: exit
    /// code 1.
    Problems,
    /// Some of what was asked for could not be done, and has been reported:
    /// exit code 2.
    Incomplete,
}

/// Why a subcommand could not do what it was asked to: exit code 2.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure, said in one line: lower case, without a full stop.
    pub fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

/// Output that cannot be written.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self(format!("cannot write: {error}"))
    }
}

/// The exit code of a subcommand; a failure is reported first.
pub fn exit_code(
    ended: Result<Outcome, Failure>,
    console: &mut Console,
) -> ExitCode {
    match ended {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Problems) => ExitCode::from(1),
        Ok(Outcome::Incomplete) => ExitCode::from(2),
        Err(failure) => {
            // Where errors cannot be told, the exit code still is.
            let _ = console.fail(&failure);
            ExitCode::from(2)
        }
    }
}
