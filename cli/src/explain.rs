//! `idol explain`: what a code means, with a wrong and a right example.

mod pages;

use std::ffi::OsStr;
use std::io::Write;

use anstyle::Style;
use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Args, Command};
use idol::diagnostic::Code;

use crate::codes;
use crate::console::{Console, Stream};
use crate::highlight;
use crate::outcome::{Failure, Outcome};
pub use pages::{explanation, title, word};

/// What to explain.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The code of an error or a warning, or its name; without it, all are
    /// listed
    #[arg(
        value_name = "CODE",
        value_parser = Asked,
        hide_possible_values = true
    )]
    pub code: Option<Code>,
}

/// Reads codes and names. Shells learn the codes.
#[derive(Clone, Copy, Debug)]
struct Asked;

impl TypedValueParser for Asked {
    type Value = Code;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Code, clap::Error> {
        codes::parse.parse_ref(command, argument, value)
    }

    fn possible_values(
        &self,
    ) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let value =
            |code: &Code| PossibleValue::new(word(*code)).help(title(*code));
        Some(Box::new(Code::ALL.iter().map(value)))
    }
}

const AFTER_HELP: &str = "\
Examples:
  idol explain E0140        what the error E0140 means
  idol explain no-access    the same, by its name
  idol explain              all codes, with a line for each";

/// Writes the explanation to standard output: as Markdown, or set for a
/// terminal that shows colours.
///
/// # Errors
///
/// If it cannot be written.
pub fn run(
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let out = console.out();
    match arguments.code {
        Some(code) if out.has_color() => set(explanation(code), out)?,
        Some(code) => out.write_all(explanation(code).as_bytes())?,
        None => list(out)?,
    }
    Ok(Outcome::Fine)
}

/// A line for each code.
fn list(out: &mut Stream) -> std::io::Result<()> {
    let bold = Style::new().bold();
    for code in Code::ALL {
        writeln!(out, "{}  {}", out.styled(bold, code), title(*code))?;
    }
    Ok(())
}

/// A page without the marks of Markdown: the heading is bold, and examples
/// are set in and have colours.
fn set(page: &str, out: &mut Stream) -> std::io::Result<()> {
    let bold = Style::new().bold();
    let mut example: Option<String> = None;
    for line in page.lines() {
        if line.starts_with("```") {
            if let Some(code) = example.take() {
                for line in highlight::rust(&code).lines() {
                    writeln!(out, "{}", format!("    {line}").trim_end())?;
                }
            } else {
                example = Some(String::new());
            }
        } else if let Some(code) = &mut example {
            code.push_str(line);
            code.push('\n');
        } else if let Some(heading) = line.strip_prefix("# ") {
            writeln!(out, "{}", out.styled(bold, heading))?;
        } else if matches!(line, "Wrong:" | "Right:") {
            writeln!(out, "{}", out.styled(bold, line))?;
        } else {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}
