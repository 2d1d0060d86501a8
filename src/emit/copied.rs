//! Files whose code is copied into stubs, without their comments, empty lines
//! and indentation, which nobody reads there. The compiler takes them out.

/// The code of a file: a text in the first bytes.
pub(super) struct Copied {
    pub(super) bytes: &'static [u8],
}

impl Copied {
    pub(super) const fn text(&self) -> &'static str {
        match core::str::from_utf8(self.bytes) {
            Ok(text) => text,
            // Whole lines of a text are one.
            Err(_) => "",
        }
    }
}

/// The number of bytes that stay of a file's.
pub(super) const fn kept(file: &str) -> usize {
    let mut copy = [0; 0];
    copy_code(file.as_bytes(), &mut copy)
}

/// The bytes that stay of a file.
pub(super) const fn code<const N: usize>(file: &str) -> [u8; N] {
    let mut copy = [0; N];
    copy_code(file.as_bytes(), &mut copy);
    copy
}

/// Copies the lines that are code, as far as there is room; returns how many
/// bytes they are.
const fn copy_code(file: &[u8], copy: &mut [u8]) -> usize {
    let mut to = 0;
    let mut at = 0;
    while at < file.len() {
        while at < file.len() && file[at] == b' ' {
            at += 1;
        }
        let is_code = at < file.len()
            && file[at] != b'\n'
            && !(file[at] == b'/'
                && at + 1 < file.len()
                && file[at + 1] == b'/');
        let mut ends = false;
        while at < file.len() && !ends {
            ends = file[at] == b'\n';
            if is_code {
                if to < copy.len() {
                    copy[to] = file[at];
                }
                to += 1;
            }
            at += 1;
        }
    }
    to
}

/// The code of a file, as [`Copied`].
macro_rules! code_of {
    ($file:literal) => {{
        const FILE: &str = include_str!($file);
        const CODE: [u8; $crate::emit::copied::kept(FILE)] =
            $crate::emit::copied::code(FILE);
        Copied { bytes: &CODE }
    }};
}

pub(super) use code_of;

#[cfg(test)]
mod tests {
    use super::{code, kept};

    #[test]
    fn code_is_what_is_neither_a_comment_nor_empty() {
        const FILE: &str = "//! a\n\nmod b {\n    /// c\n    let d; // e\n}\n";
        let code: [u8; kept(FILE)] = code(FILE);
        assert_eq!(&code, b"mod b {\nlet d; // e\n}\n");
    }
}
