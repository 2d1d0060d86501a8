//! A text as fixes change it: entries are put in and taken out with their
//! commas and lines.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::rc::Rc;

use idol::diagnostic::Span;
use idol::parse::{Lexer, Token};

use super::change::Change;
use super::largest::Largest;
use crate::entries::{self, Entry, Group, Tree, Value};

/// A text and what it holds.
#[derive(Debug)]
pub struct Context<'s> {
    pub(crate) text: &'s str,
    pub(crate) tree: Rc<Tree>,
    /// The tokens, once any is asked for.
    tokens: OnceCell<Vec<(Token, Span)>>,
    /// How lines end, once that is asked for.
    line_end: OnceCell<&'static str>,
    /// The names of operations, once those are asked for.
    operations: OnceCell<HashSet<&'s str>>,
    /// The largest numbers, once those are asked for.
    numbers: OnceCell<Largest>,
}

impl<'s> Context<'s> {
    /// Reads a text.
    pub fn new(text: &'s str) -> Self {
        Self::with(text, Rc::new(entries::read(text)))
    }

    /// The same, where it was read already.
    pub(crate) fn with(text: &'s str, tree: Rc<Tree>) -> Self {
        Self {
            text,
            tree,
            tokens: OnceCell::new(),
            line_end: OnceCell::new(),
            operations: OnceCell::new(),
            numbers: OnceCell::new(),
        }
    }

    /// Whether an operation is called so.
    pub(super) fn has_operation(&self, name: &str) -> bool {
        let names = || {
            let all = self.tree.operations(self.text).iter();
            all.filter_map(|entry| entry.name(self.text)).collect()
        };
        self.operations.get_or_init(names).contains(name)
    }

    /// The largest numbers, as they are found first.
    pub(super) fn largest(&self, find: fn(&Self) -> Largest) -> &Largest {
        self.numbers.get_or_init(|| find(self))
    }

    fn tokens(&self) -> &[(Token, Span)] {
        self.tokens.get_or_init(|| {
            let mut lexer = Lexer::new(self.text);
            let mut tokens = Vec::new();
            loop {
                let (token, span) = lexer.next_token();
                if token == Token::End {
                    return tokens;
                }
                tokens.push((token, span));
            }
        })
    }

    /// The last token that ends before a place.
    pub(super) fn token_before(&self, at: u32) -> Option<Span> {
        let tokens = self.tokens();
        let after = tokens.partition_point(|(_, span)| span.end <= at);
        tokens[..after].last().map(|(_, span)| *span)
    }

    pub(super) fn at(&self, span: Span) -> &'s str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// The innermost entry whose key or value begins here.
    pub(super) fn entry(&self, span: Span) -> Option<&Entry> {
        let path = self.tree.path(span.start);
        let begins = |value: &Option<Value>| {
            value.as_ref().is_some_and(|v| v.span.start == span.start)
        };
        path.into_iter()
            .rev()
            .find(|entry| begins(&entry.key) || begins(&entry.value))
    }

    /// The entry of an operation that a place is in.
    pub(super) fn operation(&self, at: u32) -> Option<&Entry> {
        self.tree.path(at).get(2).copied()
    }

    /// The group whose opening bracket, or the name before it, stands here.
    pub(super) fn group(&self, at: u32) -> Option<&Group> {
        let path = self.tree.path(at);
        let groups = path.into_iter().rev().filter_map(Entry::group);
        let mut groups = groups.filter(|group| {
            let name = group.name.map(|name| name.start);
            group.open.start == at || name == Some(at)
        });
        groups.next()
    }

    /// The group that an entry, or a place, is in.
    pub(super) fn around(&self, at: u32) -> Option<&Group> {
        let path = self.tree.path(at);
        let mut groups = path.into_iter().rev().filter_map(Entry::group);
        groups.find(|group| group.open.end <= at)
    }

    pub(super) fn line_start(&self, at: u32) -> usize {
        self.text[..at as usize].rfind('\n').map_or(0, |i| i + 1)
    }

