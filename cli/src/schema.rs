//! `idol schema`: an interface with all its types, for programs that call it.

use std::path::PathBuf;

use clap::Args;
use idol::check::Side;
use idol::fingerprint::Fingerprint;
use idol_debug::schema::JSON_SCHEMA;

use crate::console::Console;
use crate::elf;
use crate::inputs::Input;
use crate::outcome::{Failure, Outcome};
use crate::reports;
use crate::shown;

/// Of which interface.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The `.idol` file, or `-` for standard input; or the ELF file of a task
    /// that serves the interface
    #[arg(required_unless_present_any = ["elf", "print_json_schema"])]
    pub file: Option<PathBuf>,
    /// The ELF file of a task that serves the interface, with debug information
    #[arg(long, value_name = "TASK")]
    pub elf: Option<PathBuf>,
    /// Which interface, where a file has several
    #[arg(long, value_name = "NAME")]
    pub interface: Option<String>,
    /// Show the JSON Schema that every schema conforms to
    #[arg(long)]
    pub print_json_schema: bool,
}

const AFTER_HELP: &str = "\
Examples:
  idol schema target/thumbv7em-none-eabihf/release/spi
  idol schema idl/spi.idol --elf target/thumbv7em-none-eabihf/release/spi
  idol schema target/debug/bridge --interface Spi | jq '.operations[].name'

With a file and `--elf`, the file must be what the task was built from.

Exit codes:
  0  the schema is written
  1  the interface is wrong, or not what the task was built from
  2  a file could not be read, or does not tell all types";

/// Writes the schema to standard output.
///
/// # Errors
///
/// If a file cannot be read, or does not say enough.
pub fn run(
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    if arguments.print_json_schema {
        console.out().data(JSON_SCHEMA.as_bytes())?;
        return Ok(Outcome::Fine);
    }
    let (file, elf) = match (&arguments.file, &arguments.elf) {
        (Some(file), Some(elf)) => (Some(file), elf),
        (Some(elf), None) | (None, Some(elf)) => (None, elf),
        (None, None) => return Err(Failure::new("no file is named")),
    };
    let written = match file {
        None => None,
        Some(file) => {
            let input = Input::of(file);
            match reports::legal_interface(&input, Side::Server, console)? {
                Ok((_, legal)) => Some(legal.interface),
                Err(outcome) => return Ok(outcome),
            }
        }
    };
    let name = elf.display().to_string();
    let bytes = elf::read(elf)?;
    if file.is_none() && !elf::is_elf(&bytes) {
        return Err(Failure::new(format!(
            "`{name}` is no ELF file: an interface has its types in a task's; \
             name one with `--elf`"
        )));
    }
    let task = elf::task(&name, &bytes)?;
    let wanted = arguments.interface.as_deref();
    let wanted = wanted.or(written.as_ref().map(|i| i.name.as_str()));
    let served = elf::interface(&name, &task, wanted, "with `--interface`")?;
    if let Some(written) = &written {
        let (of_file, of_task) =
            (Fingerprint::of(written), Fingerprint::of(&served));
        if of_file != of_task {
            console.fail(&format!(
                "`{name}` was not built from this file: the fingerprint of its \
                 `{}` is {of_task}, that of the file {of_file}",
                served.name
            ))?;
            return Ok(Outcome::Problems);
        }
    }
    let interface = written.as_ref().unwrap_or(&served);
    let schema = elf::schema(&name, &task, interface)?;
    let json = shown::json(&schema.to_json());
    console.out().data(json.as_bytes())?;
    Ok(Outcome::Fine)
}
