//! Writes indented Rust text.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use crate::printable;

/// Text in the making. Lines are indented by the blocks they stand in.
pub(super) struct Writer<'f> {
    out: &'f mut dyn fmt::Write,
    depth: usize,
    /// The spaces that a line begins with.
    spaces: &'static str,
}

/// The text that `write` writes.
///
/// It goes through a formatter of the standard library, whose `String` is
/// compiled with optimisation; our own would not be in a debug build.
pub(super) fn written(write: impl FnOnce(&mut Writer<'_>)) -> String {
    struct Once<F>(Cell<Option<F>>);

    impl<F: FnOnce(&mut Writer<'_>)> fmt::Display for Once<F> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            if let Some(write) = self.0.take() {
                write(&mut Writer {
                    out: f,
                    depth: 0,
                    spaces: "",
                });
            }
            Ok(())
        }
    }

    format!("{}", Once(Cell::new(Some(write))))
}

impl Writer<'_> {
    /// One line. [`line!`](super::line) is the handier form.
    pub(super) fn line_of(&mut self, line: fmt::Arguments<'_>) {
        match line.as_str() {
            Some(text) => self.text(text),
            None => {
                self.indent();
                // A `String` takes any text.
                let _ = self.out.write_fmt(line);
                let _ = self.out.write_str("\n");
            }
        }
    }

    /// One line that needs no formatting.
    pub(super) fn text(&mut self, line: &str) {
        self.indent();
        let _ = self.out.write_str(line);
        let _ = self.out.write_str("\n");
    }

    /// Lines that are indented already.
    pub(super) fn verbatim(&mut self, lines: &str) {
        let _ = self.out.write_str(lines);
    }

    /// An empty line, which parts items.
    pub(super) fn blank(&mut self) {
        let _ = self.out.write_str("\n");
    }

    /// The lines that `inside` writes, one step deeper, between a line that
    /// opens and a line that closes.
    pub(super) fn block(
        &mut self,
        open: fmt::Arguments<'_>,
        close: &str,
        inside: impl FnOnce(&mut Self),
    ) {
        self.open(open);
        inside(self);
        self.close(close);
    }

    /// The lines that `inside` writes, one step deeper.
    pub(super) fn indented(&mut self, inside: impl FnOnce(&mut Self)) {
        self.deeper();
        inside(self);
        self.shallower();
    }

    // What surrounds a block's inside, apart: what is generic is compiled as
    // often as it is called, in every build that uses the generator.

    fn open(&mut self, open: fmt::Arguments<'_>) {
        self.line_of(open);
        self.deeper();
    }

    fn close(&mut self, close: &str) {
        self.shallower();
        self.text(close);
    }

    fn deeper(&mut self) {
        self.depth += 1;
        self.spaces = spaces(self.depth);
    }

    fn shallower(&mut self) {
        self.depth -= 1;
        self.spaces = spaces(self.depth);
    }

    fn indent(&mut self) {
        if !self.spaces.is_empty() {
            let _ = self.out.write_str(self.spaces);
        }
    }
}

/// Four for each block that is open, up to ten.
fn spaces(depth: usize) -> &'static str {
    const SPACES: &str = "                                        ";
    &SPACES[..(depth * 4).min(SPACES.len())]
}

/// Writes one line: `line!(writer, "const {name}: usize = {size};")`.
macro_rules! line {
    ($writer:expr, $($format:tt)+) => {
        $writer.line_of(::core::format_args!($($format)+))
    };
}

/// Writes a line that ends in `{`, what `inside` writes one step deeper, and
/// a closing brace: `block!(writer, inside, "impl {iface} {{")`.
macro_rules! block {
    ($writer:expr, $inside:expr, $($format:tt)+) => {
        $writer.block(::core::format_args!($($format)+), "}", $inside)
    };
}

pub(super) use {block, line};

/// What stands between the quotes of a literal that has no placeholders.
pub(super) fn literal(message: &str) -> Cow<'_, str> {
    let plain = printable::length(message) == message.len();
    if plain && !message.contains('{') && !message.contains('}') {
        return Cow::Borrowed(message);
    }
    let mut literal = String::with_capacity(message.len());
    for c in message.chars() {
        match c {
            '{' | '}' => literal.extend([c, c]),
            '\'' => literal.push(c),
            c => literal.extend(c.escape_debug()),
        }
    }
    Cow::Owned(literal)
}
