//! `idol dump`: an interface as data, for tools that read no RON.

pub mod wire;

use std::fmt::Display;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use idol::check::Side;
use idol::syntax;
use serde::Serialize;

use crate::console::Console;
use crate::inputs::Input;
use crate::outcome::{Failure, Outcome};
use crate::reports;
use crate::shown;

/// What to dump, and as what.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The `.idol` file, or `-` for standard input
    pub file: PathBuf,
    /// The notation
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub format: Format,
}

const AFTER_HELP: &str = "\
Examples:
  idol dump idl/spi.idol | jq '.wire.operations[] | {number, name}'
  idol dump idl/spi.idol --format yaml";

/// A notation for data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// JSON, indented
    Json,
    /// YAML
    Yaml,
    /// RON, indented
    Ron,
}

/// What is dumped.
#[derive(Clone, Debug, Serialize)]
pub struct Dump<'a> {
    /// What the file says.
    pub interface: &'a syntax::Interface,
    /// What it does on the wire.
    pub wire: wire::Interface<'a>,
}

impl Dump<'_> {
    /// All of it in a notation, with a line break at its end.
    ///
    /// # Errors
    ///
    /// If the notation cannot express it.
    pub fn text(&self, format: Format) -> Result<String, Failure> {
        let text = match format {
            Format::Json => serde_json::to_string_pretty(self)
                .map(|json| shown::json(&json))
                .map_err(failed),
            Format::Yaml => yaml_serde::to_string(self).map_err(failed),
            Format::Ron => {
                let layout = ron::ser::PrettyConfig::default();
                ron::ser::to_string_pretty(self, layout).map_err(failed)
            }
        }?;
        Ok(format!("{}\n", text.trim_end()))
    }
}

fn failed(error: impl Display) -> Failure {
    Failure::new(format!("cannot write the interface: {error}"))
}

/// Writes the interface to standard output.
///
/// # Errors
///
/// If it cannot be written.
pub fn run(
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let input = Input::of(&arguments.file);
    let (_, loaded) =
        match reports::legal_interface(&input, Side::Either, console)? {
            Ok(legal) => legal,
            Err(outcome) => return Ok(outcome),
        };
    let dump = Dump {
        interface: &loaded.syntax,
        wire: wire::Interface::of(&loaded.interface),
    };
    let text = dump.text(arguments.format)?;
    console.out().data(text.as_bytes())?;
    Ok(Outcome::Fine)
}
