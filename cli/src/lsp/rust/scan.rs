//! Rust → the names in it that an interface may have to do with: types that
//! are declared, methods that are called, servers that are implemented.

use std::collections::BTreeSet;

use idol::diagnostic::Span;

/// Something with a name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Found {
    /// A type that is declared; which of the lines it is in.
    Type(String, usize),
    /// A method that is called.
    Call(String),
    /// The trait of a server of this interface, where it is implemented.
    Server(String),
    /// A function of such a server.
    Function {
        /// The interface.
        of: String,
        /// The function.
        name: String,
    },
}

/// What was found in a text.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// All of it, with the place of its name.
    pub(crate) found: Vec<(Found, Span)>,
    /// Words that begin with a capital letter.
    pub(crate) names: BTreeSet<String>,
}

/// A word or a sign.
#[derive(Clone, Copy)]
enum Token<'s> {
    Word(&'s str, usize),
    Sign(u8),
}

/// Reads a text, whatever it is.
pub(crate) fn scan(text: &str) -> Source {
    let tokens = tokens(text);
    let mut source = Source::default();
    // The server that is being implemented, and how many braces were open
    // around it.
    let mut server: Option<(&str, usize)> = None;
    let mut braces = 0usize;
    for (i, token) in tokens.iter().enumerate() {
        match *token {
            Token::Sign(b'{') => braces += 1,
            Token::Sign(b'}') => {
                braces = braces.saturating_sub(1);
                server = server.filter(|(_, around)| braces > *around);
            }
            Token::Sign(_) => {}
            Token::Word("impl", _) => {
                if let Some((name, interface, at)) = server_of(&tokens[i + 1..])
                {
                    let found = Found::Server(interface.to_owned());
                    source.found.push((found, span(name, at)));
                    server = Some((interface, braces));
                }
            }
            Token::Word(word, at) => {
                let before = i.checked_sub(1).and_then(|i| tokens.get(i));
                let next = tokens.get(i + 1);
                let name = word.strip_prefix("r#").unwrap_or(word).to_owned();
                let found = match (before, next) {
                    (
                        Some(Token::Word(
                            "struct" | "enum" | "union" | "type",
                            _,
                        )),
                        _,
                    ) => Some(Found::Type(name.clone(), 0)),
                    (Some(Token::Sign(b'.')), Some(Token::Sign(b'('))) => {
                        Some(Found::Call(name.clone()))
                    }
                    (Some(Token::Word("fn", _)), _) => {
                        server.map(|(of, _)| Found::Function {
                            of: of.to_owned(),
                            name: name.clone(),
                        })
                    }
                    _ => None,
                };
                if name.starts_with(char::is_uppercase) {
                    source.names.insert(name);
                }
                source
                    .found
                    .extend(found.map(|found| (found, span(word, at))));
            }
        }
    }
    source
}

fn span(word: &str, at: usize) -> Span {
    let start = u32::try_from(at).unwrap_or(u32::MAX);
    let end = u32::try_from(at + word.len()).unwrap_or(u32::MAX);
    Span { start, end }
}

/// The trait of a server behind `impl`, and the interface in its name.
fn server_of<'s>(tokens: &[Token<'s>]) -> Option<(&'s str, &'s str, usize)> {
    for token in tokens {
        match *token {
            Token::Word("for", _) | Token::Sign(b'{' | b';') => return None,
            Token::Word(word, at) => {
                let styled = word
                    .strip_prefix("InOrder")
                    .or_else(|| word.strip_prefix("Pipelined"));
                if let Some(interface) =
                    styled.and_then(|rest| rest.strip_suffix("Impl"))
                {
                    return Some((word, interface, at));
                }
            }
            Token::Sign(_) => {}
        }
    }
    None
}

/// The words and signs, without comments, strings and characters.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &text.as_bytes()[at..];
        at += match byte {
            b'/' if rest.starts_with(b"//") => {
                rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len())
            }
            b'/' if rest.starts_with(b"/*") => comment(rest),
            b'"' => string(rest),
            b'\'' => character(rest),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => {
                let length = word(rest);
                let word = text.get(at..at + length).unwrap_or("");
                match raw(word, &rest[length..]) {
                    Some(string) => length + string,
                    None => {
                        let raw = word == "r" && rest.get(1) == Some(&b'#');
                        let length = match raw {
                            true => 2 + self::word(&rest[2..]),
                            false => length,
                        };
                        if let Some(word) = text.get(at..at + length) {
                            tokens.push(Token::Word(word, at));
                        }
                        length
                    }
                }
            }
            b'0'..=b'9' => word(rest).max(1),
            b' ' | b'\t' | b'\r' | b'\n' => 1,
            sign => {
                tokens.push(Token::Sign(sign));
                1
            }
        };
    }
    tokens
}

