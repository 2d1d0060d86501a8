//! `idol man`: the manual pages, one for the command and one for each
//! subcommand.

use std::path::PathBuf;
use std::{io, iter};

use clap::Args;
use roff::{Roff, roman};

use crate::files;
use crate::outcome::{Failure, Outcome};

/// Where to.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The folder to write `idol.1` and the others to; it is made if it is
    /// not there
    #[arg(short, long, value_name = "DIR")]
    pub out: PathBuf,
}

const AFTER_HELP: &str = "\
Examples:
  idol man -o ~/.local/share/man/man1
  man idol-check";

/// Writes the pages about a command and its subcommands.
///
/// # Errors
///
/// If they cannot be written.
pub fn run(
    arguments: &Arguments,
    mut command: clap::Command,
) -> Result<Outcome, Failure> {
    // Tells subcommands the name of the whole.
    command.build();
    let with_subcommands =
        iter::once(&command).chain(command.get_subcommands());
    for command in with_subcommands {
        let name = command.get_display_name().unwrap_or(command.get_name());
        let path = arguments.out.join(format!("{name}.1"));
        files::write(&path, &page(command)?)?;
    }
    Ok(Outcome::Fine)
}

/// One page: as `--help`, but that what follows the options, which is set in
/// columns, keeps its line breaks.
fn page(command: &clap::Command) -> io::Result<Vec<u8>> {
    let after_help = command.get_after_help().map(ToString::to_string);
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone().after_help(None))
        .render(&mut page)?;
    if let Some(after_help) = after_help {
        Roff::new()
            .control("SH", ["NOTES"])
            .control("nf", [])
            .text([roman(after_help)])
            .control("fi", [])
            .to_writer(&mut page)?;
    }
    Ok(page)
}
