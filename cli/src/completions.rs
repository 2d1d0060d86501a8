//! `idol completions`: scripts by which shells complete this command's
//! arguments.

use clap::Args;
use clap_complete::Shell;
use idol::diagnostic::Code;

use crate::console::Console;
use crate::explain;
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
    if arguments.shell == Shell::Fish {
        script.extend_from_slice(codes_for_fish().as_bytes());
    }
    console.out().data(&script)?;
    Ok(Outcome::Fine)
}

/// What the script for fish leaves out: the values of arguments without a
/// name.
fn codes_for_fish() -> String {
    let code = |code: &Code| {
        let (word, title) = (explain::word(*code), explain::title(*code));
        // In single quotes, fish knows these two escapes.
        let title = title.replace('\\', "\\\\").replace('\'', "\\'");
        format!(
            "complete -c idol -n \"__fish_idol_using_subcommand explain\" \
             -f -a {word} -d '{title}'\n"
        )
    };
    Code::ALL.iter().map(code).collect()
}
