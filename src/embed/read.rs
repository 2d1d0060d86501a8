//! What a server embeds, read again: as the section has it, or laid out
//! otherwise since, as by a formatter.

use std::ops::Range;

use crate::fingerprint::Fingerprint;
use crate::model::PLACEHOLDER;
use crate::parse::{Bracket, Lexer, Token};
use crate::seen;
use crate::syntax::{Operation, Reply};

/// Whether what a server embeds as an operation so named is a placeholder,
/// for a number that no operation has.
pub fn is_placeholder(name: &str) -> bool {
    name.starts_with(PLACEHOLDER)
}

/// Whether an operation, as it was read, is such a placeholder, and holds its
/// own number: no file may have an operation of this name.
pub fn holds_number(name: &str, operation: &Operation) -> bool {
    let number = name.strip_prefix(PLACEHOLDER);
    let is_unit = match &operation.reply {
        Reply::Simple(value) => value.ty == "()",
        Reply::Result { .. } => false,
    };
    number == Some(&operation.number.to_string())
        && is_unit
        && operation.args.is_empty()
        && operation.leases.is_empty()
}

/// Whether a text may be one that a server embeds: it states its fingerprint,
/// or has what may be the name of a placeholder.
pub fn is_embedded(text: &str) -> bool {
    Fingerprint::in_section(text).is_some() || text.contains(PLACEHOLDER)
}

/// The text of a section `.idolatry` with all that the file said: the names,
/// functions and types are there again that released readers are not told.
/// Placeholders stay, as positions count.
///
/// Of a section that an older generator wrote, it is that section's text.
pub fn as_written(section: &str) -> String {
    let parts = Parts::of(section);
    if parts.list.is_empty() {
        return section.to_owned();
    }
    let mut said = seen::Texts::default();
    for (i, entry) in parts.written.iter().enumerate() {
        said.see(entry.name(section), i);
    }
    let mut text = String::with_capacity(section.len());
    let mut done = 0;
    for entry in &parts.operations {
        let written = said.find(entry.name(section));
        let Some(written) = written.and_then(|i| parts.written.get(i)) else {
            continue;
        };
        text.push_str(&section[done..entry.all.start]);
        text.push_str(&section[written.all.clone()]);
        done = entry.all.end;
    }
    text.push_str(&section[done..parts.list.start]);
    text.push_str(&section[parts.list.end..]);
    text
}

/// Where an entry of a map stands, without the comma behind it.
struct Entry {
    /// The string that is its name.
    name: Range<usize>,
    all: Range<usize>,
}

impl Entry {
    /// The name as the file has it.
    fn name<'s>(&self, text: &'s str) -> &'s str {
        let name = text[self.name.clone()].trim_matches('"');
        name.strip_prefix("r#").unwrap_or(name)
    }
}

/// Where the parts of a section stand.
#[derive(Default)]
struct Parts {
    operations: Vec<Entry>,
    /// The entries of the list `written`.
    written: Vec<Entry>,
    /// All of this list, with the comma before it; empty if there is none.
    list: Range<usize>,
}

impl Parts {
    fn of(text: &str) -> Self {
        let mut parts = Self::default();
        let mut lexer = Lexer::new(text);
        let mut depth = 0_usize;
        // The key of the interface that is being read, and where the comma is
        // before it.
        let (mut key, mut comma) = ("", 0);
        let mut entry: Option<Entry> = None;
        loop {
            let (token, span) = lexer.next_token();
            let Range { start, end } = span.range();
            match token {
                Token::End => return parts,
                Token::Word if depth == 1 => key = &text[start..end],
                Token::Comma if depth == 1 => comma = start,
                Token::Text if depth == 2 && entry.is_none() => {
                    entry = Some(Entry {
                        name: start..end,
                        all: start..end,
                    });
                }
                Token::Open(_) => depth += 1,
                Token::Close(bracket) => {
                    if depth == 2 {
                        parts.push(key, entry.take());
                        if key == "written" && bracket == Bracket::Curly {
                            parts.list = comma..end;
                        }
                    }
                    depth = depth.saturating_sub(1);
                }
                Token::Comma if depth == 2 => parts.push(key, entry.take()),
                _ => {}
            }
            // What an entry has behind its name is part of it.
            if let Some(entry) = &mut entry {
                entry.all.end = end;
            }
        }
    }

    fn push(&mut self, key: &str, entry: Option<Entry>) {
        match key {
            "ops" => self.operations.extend(entry),
            "written" => self.written.extend(entry),
            _ => {}
        }
    }
}
