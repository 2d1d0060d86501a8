//! `idol man`: the manual pages, one for the command and one for each
//! subcommand.

use std::path::PathBuf;

use clap::{Args, CommandFactory};

use crate::console::Console;
use crate::files;
use crate::outcome::{Failure, Outcome};

/// Where to.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The folder to write `idol.1` and the others to; it is made if it is
    /// not there
    #[arg(short, long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Writes the pages.
///
/// # Errors
///
/// If they cannot be written.
pub fn run(arguments: &Arguments, _: &mut Console) -> Result<Outcome, Failure> {
    files::make_folder(&arguments.out)?;
    let mut command = crate::arguments::Arguments::command();
    // Tells subcommands the name of the whole.
    command.build();
    let page = |command: &clap::Command| {
        let mut page = Vec::new();
        clap_mangen::Man::new(command.clone()).render(&mut page)?;
        let name = command.get_display_name().unwrap_or(command.get_name());
        files::write(&arguments.out.join(format!("{name}.1")), &page)
    };
    page(&command)?;
    for subcommand in command.get_subcommands() {
        page(subcommand)?;
    }
    Ok(Outcome::Fine)
}
