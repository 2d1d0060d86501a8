//! A text and where it came from.

mod position;

use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::OnceLock;

use crate::diagnostic::{Code, Diagnostic, Span};

pub use position::Position;

/// The text of an `.idol` file, with the name that diagnostics call it by.
/// Shorter than 4 GiB.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    /// The position of every [`STRIDE`]th byte, once any is asked for: there may
    /// be something to say about each line of a long file.
    marks: OnceLock<Vec<Position>>,
}

impl Eq for Source {}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.text == other.text
    }
}

/// Bytes from one mark to the next.
const STRIDE: usize = 256;

impl Source {
    /// The longest text that is read, in bytes: spans are 32 bits.
    const MAX_LEN: usize = u32::MAX as usize - 1;

    /// A text that is at hand already. Whatever lies beyond 4 GiB is cut off.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.len() > Self::MAX_LEN {
            let mut end = Self::MAX_LEN;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.truncate(end);
        }
        Self {
            name: name.into(),
            text,
            marks: OnceLock::new(),
        }
    }

    /// A text from bytes of unknown content.
    ///
    /// # Errors
    ///
    /// If they are not UTF-8, or too long; where, if it can be told.
    pub fn from_bytes(
        name: impl Into<String>,
        bytes: Vec<u8>,
    ) -> Result<Self, Unreadable> {
        let name = name.into();
        if bytes.len() > Self::MAX_LEN {
            return Err(Unreadable::file(&name, "it is longer than 4 GiB"));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(name, text)),
            Err(error) => {
                let start = error.utf8_error().valid_up_to();
                let byte = error.as_bytes().get(start).copied();
                let text = String::from_utf8_lossy(error.as_bytes());
                let source = Self::new(name, text);
                let label = match byte {
                    Some(byte) => format!("the byte 0x{byte:02x}"),
                    None => String::new(),
                };
                let end = start + '\u{fffd}'.len_utf8();
                let diagnostic =
                    Diagnostic::new(Code::NotUtf8, "the file is not UTF-8")
                        .at(Some(Span::new(start, end)), label)
                        .help("save the file in the encoding UTF-8");
                Err(Unreadable::new(Some(source), diagnostic))
            }
        }
    }

    /// Reads a file; its path becomes the name.
    ///
    /// What is no file, such as a named pipe, is not opened: its text may never
    /// come, or never end.
    ///
    /// # Errors
    ///
    /// If it is no file, cannot be read, changes while it is read, or is not
    /// UTF-8.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, Unreadable> {
        let path = path.as_ref();
        let name = path.display().to_string();
        match contents(path) {
            Ok(bytes) => Self::from_bytes(name, bytes),
            Err(error) => Err(Unreadable::file(&name, &error.to_string())),
        }
    }

    /// What diagnostics call the text: a path, usually.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text, with its byte-order mark if it has one.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line and column of a byte of the text. A byte-order mark takes no
    /// column.
    ///
    /// Costs no more at the end of a text than at its start, but for the first
    /// time, which goes through the text once.
    pub fn position(&self, byte: u32) -> Position {
        let end = self.before(byte as usize).len();
        let marks = self.marks.get_or_init(|| self.marks());
        let mark = end / STRIDE;
        let start = self.before(mark * STRIDE).len();
        let mut position = marks[mark].pass(&self.text[start..end]);
        // The marks count a byte-order mark.
        if position.line == 1 && end >= 3 && self.text.starts_with('\u{feff}') {
            position.column -= 1;
        }
        position
    }

    /// The positions of every [`STRIDE`]th byte, or of the character that it
    /// is in, a byte-order mark counted.
    fn marks(&self) -> Vec<Position> {
        let mut position = Position { line: 1, column: 1 };
        let mut marks = vec![position];
        let mut rest = self.text.as_str();
        for mark in 1..=self.text.len() / STRIDE {
            let passed = rest.len() + self.before(mark * STRIDE).len();
            let (text, behind) = rest.split_at(passed - self.text.len());
            position = position.pass(text);
            marks.push(position);
            rest = behind;
        }
        marks
    }

    /// The whole lines that a stretch lies in, without a byte-order mark and
    /// the last line's break.
    #[cfg(feature = "pretty")]
    pub(crate) fn lines(&self, span: Span) -> std::ops::Range<usize> {
        let text = self.text.as_str();
        let span = self.characters(span);
        let start = self.line_start(span.start);
        let end = text[span.end..]
            .find('\n')
            .map_or(text.len(), |i| span.end + i);
        start..end.max(start)
    }

    /// A stretch, widened to whole characters of the text.
    #[cfg(feature = "pretty")]
    pub(crate) fn characters(&self, span: Span) -> std::ops::Range<usize> {
        let text = self.text.as_str();
        let start = self.before(span.start as usize).len();
        let mut end = (span.end as usize).clamp(start, text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }

    /// Where the line of this byte begins. A byte-order mark is before the
    /// first line.
    pub(crate) fn line_start(&self, byte: usize) -> usize {
        match self.text[..byte].rfind('\n') {
            Some(i) => i + 1,
            None if self.text.starts_with('\u{feff}') => 3,
            None => 0,
        }
    }

    /// The text before a byte, or all of it.
    fn before(&self, byte: usize) -> &str {
        let mut end = byte.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        &self.text[..end]
    }
}

/// The bytes of a file, as many as it says that it has.
fn contents(path: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let found = std::fs::metadata(path)?;
    if !found.is_file() && !found.is_dir() {
        return Err("it is no file, but a pipe, a socket or a device".into());
    }
    let file = File::open(path)?;
    let before = file.metadata()?;
    let length = before.len();
    if length > Source::MAX_LEN as u64 {
        return Err("it is longer than 4 GiB".into());
    }
    let mut bytes = Vec::with_capacity(length as usize);
    // Something that writes may be faster than we are.
    (&file).take(length + 1).read_to_end(&mut bytes)?;
    let after = file.metadata()?;
    let same = before.modified().ok() == after.modified().ok();
    if bytes.len() as u64 != length || after.len() != length || !same {
        return Err("it changes while it is read".into());
    }
    Ok(bytes)
}

/// Why there is no text. [`Report`](crate::report::Report) is made of it,
/// which prints it with its place and a way out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unreadable(Box<(Option<Source>, Diagnostic)>);

impl Unreadable {
    /// `source` is what can be shown of the text all the same.
    fn new(source: Option<Source>, diagnostic: Diagnostic) -> Self {
        Self(Box::new((source, diagnostic)))
    }

    /// The file of this name cannot be read, for this reason.
    fn file(name: &str, reason: &str) -> Self {
        let message = format!("cannot read `{name}`: {reason}");
        let diagnostic = Diagnostic::new(Code::UnreadableFile, message).help(
            "a relative path begins at the current directory, that of a build \
             script at its `Cargo.toml`",
        );
        Self::new(None, diagnostic)
    }

    /// What is wrong.
    pub fn diagnostic(&self) -> &Diagnostic {
        &self.0.1
    }

    /// What can be shown of the text all the same, and what is wrong.
    pub fn into_parts(self) -> (Option<Source>, Diagnostic) {
        *self.0
    }
}

/// What is wrong, in one line.
impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (source, diagnostic) = &*self.0;
        let Diagnostic { code, message, .. } = diagnostic;
        write!(f, "{}[{code}]: {message}", diagnostic.severity())?;
        match source {
            Some(source) => write!(f, ": {}", source.name()),
            None => Ok(()),
        }
    }
}

impl Error for Unreadable {}
