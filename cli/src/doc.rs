//! `idol doc`: Markdown pages about what interfaces do on the wire.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use idol::check::Side;
use idol::model::Interface;

use crate::console::Console;
use crate::files;
use crate::inputs::{self, Input};
use crate::outcome::{Failure, Outcome};
use crate::page::{self, ErrorCodes};
use crate::reports;

/// What to write about, and where to.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// Files, folders whose `.idol` files are all written about, or `-` for
    /// standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// The folder to write the pages to; it is made if it is not there
    #[arg(short, long, value_name = "DIR")]
    pub out: PathBuf,
}

const AFTER_HELP: &str = "\
Examples:
  idol doc idl -o target/wire          target/wire/spi.md and the others
  idol doc idl/spi.idol -o .           spi.md

A page has the name of its file, and its place below the folder that was named;
the page about standard input has the name of the interface. `index.md` lists
all pages. If an interface is wrong, nothing is written.";

/// The page that lists all pages.
const INDEX: &str = "index.md";

/// Writes the pages.
///
/// # Errors
///
/// If they cannot be written, or two would have one name.
pub fn run(
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Fine;
    let mut interfaces = BTreeMap::new();
    for input in inputs::find(&arguments.paths)? {
        let interface =
            match reports::legal_interface(&input, Side::Either, console)? {
                Ok((_, loaded)) => loaded.interface,
                Err(refused) => {
                    outcome = outcome.max(refused);
                    continue;
                }
            };
        let path = match &input {
            Input::File { relative, .. } => relative.with_extension("md"),
            Input::Standard | Input::Closed { .. } => {
                PathBuf::from(format!("{}.md", interface.name))
            }
        };
        let is_index = path.as_os_str() == INDEX;
        let shown = path.display().to_string();
        if is_index {
            return Err(Failure::new(format!(
                "the page of `{}` would be called `{INDEX}`, as the list of \
                 all pages is: give it another name, or leave it out",
                input.name()
            )));
        }
        if interfaces.insert(path, interface).is_some() {
            return Err(Failure::new(format!(
                "two pages would be called `{shown}`: write them to \
                 different folders"
            )));
        }
    }
    if outcome > Outcome::Fine {
        return Ok(outcome);
    }
    for (path, interface) in &interfaces {
        let page = page::markdown(interface, &ErrorCodes::new());
        files::write(&arguments.out.join(path), page.as_bytes())?;
    }
    let index = index(&interfaces);
    files::write(&arguments.out.join(INDEX), index.as_bytes())?;
    Ok(Outcome::Fine)
}

/// The page that lists all pages.
fn index(interfaces: &BTreeMap<PathBuf, Interface>) -> String {
    let mut index = String::from(
        "# Interfaces\n\n| interface | operations |\n| --- | ---: |\n",
    );
    for (path, interface) in interfaces {
        // Links have `/` between folders on every machine.
        let parts = path.iter().map(|part| url(part.as_encoded_bytes()));
        let link = parts.collect::<Vec<_>>().join("/");
        index.push_str(&format!(
            "| [{}](<{link}>) | {} |\n",
            interface.name,
            interface.operations.len()
        ));
    }
    index
}

/// A name as part of a link: whatever is not plain is written in hexadecimal
/// digits, as links have it.
fn url(name: &[u8]) -> String {
    let byte = |byte: &u8| match byte {
        b'-' | b'.' | b'_' | b'~' => char::from(*byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    name.iter().map(byte).collect()
}
