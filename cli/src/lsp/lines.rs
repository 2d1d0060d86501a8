//! Places in a text as editors count: lines from 0, and in them the units of
//! an encoding.

use std::cell::Cell;

use idol::diagnostic::Span;
use lsp_types::{Position, Range};
use serde_json::Value;

/// What a column counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Unit {
    /// Bytes.
    Utf8,
    /// Units of 16 bits, which all editors understand.
    Utf16,
}

impl Unit {
    /// The one to use with an editor that knows these.
    pub(super) fn of(known: &Value) -> Self {
        let utf8 = Self::Utf8.kind();
        match known.as_array() {
            Some(known) if known.iter().any(|kind| kind == utf8) => Self::Utf8,
            _ => Self::Utf16,
        }
    }

    /// As the protocol calls it.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
        }
    }

    /// How many of them a text has.
    pub(super) fn count(self, text: &str) -> u32 {
        let count = match self {
            Self::Utf8 => text.len(),
            Self::Utf16 if text.is_ascii() => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

/// Where lines begin.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    unit: Unit,
    starts: Vec<u32>,
    /// The place that was asked for last: most are near the one before, and a
    /// line may be as long as a text.
    last: Cell<Known>,
}

/// A byte of a line, and its column.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    line: u32,
    at: u32,
    column: u32,
}

impl Lines {
    /// Those of a text. A line ends with `\n`, `\r\n` or `\r`, as the protocol
    /// has it.
    pub(super) fn new(text: &str, unit: Unit) -> Self {
        let starts = [0].into_iter().chain(starts(text, 0, text.len()));
        Self {
            unit,
            starts: starts.collect(),
            last: Cell::default(),
        }
    }

    /// What becomes of them when a stretch was replaced by so many bytes of
    /// the text as it is now. Lines elsewhere only move.
    pub(super) fn replace(&mut self, text: &str, old: Span, length: usize) {
        let start = old.start as usize;
        // A break before may have become one of two bytes, or be none now.
        let from = start.saturating_sub(1);
        let kept = self.starts.partition_point(|at| *at as usize <= from);
        let after = self.starts.partition_point(|at| *at <= old.end);
        let new: Vec<u32> = starts(text, from, start + length).collect();
        for at in &mut self.starts[after..] {
            *at = *at - old.end + old.start + length as u32;
        }
        self.starts.splice(kept..after, new);
        self.last.set(Known::default());
    }

    pub(super) fn unit(&self) -> Unit {
        self.unit
    }

