//! `idol completions`: scripts by which shells complete this command's
//! arguments.

use std::io::Write;

use clap::Args;
use clap_complete::Shell;

use crate::console::Console;
use crate::outcome::{Failure, Outcome};

/// For which shell.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The shell
    pub shell: Shell,
}

const AFTER_HELP: &str = "\
Examples:
  idol completions bash > ~/.local/share/bash-completion/completions/idol
  idol completions zsh > ~/.zfunc/_idol
  idol completions fish > ~/.config/fish/completions/idol.fish";

/// Writes the script for a command to standard output.
///
/// # Errors
///
/// If it cannot be written.
pub fn run(
    arguments: &Arguments,
    mut command: clap::Command,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "idol", &mut script);
    console.out().write_all(&script)?;
    Ok(Outcome::Fine)
}
