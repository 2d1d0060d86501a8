//! Where subcommands write.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, BufWriter, Write};

use anstream::stream::{AsLockedWrite, RawStream};
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use idol::render::one_line;
use serde::Serialize;

use crate::shown::{self, Colors};

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "each would be a line of `--help`")]
pub enum Color {
    // On terminals. `--help` has a line for all of this.
    #[default]
    Auto,
    Always,
    Never,
}

/// Standard output and standard error.
///
/// Nobody may be reading any more, as after `idol expand ... | head -1`. That
/// is no error: the rest is thrown away, and the exit code is what it would
/// have been.
pub struct Console {
    out: Stream,
    err: Stream,
}

impl Console {
    /// The process's own.
    pub fn of_process(color: Color) -> Self {
        Self {
            out: Stream::new(io::stdout(), color),
            err: Stream::new(io::stderr(), color),
        }
    }

    /// Where results go.
    pub fn out(&mut self) -> &mut Stream {
        &mut self.out
    }

    /// Where everything else goes. What was written to [`out`](Self::out)
    /// before is on its way then, so that a terminal shows it first.
    ///
    /// # Errors
    ///
    /// If it is not.
    pub fn err(&mut self) -> io::Result<&mut Stream> {
        self.out.flush()?;
        Ok(&mut self.err)
    }

    /// Says why something could not be done.
    ///
    /// # Errors
    ///
    /// If that cannot be written.
    pub fn fail(&mut self, why: &impl Display) -> io::Result<()> {
        let err = self.err()?;
        let error = AnsiColor::Red.on_default().bold();
        let why = one_line(&why.to_string());
        writeln!(err, "{}: {why}", err.styled(error, "error"))?;
        err.flush()
    }

    /// Says what was done or left undone, in a line.
    ///
    /// # Errors
    ///
    /// If that cannot be written.
    pub fn say(&mut self, what: &impl Display) -> io::Result<()> {
        let what = one_line(&what.to_string());
        writeln!(self.err()?, "{what}")
    }

    /// Sends what is still on its way.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()?;
        self.err.flush()
    }
}

/// One of the two.
///
/// What is written to it may hold text from files and their names, in which a
/// terminal would find something to obey. Whatever writes, such characters are
/// shown instead: see [`shown`]. Only [`data`](Self::data) for programs is left
/// as it is.
pub struct Stream {
    /// `None` when nobody reads any more, or it has failed.
    writer: Option<BufWriter<Box<dyn Write>>>,
    has_color: bool,
    is_terminal: bool,
}

impl Stream {
    fn new(
        raw: impl RawStream + AsLockedWrite + 'static,
        color: Color,
    ) -> Self {
        let has_color = match color {
            Color::Auto => AutoStream::choice(&raw) != ColorChoice::Never,
            Color::Always => true,
            Color::Never => false,
        };
        // A stream without colours is not passed through `AutoStream`, which
        // would take what looks like a colour out of a user's text.
        Self {
            is_terminal: raw.is_terminal(),
            writer: Some(BufWriter::new(match has_color {
                true => Box::new(AutoStream::always(raw)),
                false => Box::new(raw),
            })),
            has_color,
        }
    }

    /// Whether it shows colours.
    pub fn has_color(&self) -> bool {
        self.has_color
    }

    /// Whether nobody reads it any more, as far as is known.
    pub fn is_closed(&self) -> bool {
        self.writer.is_none()
    }

    /// A text in a style, if the stream shows colours.
    pub fn styled(&self, style: Style, text: impl Display) -> String {
        match self.has_color {
            true => format!("{style}{text}{style:#}"),
            false => text.to_string(),
        }
    }

    /// Writes what programs read, and files are made of: as it is, unless it is
    /// shown on a terminal.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn data(&mut self, data: &[u8]) -> io::Result<()> {
        match self.is_terminal {
            true => self.write_all(data),
            false => self.write_with(|writer| writer.write_all(data), ()),
        }
    }

    /// Writes a value as JSON, in a line.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        let json = serde_json::to_string(value)?;
        self.data(format!("{}\n", shown::json(&json)).as_bytes())
    }

    /// Does something with the writer, if there is still one.
    fn write_with<T>(
        &mut self,
        to_a_reader: impl FnOnce(&mut BufWriter<Box<dyn Write>>) -> io::Result<T>,
        to_nobody: T,
    ) -> io::Result<T> {
        let Some(writer) = &mut self.writer else {
            return Ok(to_nobody);
        };
        let ended = to_a_reader(writer);
        let Err(error) = ended else {
            return ended;
        };
        // What is in its buffer must not be tried again, neither by the
        // report on this error nor when the buffer is dropped.
        if let Some(writer) = self.writer.take() {
            drop(writer.into_parts());
        }
        match error.kind() {
            io::ErrorKind::BrokenPipe => Ok(to_nobody),
            _ => Err(error),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let colors = match self.has_color {
            true => Colors::Kept,
            false => Colors::Shown,
        };
        let shown = match shown::is_plain(bytes) {
            true => Cow::Borrowed(bytes),
            false => {
                let text = String::from_utf8_lossy(bytes);
                Cow::Owned(shown::lines(&text, colors).into_bytes())
            }
        };
        self.write_with(|writer| writer.write_all(&shown), ())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.write_with(|writer| writer.flush(), ())
    }
}
