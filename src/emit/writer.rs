//! Writes indented Rust text.

use std::fmt;

/// Text in the making. Lines are indented by the blocks they stand in.
pub(super) struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self {
            text: String::with_capacity(8 * 1024),
            depth: 0,
        }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// One line. [`line!`](super::line) is the handier form.
    pub(super) fn line_of(&mut self, line: fmt::Arguments<'_>) {
        match line.as_str() {
            Some(text) => self.text(text),
            None => {
                self.indent();
                // A `String` takes any text.
                let _ = fmt::Write::write_fmt(&mut self.text, line);
                self.text.push('\n');
            }
        }
    }

    /// One line that needs no formatting.
    pub(super) fn text(&mut self, line: &str) {
        self.indent();
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Lines that are indented already.
    pub(super) fn verbatim(&mut self, lines: &str) {
        self.text.push_str(lines);
    }

    /// An empty line, which parts items.
    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// The lines that `inside` writes, one step deeper, between a line that
    /// opens and a line that closes.
    pub(super) fn block(
        &mut self,
        open: fmt::Arguments<'_>,
        close: &str,
        inside: impl FnOnce(&mut Self),
    ) {
        self.line_of(open);
        self.indented(inside);
        self.text(close);
    }

    /// The lines that `inside` writes, one step deeper.
    pub(super) fn indented(&mut self, inside: impl FnOnce(&mut Self)) {
        self.depth += 1;
        inside(self);
        self.depth -= 1;
    }

    fn indent(&mut self) {
        const SPACES: &str = "                                        ";
        let width = (self.depth * 4).min(SPACES.len());
        self.text.push_str(&SPACES[..width]);
    }
}

/// Before every generated item that a user can see: its names are the
/// interface's, and whether it is used or reached is the user's business.
pub(super) const ANY_STYLE: &str = "#[allow(clippy::all, dead_code, \
     nonstandard_style, unreachable_pub)]";

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
