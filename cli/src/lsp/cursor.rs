//! Where somebody is typing: what is around a place, of a text that may end
//! there in the middle of anything.

use idol::diagnostic::Span;
use idol::parse::{Lexer, Token};

use crate::language::{Role, inside};

/// A place in a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Cursor<'s> {
    /// What the innermost brackets hold.
    pub(super) around: Role,
    /// The word before them.
    pub(super) name: Option<&'s str>,
    /// The key before the colon, where a value is typed.
    pub(super) key: Option<&'s str>,
    /// Where the brackets open.
    pub(super) open: u32,
    /// What is typed of a word or a string so far, without its quote.
    pub(super) typed: Span,
    /// Whether that is a string.
    pub(super) in_string: bool,
    /// Whether a value is typed.
    pub(super) is_value: bool,
}

struct Frame<'s> {
    role: Role,
    name: Option<&'s str>,
    open: u32,
    key: Option<&'s str>,
    /// A colon is behind the key.
    colon: bool,
}

/// The place `at` a byte of a text. None in a comment.
pub(super) fn cursor(text: &str, at: u32) -> Option<Cursor<'_>> {
    let before = text.get(..at as usize)?;
    let mut lexer = Lexer::new(before);
    let mut frames = vec![Frame {
        role: Role::File,
        name: None,
        open: 0,
        key: None,
        colon: false,
    }];
    let mut word: Option<Span> = None;
    let mut last = (Token::End, Span::default());
    loop {
        let (token, span) = lexer.next_token();
        let frame = frames.last_mut()?;
        match token {
            Token::End => break,
            Token::Open(_) => {
                let name = match last {
                    (Token::Word, word)
                        if !frame.colon || frame.key.is_some() =>
                    {
                        Some(&before[word.range()])
                    }
                    _ => None,
                };
                // Without a colon the word before it is no key.
                let key = frame.key.filter(|_| frame.colon);
                let role = inside(frame.role, frame.name, key);
                frames.push(Frame {
                    role,
                    name,
                    open: span.start,
                    key: None,
                    colon: false,
                });
            }
            Token::Close(_) => {
                if frames.len() > 1 {
                    frames.pop();
                }
            }
            Token::Comma => {
                frame.key = None;
                frame.colon = false;
            }
            Token::Colon => {
                frame.key = word.map(|word| bare(&before[word.range()]));
                frame.colon = true;
            }
            Token::OpenComment => return None,
            _ => word = Some(span),
        }
        last = (token, span);
        if frames.len() > 200 {
            return None;
        }
    }
    let in_comment = lexer.comments().last().is_some_and(|comment| {
        comment.end == at && before[comment.range()].starts_with("//")
    });
    if in_comment {
        return None;
    }
    let frame = frames.last()?;
    let (in_string, typed) = match last {
        (Token::OpenText, span) => {
            let quote = before[span.range()].find('"').map_or(0, |i| i + 1);
            let start = span.start + quote as u32;
            (true, Span { start, end: at })
        }
        (Token::Word | Token::Number, span) if span.end == at => (false, span),
        _ => (false, Span { start: at, end: at }),
    };
    Some(Cursor {
        around: frame.role,
        name: frame.name,
        key: frame.key.filter(|_| frame.colon),
        open: frame.open,
        typed,
        in_string,
        is_value: frame.colon,
    })
}

fn bare(key: &str) -> &str {
    key.trim_matches('"')
}

impl Cursor<'_> {
    /// The role of what is typed, if it is a value.
    pub(super) fn value(&self) -> Role {
        inside(self.around, self.name, self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::{Role, cursor};

    #[track_caller]
    fn roles(text: &str) -> (Role, Role) {
        let cursor = cursor(text, text.len() as u32).expect("a place");
        (cursor.around, cursor.value())
    }

    #[test]
    fn half_of_a_text_says_where_one_is() {
        for (text, around, value) in [
            ("", Role::File, Role::Interface),
            ("Interface(na", Role::Interface, Role::Unknown),
            ("Interface(name: \"", Role::Interface, Role::Text),
            ("(ops: { \"a", Role::Operations, Role::Operation),
            ("(ops: {\"a\": (enc", Role::Operation, Role::Unknown),
            (
                "(ops: {\"a\": (encoding: H",
                Role::Operation,
                Role::Encoding,
            ),
            (
                "(ops: {\"a\": (args: {\"x\": \"u",
                Role::Arguments,
                Role::Typed,
            ),
            ("(ops: {\"a\": (reply: Result(o", Role::Reply, Role::Unknown),
            (
                "(ops: {\"a\": (reply: Result(ok: \"u8\", err: CL",
                Role::Reply,
                Role::Error,
            ),
            (
                "(ops: {\"a\": (reply: Result(err: CLike(\"",
                Role::Error,
                Role::Type,
            ),
            ("(ops: {\"a\": (reply: Simple(\"", Role::Reply, Role::Typed),
            (
                "(ops: {\"a\": (leases: {\"l\": (type: \"[",
                Role::Lease,
                Role::Type,
            ),
        ] {
            assert_eq!(roles(text), (around, value), "{text}");
        }
    }

    #[test]
    fn nothing_is_typed_in_a_comment() {
        assert_eq!(cursor("( // na", 7), None);
        assert_eq!(cursor("( /* na", 7), None);
        assert!(cursor("( // na\n", 8).is_some());
    }
}
