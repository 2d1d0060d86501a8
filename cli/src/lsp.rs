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

use std::hint::black_box;

use crate::outcome::{Failure, Outcome};
pub use arguments::Arguments;
use transport::Transport;

/// Serves an editor until it is done.
///
/// # Errors
///
/// If what comes is not the protocol.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    keep_memory();
    match server::serve(Transport::stdio(), arguments) {
        Ok(true) => Ok(Outcome::Fine),
        Ok(false) => Ok(Outcome::Problems),
        Err(error) => {
            let why = format!("this is not the protocol: {error}");
            Err(Failure::new(why))
        }
    }
}

/// Has the allocator keep what is given back: each edit needs as much memory
/// again, and pages that the system has to clear anew were up to a third of
/// what an edit of a long file took.
///
/// glibc gives memory back beyond twice the largest block that was ever freed,
/// of those that it gets by themselves, up to 32 MiB: `mallopt(3)`. This one is
/// touched by nobody, so it takes no memory. Elsewhere it does nothing.
fn keep_memory() {
    const LARGEST: usize = (32 << 20) - (64 << 10);
    let mut block = Vec::<u8>::new();
    // Where there is no room for it, little memory is to be kept.
    let _ = block.try_reserve_exact(LARGEST);
    drop(black_box(block));
}
