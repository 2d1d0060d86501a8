//! `idol lsp`: the language in an editor, by the Language Server Protocol.
//!
//! One thread answers, in the order of what is asked. What is found in a text
//! is kept until it changes; diagnostics are told when nothing else waits. Each
//! answer is a file here, and a function of a `Document`.

mod action;
mod actions;
mod answer;
mod arguments;
mod changes;
mod completion;
mod cursor;
mod definition;
mod diagnostics;
mod document;
mod files;
mod format;
mod hints;
mod hover;
mod lenses;
mod lines;
mod outline;
mod pages;
mod rename;
mod requests;
mod revisions;
mod rust;
mod server;
mod session;
mod signature;
mod tokens;
mod transport;

use crate::outcome::{Failure, Outcome};
pub use arguments::Arguments;
use transport::Transport;

/// Serves an editor until it is done.
///
/// # Errors
///
/// If what comes is not the protocol.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    match server::serve(Transport::stdio(), arguments) {
        Ok(true) => Ok(Outcome::Fine),
        Ok(false) => Ok(Outcome::Problems),
        Err(error) => {
            let why = format!("this is not the protocol: {error}");
            Err(Failure::new(why))
        }
    }
}
