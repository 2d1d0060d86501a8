//! The page as it is written, and the words for sizes.

use std::borrow::Cow;

use idol::model::Size;
use idol::render;

use super::prose::prose;
use crate::shown;

/// Markdown in the making.
#[derive(Default)]
pub(super) struct Page(String);

impl Page {
    pub(super) fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    pub(super) fn blank(&mut self) {
        self.0.push('\n');
    }

    /// A row of a table.
    pub(super) fn row(&mut self, cells: &[&str]) {
        for cell in cells {
            self.0.push_str("| ");
            self.0.push_str(&cell.replace('|', "\\|"));
            self.0.push(' ');
        }
        self.0.push_str("|\n");
    }

    /// The line below a table's first row.
    pub(super) fn rule(&mut self, columns: usize) {
        for _ in 0..columns {
            self.0.push_str("| --- ");
        }
        self.0.push_str("|\n");
    }

    /// Somebody's own Markdown, whose headings are not the page's.
    pub(super) fn quote(&mut self, text: &str) {
        for line in prose(text) {
            self.0.push('>');
            if !line.is_empty() {
                self.0.push(' ');
                self.0.push_str(&line);
            }
            self.0.push('\n');
        }
    }

    /// What a file says, if it says something.
    pub(super) fn said(&mut self, doc: Option<&str>) {
        if let Some(doc) = doc.filter(|doc| !doc.trim().is_empty()) {
            self.quote(doc);
            self.blank();
        }
    }

    /// The same about something with a name.
    pub(super) fn said_of(&mut self, name: &str, doc: Option<&str>) {
        if let Some(doc) = doc.filter(|doc| !doc.trim().is_empty()) {
            self.line(&format!("{name}:"));
            self.blank();
            self.said(Some(doc));
        }
    }

    /// The text, with one end of line at its end.
    pub(super) fn finish(mut self) -> String {
        self.0.truncate(self.0.trim_end().len());
        self.0.push('\n');
        self.0
    }
}

/// A name or a type as code, on one line.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text);
    if !text.contains('`') {
        return format!("`{text}`");
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

fn one_line(text: &str) -> Cow<'_, str> {
    if shown::is_plain(text.as_bytes()) && !text.contains(['\n', '\t']) {
        return Cow::Borrowed(text);
    }
    let words: Vec<_> = text.split_whitespace().collect();
    Cow::Owned(render::one_line(&words.join(" ")))
}

/// A number of bytes, or what it depends on.
pub(crate) fn size(size: &Size) -> String {
    if let Some(bytes) = size.known() {
        return bytes.to_string();
    }
    match size {
        Size::Bytes(bytes) => bytes.to_string(),
        Size::SizeOf(ty) => format!("size of {}", code(ty)),
        Size::MaxSize(ty) => format!("`MAX_SIZE` of {}", code(ty)),
        Size::StructOf(fields) => match fields.as_slice() {
            [only] => format!("size of {}", code(only)),
            fields => {
                let fields: Vec<_> = fields.iter().map(|f| code(f)).collect();
                format!("size of a struct of {}", fields.join(", "))
            }
        },
        Size::Sum(parts) => {
            let parts: Vec<_> = parts.iter().map(self::size).collect();
            parts.join(" + ")
        }
        Size::Largest(parts) => {
            let parts: Vec<_> = parts.iter().map(self::size).collect();
            format!("the largest of {}", parts.join(" and "))
        }
    }
}

/// The same in a sentence.
pub(super) fn bytes(size: &Size) -> String {
    match size.known() {
        Some(1) => "1 byte".to_owned(),
        Some(bytes) => format!("{bytes} bytes"),
        None => self::size(size),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_holds_backquotes_and_stays_on_its_line() {
        assert_eq!(code("u8"), "`u8`");
        assert_eq!(code("[u8;\n  N]"), "`[u8; N]`");
        assert_eq!(code("a`b"), "`` a`b ``");
    }

    #[test]
    fn a_cell_ends_where_it_is_told_to() {
        let mut page = Page::default();
        page.row(&["[u8; A | B]", "x"]);
        assert_eq!(page.finish(), "| [u8; A \\| B] | x |\n");
    }

    #[test]
    fn a_quote_keeps_headings_inside() {
        let mut page = Page::default();
        page.quote("# Big\n\n```\nopen \n");
        assert_eq!(page.finish(), "> # Big\n>\n> ```\n> open\n");
    }

    #[test]
    fn sizes_are_said_as_far_as_they_are_known() {
        let known = Size::Sum(vec![Size::Bytes(2), Size::Bytes(3)]);
        assert_eq!(size(&known), "5");
        let open = Size::Sum(vec![
            Size::SizeOf("A".to_owned()),
            Size::MaxSize("B".to_owned()),
            Size::Bytes(1),
        ]);
        assert_eq!(size(&open), "size of `A` + `MAX_SIZE` of `B` + 1");
        let largest = Size::Largest(vec![Size::Bytes(1), open]);
        assert_eq!(
            size(&largest),
            "the largest of 1 and size of `A` + `MAX_SIZE` of `B` + 1"
        );
        let whole = Size::StructOf(vec!["A".to_owned(), "u8".to_owned()]);
        assert_eq!(size(&whole), "size of a struct of `A`, `u8`");
    }
}
