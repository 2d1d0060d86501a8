//! Entries and comments → text.
//!
//! Four spaces deeper with every bracket; a comma behind every entry that has
//! a line of its own. Brackets and all that is in them stand in one line if
//! that has at most 80 characters, and otherwise every entry has a line of its
//! own. It always has, in the interface, in `ops`, in an operation, and in a
//! map whose values have brackets themselves, as those of leases. Only numbers
//! in a list share lines, and brackets that are alone in others open and close
//! with them.
//!
//! Comments stay where they are: in a line of their own, at the end of a line,
//! or between two tokens. The line breaks that they need, they get. One blank
//! line stays where there were some, except behind an opening and before a
//! closing bracket. The text inside of comments and strings is nobody's
//! business.

use idol::parse::Bracket;

use super::tree::{self, Comment, Contents, Entry, Piece};

/// The longest line, in characters, that is not divided.
const MAX_WIDTH: usize = 80;
const INDENT: usize = 4;

/// The canonical layout of a text in which the parser finds nothing wrong.
/// A byte-order mark is left out, since older readers refuse it. Lines end as
/// the first one does.
pub(super) fn layout(text: &str) -> String {
    let (contents, crlf) = tree::read(text);
    let mut writer = Writer {
        text: String::with_capacity(text.len()),
        line_end: if crlf { "\r\n" } else { "\n" },
        column: 0,
    };
    writer.entries(&contents, 0, Level::File);
    writer.text
}

/// How far inside of an interface something is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    /// Outside: no commas, and lines need no bracket to end.
    File,
    /// In `#![...]`, which takes no comma.
    Attribute,
    /// In the interface.
    Interface,
    /// In `ops`.
    Operations,
    /// In an operation.
    Operation,
    /// Deeper.
    Inside,
}

impl Level {
    /// What it is in the brackets of an entry that is in this.
    fn inside(self, entry: &Entry<'_>) -> Self {
        let starts_with = |name| {
            let tokens = entry.pieces.iter();
            let mut tokens = tokens.filter_map(|piece| match piece {
                Piece::Token(text) => Some(text.trim_start_matches("r#")),
                _ => None,
            });
            tokens.next() == Some(name)
        };
        match self {
            Self::File if starts_with("#") => Self::Attribute,
            Self::File => Self::Interface,
            Self::Interface if starts_with("ops") => Self::Operations,
            Self::Operations => Self::Operation,
            _ => Self::Inside,
        }
    }

    /// Whether every entry has a line of its own, however short they are.
    fn is_broken(self) -> bool {
        match self {
            Self::Interface | Self::Operations | Self::Operation => true,
            Self::File | Self::Attribute | Self::Inside => false,
        }
    }
}

/// What is written so far.
struct Writer {
    text: String,
    line_end: &'static str,
    /// Characters in the last line.
    column: usize,
}

impl Writer {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        match text.rfind('\n') {
            Some(last) => self.column = text[last + 1..].chars().count(),
            None => self.column += text.chars().count(),
        }
    }

    fn new_line(&mut self, indent: usize) {
        self.text.push_str(self.line_end);
        self.text.push_str(&" ".repeat(indent));
        self.column = indent;
    }

    /// Begins the line of a comment or an entry; the first of the file has
    /// begun.
    fn begin_line(&mut self, indent: usize, blank: bool, first: bool) {
        if blank && !first {
            self.text.push_str(self.line_end);
        }
        if !self.text.is_empty() {
            self.new_line(indent);
        }
    }

    /// All that is in brackets, or in the file, each in lines of its own.
    fn entries(&mut self, contents: &Contents<'_>, indent: usize, at: Level) {
        let mut first = true;
        for entry in &contents.entries {
            for comment in &entry.leading {
                self.begin_line(indent, comment.blank_before, first);
                self.push(comment.text);
                first = false;
            }
            self.begin_line(indent, entry.blank_before, first);
            first = false;
            self.entry(entry, indent, at);
            if !matches!(at, Level::File | Level::Attribute) {
                self.push(",");
            }
            self.behind(&entry.following);
            self.behind(&entry.trailing);
        }
        for comment in &contents.closing {
            self.begin_line(indent, comment.blank_before, first);
            self.push(comment.text);
            first = false;
        }
        if at == Level::File {
            self.new_line(0);
        }
    }

    /// Comments at the end of a line.
    fn behind(&mut self, comments: &[Comment<'_>]) {
        for comment in comments {
            self.push(" ");
            self.push(comment.text);
        }
    }

    fn entry(&mut self, entry: &Entry<'_>, indent: usize, at: Level) {
        let level = at.inside(entry);
        let mut before: Option<&Piece<'_>> = None;
        for piece in &entry.pieces {
            match before {
                Some(Piece::Comment(comment)) if comment.ends_line() => {
                    self.new_line(indent + INDENT);
                }
                Some(before) if is_spaced(before, piece) => self.push(" "),
                _ => {}
            }
            match piece {
                Piece::Token(text) => self.push(text),
                Piece::Colon => self.push(":"),
                Piece::Comment(comment) => self.push(comment.text),
                Piece::Group(bracket, contents) => {
                    self.group(*bracket, contents, indent, level);
                }
            }
            before = Some(piece);
        }
    }

    fn group(
        &mut self,
        bracket: Bracket,
        contents: &Contents<'_>,
        indent: usize,
        level: Level,
    ) {
        if let Some(line) = in_line(bracket, contents, level)
            // With the comma behind it.
            && self.column + line.chars().count() < MAX_WIDTH
        {
            self.push(&line);
            return;
        }
        self.broken(bracket, contents, indent, level);
    }

    /// A group in several lines.
    fn broken(
        &mut self,
        bracket: Bracket,
        contents: &Contents<'_>,
        indent: usize,
        level: Level,
    ) {
        self.push(bracket.opening().encode_utf8(&mut [0; 4]));
        self.behind(&contents.opening);
        if let Some((inner, contents)) = only_group(contents) {
            self.broken(inner, contents, indent, Level::Inside);
        } else if bracket == Bracket::Square
            && let Some(words) = only_words(contents)
        {
            self.fill(&words, indent + INDENT);
            self.new_line(indent);
        } else {
            self.entries(contents, indent + INDENT, level);
            self.new_line(indent);
        }
        self.push(bracket.closing().encode_utf8(&mut [0; 4]));
    }

    /// Words in as few lines as hold them.
    fn fill(&mut self, words: &[&str], indent: usize) {
        self.new_line(indent);
        for word in words {
            // With a space before it and a comma behind it.
            if self.column > indent
                && self.column + word.chars().count() + 2 > MAX_WIDTH
            {
                self.new_line(indent);
            }
            if self.column > indent {
                self.push(" ");
            }
            self.push(word);
            self.push(",");
        }
    }
}