    /// The blanks before what stands here, if nothing else is before it in its
    /// line.
    pub(super) fn indent(&self, at: u32) -> Option<&'s str> {
        // Not to the start of the line, which may be the whole text.
        let is_blank = |c: char| c != '\n' && c.is_whitespace();
        let before = &self.text[..at as usize];
        let rest = before.trim_end_matches(is_blank);
        (rest.is_empty() || rest.ends_with('\n')).then(|| &before[rest.len()..])
    }

    /// How lines end here.
    pub(super) fn line_end(&self) -> &'static str {
        self.line_end.get_or_init(|| match self.text.find('\n') {
            Some(at) if self.text[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        })
    }

    /// Takes something with the comma behind it out of its group, and with the
    /// line that it has for itself.
    pub(super) fn take_out(&self, span: Span) -> Change {
        let text = self.text;
        let (mut start, mut end) = (span.start as usize, span.end as usize);
        let behind = &text[end..];
        let blanks =
            behind.len() - behind.trim_start_matches([' ', '\t']).len();
        let rest = &behind[blanks..];
        let line_end = match rest.as_bytes() {
            [b'\n', ..] => Some(1),
            [b'\r', b'\n', ..] => Some(2),
            _ => None,
        };
        match (self.indent(span.start), line_end) {
            (Some(indent), Some(line_end)) => {
                start -= indent.len();
                end += blanks + line_end;
            }
            (None, None) if rest.starts_with([')', ']', '}']) => {
                // It is the last: what is before it ends with its comma.
                let before = text[..start].trim_end_matches([' ', '\t']);
                start = match before.strip_suffix(',') {
                    Some(before) => before.len(),
                    None => before.len(),
                };
            }
            (None, Some(_)) => {
                start = text[..start].trim_end_matches([' ', '\t']).len();
            }
            _ => end += blanks,
        }
        let span = Span {
            start: start as u32,
            end: end as u32,
        };
        Change::remove(span)
    }

    /// Puts an entry into a group, behind all that are there.
    pub(super) fn append(&self, group: &Group, entry: &str) -> Vec<Change> {
        let Some(close) = group.close else {
            return vec![Change::insert(group.open.end, format!("{entry}, "))];
        };
        let Some(last) = group.entries.last() else {
            return vec![Change::insert(group.open.end, entry)];
        };
        let comma = match last.comma {
            Some(_) => None,
            None => Some(Change::insert(last.span().end, ",")),
        };
        let own_line = self.indent(close.start).is_some();
        let put = match (own_line, self.indent(last.span().start)) {
            (true, Some(indent)) => {
                let at = self.line_start(close.start) as u32;
                let line_end = self.line_end();
                Change::insert(at, format!("{indent}{entry},{line_end}"))
            }
            _ => {
                let at = last.with_comma().end;
                return match last.comma {
                    Some(_) => {
                        vec![Change::insert(at, format!(" {entry}"))]
                    }
                    None => vec![Change::insert(at, format!(", {entry}"))],
                };
            }
        };
        comma.into_iter().chain([put]).collect()
    }

    /// Puts an entry into a group, before all that are there.
    pub(crate) fn prepend(&self, group: &Group, entry: &str) -> Vec<Change> {
        let Some(first) = group.entries.first() else {
            return vec![Change::insert(group.open.end, entry)];
        };
        let at = first.span().start;
        let put = match self.indent(at) {
            Some(indent) => {
                format!("{entry},{}{indent}", self.line_end())
            }
            None => format!("{entry}, "),
        };
        vec![Change::insert(at, put)]
    }

    /// Gives a key of a group a value, whether it had one or not.
    pub(super) fn set(
        &self,
        group: &Group,
        key: &str,
        value: &str,
    ) -> Vec<Change> {
        match group.entry(self.text, key) {
            Some(Entry { value: Some(v), .. }) => {
                vec![Change::new(v.span, value)]
            }
            Some(entry) => {
                vec![Change::insert(entry.span().end, format!(" {value}"))]
            }
            None => self.append(group, &format!("{key}: {value}")),
        }
    }

    /// Takes a key out of a group.
    pub(super) fn unset(&self, group: &Group, key: &str) -> Vec<Change> {
        let entry = group.entry(self.text, key);
        let entry = entry.map(|entry| self.take_out(entry.with_comma()));
        entry.into_iter().collect()
    }
}
