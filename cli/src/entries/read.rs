//! Text → entries: tokens, and what is around them.

use idol::diagnostic::Span;
use idol::parse::{Bracket, Lexer, Token};

use super::tree::{Entry, Group, Tree, Value};

/// Brackets nested deeper than this hold no entries.
const DEEPEST: usize = 100;

/// Reads a text.
///
/// ```
/// let text = r#"Interface(name: "Rng", ops: { "fill": ("#;
/// let tree = idol_cli::entries::read(text);
/// let interface = tree.entries[0].group().expect("a group");
/// assert_eq!(interface.entries[0].name(text), Some("name"));
/// let ops = interface.entries[1].group().expect("a group");
/// assert_eq!(ops.entries[0].name(text), Some("fill"));
/// assert!(ops.close.is_none());
/// ```
pub fn read(text: &str) -> Tree {
    let mut reader = Reader {
        lexer: Lexer::new(text),
        token: Token::End,
        span: Span::default(),
        open: Vec::new(),
    };
    reader.advance();
    let mut entries = Vec::new();
    loop {
        reader.entries(&mut entries);
        match reader.token {
            Token::End => break,
            // It closes nothing.
            _ => {
                reader.advance();
            }
        }
    }
    Tree {
        entries,
        comments: reader.lexer.comments().to_vec(),
    }
}

struct Reader<'s> {
    lexer: Lexer<'s>,
    token: Token,
    span: Span,
    /// The brackets around what comes.
    open: Vec<Bracket>,
}

impl Reader<'_> {
    fn advance(&mut self) -> Span {
        let before = self.span;
        (self.token, self.span) = self.lexer.next_token();
        before
    }

    /// Entries up to a closing bracket or the end.
    fn entries(&mut self, entries: &mut Vec<Entry>) {
        loop {
            match self.token {
                Token::End | Token::Close(_) => return,
                Token::Comma => {
                    let comma = self.advance();
                    if let Some(last) = entries.last_mut() {
                        last.comma.get_or_insert(comma);
                    }
                }
                Token::Hash => self.attribute(),
                Token::Colon
                | Token::Bang
                | Token::Wrong
                | Token::OpenComment => {
                    self.advance();
                }
                _ => {
                    let entry = self.entry();
                    entries.push(entry);
                }
            }
        }
    }

    /// `#![...]`, which says nothing.
    fn attribute(&mut self) {
        self.advance();
        if self.token == Token::Bang {
            self.advance();
        }
        if let Token::Open(bracket @ Bracket::Square) = self.token {
            self.group(bracket, None);
        }
    }

    fn entry(&mut self) -> Entry {
        let first = self.value();
        if self.token != Token::Colon {
            return Entry {
                key: None,
                value: first,
                comma: None,
            };
        }
        self.advance();
        Entry {
            key: first,
            value: self.value(),
            comma: None,
        }
    }

    fn value(&mut self) -> Option<Value> {
        let token = self.token;
        match token {
            Token::Open(bracket) => {
                let group = self.group(bracket, None);
                Some(Self::whole(token, self.span.start, group))
            }
            Token::Word => {
                let span = self.advance();
                let Token::Open(Bracket::Round) = self.token else {
                    let group = None;
                    return Some(Value { span, token, group });
                };
                let group = self.group(Bracket::Round, Some(span));
                Some(Self::whole(token, self.span.start, group))
            }
            Token::Number
            | Token::Char
            | Token::Text
            | Token::RawText
            | Token::OpenText => {
                let span = self.advance();
                let group = None;
                Some(Value { span, token, group })
            }
            _ => None,
        }
    }

    /// A group as a value; `next` is where the token behind it starts.
    fn whole(token: Token, next: u32, group: Group) -> Value {
        let start = group.name.unwrap_or(group.open).start;
        let end = match (group.close, group.entries.last()) {
            (Some(close), _) => close.end,
            (None, Some(last)) => last.with_comma().end,
            (None, None) => group.open.end,
        };
        Value {
            span: Span {
                start,
                end: end.min(next.max(group.open.end)),
            },
            token,
            group: Some(group),
        }
    }

    fn group(&mut self, bracket: Bracket, name: Option<Span>) -> Group {
        let open = self.advance();
        let mut group = Group {
            name,
            bracket,
            open,
            close: None,
            entries: Vec::new(),
        };
        self.open.push(bracket);
        loop {
            if self.open.len() <= DEEPEST {
                self.entries(&mut group.entries);
            } else {
                self.skip();
            }
            match self.token {
                Token::Close(closing) if closing == bracket => {
                    group.close = Some(self.advance());
                    break;
                }
                // Something around this ends here.
                Token::Close(closing) if self.open.contains(&closing) => break,
                Token::Close(_) => {
                    self.advance();
                }
                _ => break,
            }
        }
        self.open.pop();
        group
    }

    /// Goes past what is nested too deep.
    fn skip(&mut self) {
        let mut depth = 0usize;
        loop {
            match self.token {
                Token::Open(_) => depth += 1,
                Token::Close(_) if depth == 0 => return,
                Token::Close(_) => depth -= 1,
                Token::End => return,
                _ => {}
            }
            self.advance();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_is_not_closed_ends_where_something_around_it_does() {
        let text =
            "I(ops: { \"a\": (args: { \"x\": \"u8\", reply: R ), b: 1 })";
        let tree = read(text);
        let ops = tree.entries[0].group().unwrap().entries[0].group().unwrap();
        let names: Vec<_> =
            ops.entries.iter().filter_map(|e| e.name(text)).collect();
        assert_eq!(names, ["a", "b"]);
    }

    #[test]
    fn attributes_are_no_entries() {
        let text = "#![enable(implicit_some)]\n#![x]\nI(ops: { \"a\": () })";
        let tree = read(text);
        assert_eq!(tree.entries.len(), 1);
        assert_eq!(tree.operations(text).len(), 1);
    }

    #[test]
    fn nothing_is_too_deep_or_too_wrong() {
        for piece in [
            "(", "#![", "[{", "a(", ")", "}", "\"", "r#\"", "/*", ":", ",",
        ] {
            let text = piece.repeat(20_000);
            read(&text);
        }
    }
}
