//! What holds of every layout.

use idol::parse::{self, Lexer, Token, UnknownKeys};
use idol::source::Source;
use idol::syntax::Interface;
use idol_cli::fmt;

/// The tokens and comments of a text in order, without commas.
pub(crate) fn words(text: &str) -> Vec<&str> {
    let mut lexer = Lexer::new(text);
    let mut comments = 0;
    let mut words = Vec::new();
    loop {
        let (token, span) = lexer.next_token();
        for comment in &lexer.comments()[comments..] {
            // Behind the comments of a line there may be white space.
            words.push(text[comment.range()].trim_end());
        }
        comments = lexer.comments().len();
        match token {
            Token::End => return words,
            Token::Comma => {}
            _ => words.push(&text[span.range()]),
        }
    }
}

/// What a text means, which must be something.
pub(crate) fn meaning(text: &str) -> Interface {
    let source = Source::new("test.idol", text);
    let parsed = parse::parse(&source, UnknownKeys::Refuse);
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    parsed.interface
}

/// The layout of a text, in which nothing may be wrong.
pub(crate) fn format(text: &str) -> String {
    match fmt::format(&Source::new("test.idol", text)) {
        Ok(formatted) => formatted,
        Err(report) => panic!("{report}\n{text}"),
    }
}

/// Asserts what holds of every text; gives its layout.
pub(crate) fn check(text: &str) -> String {
    let formatted = format(text);
    let both = || format!("\n--- before\n{text}\n--- after\n{formatted}");
    assert_eq!(meaning(text), meaning(&formatted), "{}", both());
    assert_eq!(words(text), words(&formatted), "{}", both());
    let again = format(&formatted);
    assert!(again == formatted, "{}\n--- again\n{again}", both());
    assert!(formatted.ends_with('\n') && !formatted.ends_with("\n\n"));
    formatted
}