fn word(rest: &[u8]) -> usize {
    let is_part =
        |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || *b >= 0x80;
    rest.iter().position(|b| !is_part(b)).unwrap_or(rest.len())
}

/// The length of a raw string, or of one with a prefix, behind this word.
fn raw(prefix: &str, rest: &[u8]) -> Option<usize> {
    match prefix {
        "r" | "br" | "cr" => {
            let hashes = rest.iter().take_while(|b| **b == b'#').count();
            if rest.get(hashes) != Some(&b'"') {
                return None;
            }
            let mut end = vec![b'"'];
            end.extend(std::iter::repeat_n(b'#', hashes));
            let content = &rest[hashes + 1..];
            let mut windows = content.windows(end.len());
            let length = windows.position(|window| window == end);
            Some(match length {
                Some(length) => hashes + 1 + length + end.len(),
                None => rest.len(),
            })
        }
        "b" | "c" if rest.first() == Some(&b'"') => Some(string(rest)),
        "b" if rest.first() == Some(&b'\'') => Some(character(rest)),
        _ => None,
    }
}

fn string(rest: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// A character, or the sign before a lifetime.
fn character(rest: &[u8]) -> usize {
    if rest.get(1) == Some(&b'\\') {
        let end = rest.iter().skip(3).position(|b| *b == b'\'');
        return end.map_or(1, |end| end + 4);
    }
    // One character of up to four bytes.
    let end = rest.iter().take(6).skip(2).position(|b| *b == b'\'');
    let is_one = end.is_some_and(|end| {
        let inside = rest.get(1..end + 2).unwrap_or(&[]);
        std::str::from_utf8(inside).is_ok_and(|c| c.chars().count() == 1)
    });
    match (end, is_one) {
        (Some(end), true) => end + 3,
        _ => 1,
    }
}

fn comment(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0usize, 0);
    while at < rest.len() {
        match &rest[at..] {
            [b'/', b'*', ..] => {
                depth += 1;
                at += 2;
            }
            [b'*', b'/', ..] => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::{Found, scan};

    const TEXT: &str = r##"
// struct Comment;
/* enum /* Nested */ Comment {} */
const S: &str = "struct Text; a.call()"; const R: &str = r#"b.raw("x")"#;
pub struct Adder<'a>(&'a u8, char);
enum E { A = b'"' as isize }
impl server::InOrderAdderImpl for Adder<'_> {
    fn add(&mut self) { let c = '"'; self.x.r#type(c); }
}
fn free() { client.add(1, 2); Adder::from(3) }
"##;

    #[test]
    fn declarations_calls_and_servers_are_found_and_texts_are_not() {
        let source = scan(TEXT);
        let said = source.found.iter().map(|(found, span)| {
            let name = &TEXT[span.range()];
            match found {
                Found::Type(ty, _) => format!("type {ty} {name}"),
                Found::Call(call) => format!("call {call} {name}"),
                Found::Server(of) => format!("server {of} {name}"),
                Found::Function { of, name: function } => {
                    format!("function {of} {function} {name}")
                }
            }
        });
        assert_eq!(
            said.collect::<Vec<_>>(),
            [
                "type Adder Adder",
                "type E E",
                "server Adder InOrderAdderImpl",
                "function Adder add add",
                "call type r#type",
                "call add add",
            ]
        );
        assert!(source.names.contains("Adder"));
        assert!(!source.names.contains("Comment"));
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        for piece in ["'", "\"", "r#\"", "/*", "b'", "\\", "'\\", "é'", "r#"] {
            scan(piece);
            scan(&format!("{piece}{TEXT}"));
            scan(&piece.repeat(1000));
        }
        for (at, _) in TEXT.char_indices() {
            scan(&TEXT[at..]);
        }
    }
}
