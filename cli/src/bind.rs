//! `idol bind`: clients in other languages, out of schemas.

mod c;
mod python;

use std::path::{Path, PathBuf};

pub use c::Words;
use clap::{Args, ValueEnum};
use idol_debug::schema::Schema;

use crate::console::Console;
use crate::elf;
use crate::files;
use crate::outcome::{Failure, Outcome};

/// Which clients, and where to.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The language
    pub language: Language,
    /// Schemas, or the ELF files of tasks that serve the interfaces
    #[arg(required = true, value_name = "SCHEMA")]
    pub schemas: Vec<PathBuf>,
    /// The folder to write to; it is made if it is not there
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// The name of the package, in Python
    #[arg(long, value_name = "NAME", default_value = "idol_clients")]
    pub package: String,
}

const AFTER_HELP: &str = "\
Examples:
  idol bind python spi.json sensor.json -o clients
  idol bind python target/release/spi -o clients --package board
  idol bind c spi.json sensor.json -o clients

Exit codes:
  0  the clients are written
  2  a file could not be read or written, or does not tell all types";

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// A typed package for Python 3.10 and newer
    Python,
    /// Sources and headers in C99
    C,
}

/// Writes clients.
///
/// # Errors
///
/// If a file cannot be read or written, or a schema has what the language has
/// no words for.
pub fn run(
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let mut schemas = Vec::new();
    for path in &arguments.schemas {
        read(path, &mut schemas)?;
    }
    let written = written(arguments.language, &arguments.package, &schemas)?;
    for (name, text) in &written {
        files::write(&arguments.output.join(name), text.as_bytes())?;
    }
    console.say(&format!(
        "{} files in `{}`",
        written.len(),
        arguments.output.display()
    ))?;
    Ok(Outcome::Fine)
}

/// The files of clients, by their paths. In Python they are a package of this
/// name.
///
/// # Errors
///
/// If a schema has what the language has no words for.
pub fn written(
    language: Language,
    package: &str,
    schemas: &[Schema],
) -> Result<Vec<(String, String)>, Failure> {
    match language {
        Language::Python => python::package(package, schemas),
        Language::C => c::files(schemas),
    }
}

/// The schemas in a file: one document, or those of a task.
fn read(path: &Path, into: &mut Vec<Schema>) -> Result<(), Failure> {
    let name = path.display().to_string();
    let bytes = elf::read(path)?;
    if elf::is_elf(&bytes) {
        let task = elf::task(&name, &bytes)?;
        let interfaces = task
            .interfaces()
            .map_err(|error| elf::wrong(&name, &error))?;
        if interfaces.is_empty() {
            return Err(Failure::new(format!("`{name}` serves no interface")));
        }
        for interface in &interfaces {
            into.push(elf::schema(&name, &task, interface)?);
        }
        return Ok(());
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::new(format!("`{name}` is not UTF-8")))?;
    let schema = Schema::from_json(&text)
        .map_err(|error| Failure::new(format!("`{name}`: {error}")))?;
    // What it says of its types holds together.
    for operation in &schema.operations {
        schema.call(&operation.name).map_err(|error| {
            Failure::new(format!("`{name}`: `{}`: {error}", operation.name))
        })?;
    }
    into.push(schema);
    Ok(())
}
