//! Lists in files: one entry a line, and comments from `#` on.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::outcome::Failure;

/// The longest list that is read, in bytes: a device may have no end.
const LONGEST: u64 = 16 << 20;

/// A line that says something.
pub(super) struct Line {
    /// Counted from 1.
    pub(super) number: usize,
    pub(super) text: String,
}

/// The lines of a file that say something.
pub(super) fn read(path: &Path) -> Result<Vec<Line>, Failure> {
    let unreadable = |error: &dyn fmt::Display| {
        Failure::new(format!("cannot read `{}`: {error}", path.display()))
    };
    if is_named_pipe(path) {
        return Err(unreadable(
            &"it is a named pipe, into which perhaps nobody writes",
        ));
    }
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let mut text = String::new();
    let read = file.take(LONGEST + 1).read_to_string(&mut text);
    if read.map_err(|error| unreadable(&error))? as u64 > LONGEST {
        return Err(unreadable(&"it is longer than a list of names"));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let lines = text.lines().zip(1..).filter_map(|(line, number)| {
        let said = line.split('#').next().unwrap_or_default().trim();
        (!said.is_empty()).then(|| Line {
            number,
            text: said.to_owned(),
        })
    });
    Ok(lines.collect())
}

/// Whether opening it may wait for ever. A pipe that a shell has opened,
/// `/dev/fd/63`, may be read: it has someone who writes, or none any more.
#[cfg(unix)]
fn is_named_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let opened = ["/dev", "/proc"].iter().any(|top| path.starts_with(top));
    let is_pipe = path.metadata().is_ok_and(|it| it.file_type().is_fifo());
    is_pipe && !opened
}

#[cfg(not(unix))]
fn is_named_pipe(_: &Path) -> bool {
    false
}

/// `Iface.op`, or `Iface` alone.
pub(super) fn operation(text: &str) -> Option<(&str, Option<&str>)> {
    let is_name = |name: &str| {
        let mut chars = name.chars();
        chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
            && chars.all(|c| c.is_alphanumeric() || c == '_')
    };
    let (interface, op) = match text.split_once('.') {
        Some((interface, op)) => (interface, Some(op)),
        None => (text, None),
    };
    let legal = is_name(interface) && op.is_none_or(is_name);
    legal.then_some((interface, op))
}