    /// The line of a byte.
    pub(super) fn line(&self, at: u32) -> u32 {
        let last = self.last.get().line as usize;
        let is_last = self.starts.get(last).is_some_and(|from| *from <= at)
            && self.starts.get(last + 1).is_none_or(|next| at < *next);
        if is_last {
            return last as u32;
        }
        let after = self.starts.partition_point(|start| *start <= at);
        u32::try_from(after.saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// Where a line begins; the end of the text beyond the last.
    pub(super) fn start(&self, text: &str, line: u32) -> u32 {
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.starts.get(line as usize).copied().unwrap_or(end)
    }

    /// Where a line ends, its break not counted.
    pub(super) fn end(&self, text: &str, line: u32) -> u32 {
        let start = self.start(text, line);
        let next = self.start(text, line.saturating_add(1));
        let line = text.get(start as usize..next as usize).unwrap_or("");
        let rest = line.trim_end_matches(['\r', '\n']);
        start + rest.len() as u32
    }

    /// A byte as a place. One inside of a character is at its start.
    pub(super) fn position(&self, text: &str, at: u32) -> Position {
        let mut at = at.min(u32::try_from(text.len()).unwrap_or(u32::MAX));
        while !text.is_char_boundary(at as usize) {
            at -= 1;
        }
        let line = self.line(at);
        let start = self.start(text, line);
        let count = |from: u32, to: u32| {
            let part = text.get(from as usize..to as usize);
            self.unit.count(part.unwrap_or(""))
        };
        let known = Some(self.last.get());
        let column = match known.filter(|known| known.line == line) {
            Some(known) if known.at <= at => {
                known.column + count(known.at.max(start), at)
            }
            Some(known) if known.at - at < at - start => {
                known.column - count(at, known.at)
            }
            _ => count(start, at),
        };
        self.last.set(Known { line, at, column });
        Position::new(line, column)
    }

    /// A place as a byte. One beyond the end of its line is there, one inside
    /// of a character at its start.
    pub(super) fn offset(&self, text: &str, position: Position) -> u32 {
        let start = self.start(text, position.line);
        let end = self.end(text, position.line);
        let line = text.get(start as usize..end as usize).unwrap_or("");
        if line.is_ascii() {
            return end.min(start.saturating_add(position.character));
        }
        let mut units = 0;
        for (at, c) in line.char_indices() {
            let next = units + self.unit.count(c.encode_utf8(&mut [0; 4]));
            if next > position.character {
                return start + at as u32;
            }
            units = next;
        }
        end
    }

    pub(super) fn range(&self, text: &str, span: Span) -> Range {
        Range {
            start: self.position(text, span.start),
            end: self.position(text, span.end),
        }
    }

    pub(super) fn span(&self, text: &str, range: Range) -> Span {
        let start = self.offset(text, range.start);
        let end = self.offset(text, range.end).max(start);
        Span { start, end }
    }
}

/// The lines that begin behind one of these bytes.
fn starts(
    text: &str,
    from: usize,
    to: usize,
) -> impl Iterator<Item = u32> + '_ {
    let bytes = text.as_bytes();
    let ends = (from..to).filter(|at| match bytes[*at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    ends.map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::{Lines, Span, Unit};
    use lsp_types::Position;

    const TEXT: &str = "a😀ü\r\nb\rc\n\n\u{feff}d";

    #[test]
    fn places_and_bytes_are_the_same_both_ways() {
        for unit in [Unit::Utf8, Unit::Utf16] {
            let lines = Lines::new(TEXT, unit);
            let starts = TEXT.char_indices().map(|(at, _)| at as u32);
            for at in starts.chain([TEXT.len() as u32]) {
                let position = lines.position(TEXT, at);
                // What is inside of a line's break is at the line's end.
                let inside = TEXT[..at as usize].ends_with('\r')
                    && TEXT[at as usize..].starts_with('\n');
                if !inside {
                    assert_eq!(lines.offset(TEXT, position), at, "{unit:?}");
                }
            }
        }
    }

    #[test]
    fn places_are_the_same_in_any_order() {
        let places: Vec<u32> = (0..=TEXT.len() as u32).collect();
        for unit in [Unit::Utf8, Unit::Utf16] {
            let lines = Lines::new(TEXT, unit);
            for first in &places {
                for second in &places {
                    lines.position(TEXT, *first);
                    let fresh = Lines::new(TEXT, unit);
                    let expected = fresh.position(TEXT, *second);
                    let found = lines.position(TEXT, *second);
                    assert_eq!(found, expected, "{first} {second}");
                }
            }
        }
    }

    #[test]
    fn lines_after_a_change_are_those_of_the_text() {
        let pieces = ["", "\r", "\n", "\r\n", "a", "\nb\r", "\n\r\n\r"];
        let text = "a\r\nb\rc\n\r\n\n\r\rd";
        for start in 0..=text.len() {
            for end in start..=text.len() {
                for piece in pieces {
                    let mut lines = Lines::new(text, Unit::Utf16);
                    let mut after = text.to_owned();
                    after.replace_range(start..end, piece);
                    let (start, end) = (start as u32, end as u32);
                    let old = Span { start, end };
                    lines.replace(&after, old, piece.len());
                    let new = Lines::new(&after, Unit::Utf16);
                    assert_eq!(lines.starts, new.starts, "{after:?} {old:?}");
                }
            }
        }
    }

    #[test]
    fn columns_count_units_and_lines_end_as_the_protocol_says() {
        let lines = Lines::new(TEXT, Unit::Utf16);
        let at = |text: &str| TEXT.find(text).expect("it is there") as u32;
        assert_eq!(lines.position(TEXT, at("ü")), Position::new(0, 3));
        assert_eq!(lines.position(TEXT, at("b")), Position::new(1, 0));
        assert_eq!(lines.position(TEXT, at("c")), Position::new(2, 0));
        assert_eq!(lines.position(TEXT, at("d")), Position::new(4, 1));
        // Inside of a surrogate pair, beyond a line, beyond the text.
        assert_eq!(lines.offset(TEXT, Position::new(0, 2)), 1);
        assert_eq!(lines.offset(TEXT, Position::new(0, 99)), 7);
        let end = TEXT.len() as u32;
        assert_eq!(lines.offset(TEXT, Position::new(99, 0)), end);
        let utf8 = Lines::new(TEXT, Unit::Utf8);
        assert_eq!(utf8.position(TEXT, at("ü")), Position::new(0, 5));
        // A byte inside of a character.
        assert_eq!(utf8.position(TEXT, 2), Position::new(0, 1));
    }
}
