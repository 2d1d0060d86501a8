//! The command `idol`, as a library that its `main` calls.
//!
//! [`arguments`] says what can be asked for; each subcommand is a file of its
//! own, with its arguments and a function `run`. All of them write through a
//! [`Console`] and end in an [`Outcome`] or a [`Failure`], which become the
//! exit code.

pub mod arguments;
pub mod bind;
pub mod call;
pub mod check;
pub mod codes;
pub mod completions;
pub mod console;
pub mod diff;
pub mod doc;
pub mod dump;
pub mod elf;
pub mod entries;
pub mod expand;
pub mod explain;
pub mod files;
pub mod fmt;
pub mod highlight;
pub mod image;
pub mod inputs;
pub mod language;
pub mod legal;
pub mod lsp;
pub mod man;
#[cfg(unix)]
pub mod monitor;
pub mod new;
pub mod outcome;
pub mod page;
pub mod place;
pub mod reports;
pub mod schema;
pub mod shown;
#[cfg(unix)]
pub mod socket;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command};
use console::Console;
use outcome::{Failure, Outcome};

/// Does what the process's arguments ask for.
///
/// The exit code is 0 if all is well, 1 if something is wrong with an
/// interface, 2 if the command could not do what it was asked to.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return refused(&error),
    };
    let mut console = Console::of_process(arguments.color);
    let ended = run(&arguments.command, &mut console).and_then(|outcome| {
        console.flush()?;
        Ok(outcome)
    });
    outcome::exit_code(ended, &mut console)
}

/// Arguments that make no sense, or ask for help. A word that is not
/// understood is repeated: it may hold what a terminal obeys.
fn refused(error: &clap::Error) -> ExitCode {
    let is_plain = |word: OsString| {
        word.to_str()
            .is_some_and(|word| shown::is_plain(word.as_bytes()))
    };
    let said = match std::env::args_os().all(is_plain) {
        true => error.print(),
        false => {
            let text = error.render().to_string();
            let text = shown::lines(&text, shown::Colors::Shown);
            io::stderr().write_all(text.as_bytes())
        }
    };
    // Where it cannot be told, the exit code still is.
    let _ = said;
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// Runs a subcommand.
///
/// # Errors
///
/// If it could not do what it was asked to.
pub fn run(
    command: &Command,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    match command {
        Command::Bind(arguments) => bind::run(arguments, console),
        Command::Call(arguments) => call::run(arguments, console),
        Command::Check(arguments) => check::run(arguments, console),
        Command::Completions(arguments) => {
            completions::run(arguments, Arguments::command(), console)
        }
        Command::Diff(arguments) => diff::run(arguments, console),
        Command::Doc(arguments) => doc::run(arguments, console),
        Command::Dump(arguments) => dump::run(arguments, console),
        Command::Explain(arguments) => explain::run(arguments, console),
        Command::Expand(arguments) => expand::run(arguments, console),
        Command::Fmt(arguments) => fmt::run(arguments, console),
        Command::Image(arguments) => image::run(arguments, console),
        Command::Lsp(arguments) => lsp::run(arguments),
        #[cfg(unix)]
        Command::Monitor(arguments) => monitor::run(arguments, console),
        Command::Man(arguments) => man::run(arguments, Arguments::command()),
        Command::New(arguments) => new::run(arguments, console),
        Command::Schema(arguments) => schema::run(arguments, console),
    }
}
