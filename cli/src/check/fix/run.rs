//! `idol check --fix`: files are written, or what would change is shown.

use std::io::Write;

use idol::report::Report;
use idol::source::Source;

use super::all::{Fixed, all};
use crate::console::Console;
use crate::files;
use crate::fmt::difference;
use crate::inputs::Input;
use crate::outcome::{Failure, Outcome};

/// What to do with what is fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Write the file.
    Write,
    /// Show what would change.
    Show,
}

/// Fixes a text and says each thing that was done: the text as it is then, and
/// how that ended.
pub(crate) fn one(
    input: &Input,
    source: Source,
    way: Way,
    found: impl Fn(&Source) -> Report,
    console: &mut Console,
) -> Result<(Source, Outcome), Failure> {
    let Fixed {
        source: fixed,
        done,
    } = all(&source, found);
    if done.is_empty() {
        return Ok((source, Outcome::Fine));
    }
    let ended = match (way, input) {
        (Way::Show, _) => {
            let (before, after) = (source.text(), fixed.text());
            difference::show(source.name(), before, after, console)?;
            Outcome::Problems
        }
        (Way::Write, Input::File { path, .. }) => {
            if let Err(failure) = files::write(path, fixed.text().as_bytes()) {
                console.fail(&failure)?;
                return Ok((source, Outcome::Incomplete));
            }
            Outcome::Fine
        }
        (Way::Write, Input::Standard | Input::Closed { .. }) => {
            return Err(Failure::new(
                "only files are fixed: `--fix --diff -` shows what would \
                 change",
            ));
        }
    };
    let verb = match way {
        Way::Write => "fixed",
        Way::Show => "would fix",
    };
    let name = source.name();
    for done in done {
        let (code, fix) = (done.code, done.fix);
        let place = done.position;
        let note = fix.note.map(|note| format!("; {note}"));
        console.say(&format_args!(
            "{verb} {name}:{}:{}: {code}: {}{}",
            place.line,
            place.column,
            fix.title,
            note.as_deref().unwrap_or(""),
        ))?;
    }
    console.err()?.flush()?;
    Ok((fixed, ended))
}