/// The group that is all there is in brackets, as in `Simple((type: "T"))`.
fn only_group<'c, 's>(
    contents: &'c Contents<'s>,
) -> Option<(Bracket, &'c Contents<'s>)> {
    match contents.only_pieces()?.as_slice() {
        [[Piece::Group(bracket, contents)]] => Some((*bracket, contents)),
        _ => None,
    }
}

/// The words in brackets, where nothing else is there.
fn only_words<'s>(contents: &Contents<'s>) -> Option<Vec<&'s str>> {
    let words = contents.only_pieces()?;
    let words = words.iter().map(|pieces| match pieces {
        [Piece::Token(word)] if !word.contains('\n') => Some(*word),
        _ => None,
    });
    words.collect()
}

/// Whether a space is between two pieces of one line.
fn is_spaced(before: &Piece<'_>, piece: &Piece<'_>) -> bool {
    match (before, piece) {
        (Piece::Comment(_), _) | (_, Piece::Comment(_)) => true,
        (_, Piece::Colon) => false,
        (Piece::Colon, _) => true,
        // A word and its brackets, `#![`.
        _ => false,
    }
}

/// Brackets and what is in them in one line, if it may be in one.
fn in_line(
    bracket: Bracket,
    contents: &Contents<'_>,
    level: Level,
) -> Option<String> {
    let (open, close) = (bracket.opening(), bracket.closing());
    if contents.is_empty() {
        return Some(format!("{open}{close}"));
    }
    let comments = contents.opening.len() + contents.closing.len();
    if comments > 0 || level.is_broken() {
        return None;
    }
    let mut line = String::new();
    for entry in &contents.entries {
        if !line.is_empty() {
            line.push_str(", ");
        }
        entry_in_line(entry, bracket, level, &mut line)?;
    }
    Some(match bracket {
        Bracket::Curly => format!("{open} {line} {close}"),
        Bracket::Round | Bracket::Square => format!("{open}{line}{close}"),
    })
}

fn entry_in_line(
    entry: &Entry<'_>,
    around: Bracket,
    at: Level,
    line: &mut String,
) -> Option<()> {
    let comments = entry.leading.len() + entry.trailing.len();
    if comments > 0 || entry.begins_line {
        return None;
    }
    let mut before = None;
    for piece in &entry.pieces {
        if before.is_some_and(|before| is_spaced(before, piece)) {
            line.push(' ');
        }
        match piece {
            Piece::Token(text) if text.contains('\n') => return None,
            Piece::Token(text) => line.push_str(text),
            Piece::Colon => line.push(':'),
            Piece::Comment(comment) if comment.breaks() => return None,
            Piece::Comment(comment) => line.push_str(comment.text),
            Piece::Group(bracket, contents) => {
                // Maps of values in brackets are hard to read in one line.
                if around == Bracket::Curly && !contents.is_empty() {
                    return None;
                }
                let level = at.inside(entry);
                line.push_str(&in_line(*bracket, contents, level)?);
            }
        }
        before = Some(piece);
    }
    for comment in &entry.following {
        if comment.breaks() {
            return None;
        }
        line.push(' ');
        line.push_str(comment.text);
    }
    Some(())
}
