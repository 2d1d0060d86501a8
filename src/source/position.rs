//! Places in a text.

/// A place in a text as people count: lines and characters from 1.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character of the line, from 1.
    pub column: usize,
}

impl Position {
    /// Goes past some text.
    pub(super) fn pass(self, text: &str) -> Self {
        let lines = newlines(text.as_bytes());
        let (start, column) = match text.rfind('\n').filter(|_| lines > 0) {
            Some(last) => (last + 1, 1),
            None => (0, self.column),
        };
        Self {
            line: self.line + lines,
            column: column + text[start..].chars().count(),
        }
    }
}

/// How many bytes end a line, sixteen of them at a time: what is told of types
/// names their lines, so stubs have all lines of a file counted.
fn newlines(bytes: &[u8]) -> usize {
    const LOW: u128 = u128::from_ne_bytes([0x7f; 16]);
    const NEWLINES: u128 = u128::from_ne_bytes([b'\n'; 16]);
    let (words, rest) = bytes.as_chunks::<16>();
    let mut others = 0;
    let mut at = 0;
    while at < words.len() {
        // The high bit of each byte becomes 1 where the byte is not 0.
        let differs = u128::from_ne_bytes(words[at]) ^ NEWLINES;
        let high = ((differs & LOW) + LOW) | differs;
        others += (high & !LOW).count_ones() as usize;
        at += 1;
    }
    let mut lines = words.len() * 16 - others;
    let mut at = 0;
    while at < rest.len() {
        if rest[at] == b'\n' {
            lines += 1;
        }
        at += 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Position, newlines};

    #[test]
    fn every_line_is_counted_wherever_it_ends() {
        // Bytes that differ from a line's end in one bit are none.
        let near = [b'\n', 0x8a, b'\x0b', b'\x08', b'*', b'\n', 0, 0xff];
        for step in 1..near.len() {
            let bytes: Vec<_> =
                near.into_iter().cycle().step_by(step).take(70).collect();
            for start in 0..20 {
                for end in start..bytes.len() {
                    let bytes = &bytes[start..end];
                    let lines = bytes.iter().filter(|b| **b == b'\n').count();
                    assert_eq!(newlines(bytes), lines, "{bytes:?}");
                }
            }
        }
    }

    #[test]
    fn characters_are_counted_from_the_last_line_on() {
        let start = Position { line: 3, column: 5 };
        for (text, line, column) in [
            ("", 3, 5),
            ("äb", 3, 7),
            ("\n", 4, 1),
            ("ab\n\näöü", 5, 4),
            ("a text longer than sixteen bytes\nab", 4, 3),
        ] {
            assert_eq!(start.pass(text), Position { line, column }, "{text}");
        }
    }
}
