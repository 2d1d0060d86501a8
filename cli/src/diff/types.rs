//! Whether two types are one, as far as their texts tell.

use std::borrow::Cow;

/// What the texts of two types say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// They are the same, but perhaps for white space, a comma at the end or
    /// how a number is written.
    Same,
    /// Some path in one is the end of that in the other: one type, named from
    /// another place.
    OtherPath,
    /// Some path in one ends as that in the other, and begins with another
    /// crate or module. It may be the same type or another.
    Moved,
    /// Nothing says that they are the same.
    Different,
}

/// Compares two types as they are written.
pub(super) fn relation(old: &str, new: &str) -> Relation {
    let (old, new) = (words(old), words(new));
    if old == new {
        return Relation::Same;
    }
    let same = |(old, new): (&Vec<_>, &Vec<_>)| {
        old.ends_with(new) || new.ends_with(old)
    };
    if old.len() != new.len() {
        return Relation::Different;
    }
    let mut relation = Relation::OtherPath;
    for (old, new) in old.iter().zip(&new) {
        if same((old, new)) {
            continue;
        }
        if old.len() < 2 || new.len() < 2 || old.last() != new.last() {
            return Relation::Different;
        }
        relation = Relation::Moved;
    }
    relation
}

/// Where types of two texts are found that are [`Relation::Moved`]: what their
/// paths begin with, before and after, up to where both are the same.
pub(super) fn moves(old: &str, new: &str) -> Vec<(String, String)> {
    let (old, new) = (words(old), words(new));
    let mut moves = Vec::new();
    for (old, new) in old.iter().zip(&new) {
        if old.ends_with(new) || new.ends_with(old) {
            continue;
        }
        let pairs = old.iter().rev().zip(new.iter().rev());
        let common = pairs.take_while(|(old, new)| old == new).count();
        let start =
            |path: &[Cow<'_, str>]| path[..path.len() - common].join("::");
        moves.push((start(old), start(new)));
    }
    moves.sort();
    moves.dedup();
    moves
}

/// A type's text as paths, each a list of segments, and single characters.
fn words(text: &str) -> Vec<Vec<Cow<'_, str>>> {
    let mut words: Vec<Vec<Cow<'_, str>>> = Vec::new();
    let mut rest = text.trim_start();
    // Whether what comes goes on with the last path.
    let mut joined = false;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '#');
        if let Some(after) = rest.strip_prefix("::") {
            // A path from the root is the path.
            joined = words.last().is_some_and(|last| is_path(last));
            rest = after.trim_start();
            continue;
        }
        let end = match is_word(first) {
            true => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let (word, after) = rest.split_at(end);
        let word = spelled(word);
        match words.last_mut() {
            Some(last) if joined && is_word(first) => last.push(word),
            _ => words.push(vec![word]),
        }
        joined = false;
        rest = after.trim_start();
    }
    without_last_commas(words)
}

/// A word in one spelling: a number in decimal digits and without its type, a
/// name without `r#`.
fn spelled(word: &str) -> Cow<'_, str> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return Cow::Borrowed(word.strip_prefix("r#").unwrap_or(word));
    }
    let digits = word.strip_suffix("usize").unwrap_or(word).replace('_', "");
    let (digits, radix) = match digits.get(..2) {
        Some("0x") => (&digits[2..], 16),
        Some("0o") => (&digits[2..], 8),
        Some("0b") => (&digits[2..], 2),
        _ => (digits.as_str(), 10),
    };
    match u128::from_str_radix(digits, radix) {
        Ok(number) => Cow::Owned(number.to_string()),
        Err(_) => Cow::Borrowed(word),
    }
}

/// Commas before a closing bracket mean nothing, but that in `(T,)`, which
/// makes a tuple.
fn without_last_commas(
    words: Vec<Vec<Cow<'_, str>>>,
) -> Vec<Vec<Cow<'_, str>>> {
    let mut kept: Vec<Vec<Cow<'_, str>>> = Vec::with_capacity(words.len());
    // The commas within each bracket that is open.
    let mut commas = vec![0_u32];
    for word in words {
        let only = match word.as_slice() {
            [only] => only.as_ref(),
            _ => "",
        };
        match only {
            "(" | "[" | "<" => commas.push(0),
            "," => *commas.last_mut().unwrap_or(&mut 0) += 1,
            ")" | "]" | ">" => {
                let count = commas.pop().unwrap_or(0);
                let needed = only == ")" && count == 1;
                let comma = |last: &Vec<Cow<'_, str>>| last == &[","];
                if !needed && kept.last().is_some_and(comma) {
                    kept.pop();
                }
            }
            _ => {}
        }
        kept.push(word);
    }
    kept
}

/// Whether a word is not a single character that is none.
fn is_path(word: &[Cow<'_, str>]) -> bool {
    word.iter().all(|segment| {
        segment.starts_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::{Relation, moves, relation};

    #[test]
    fn white_space_makes_no_other_type() {
        for (old, new) in [
            ("u8", " u8 "),
            ("[u8;4]", "[ u8 ; 4 ]"),
            ("Option<(u8,a::B)>", "Option < ( u8, a :: B ) >"),
            ("::a::B", "a::B"),
            ("Vec::<u8>", "Vec<u8>"),
        ] {
            assert_eq!(relation(old, new), Relation::Same, "{old} {new}");
        }
    }

    #[test]
    fn another_spelling_makes_no_other_type() {
        for (old, new) in [
            ("[u8; 16]", "[u8; 0x10]"),
            ("[u8; 16]", "[u8; 0b1_0000]"),
            ("[u8; 16]", "[u8; 0o20usize]"),
            ("[u8; 1024]", "[u8; 1_024_usize]"),
            ("[u8; 0]", "[u8; 00]"),
            ("a::r#type::B", "a::type::B"),
            ("(u8, u16)", "(u8, u16,)"),
            ("Option<(u8,)>", "Option<(u8,),>"),
            ("A<{ 0x1f }>", "A<{ 31 }>"),
        ] {
            assert_eq!(relation(old, new), Relation::Same, "{old} {new}");
            assert_eq!(relation(new, old), Relation::Same, "{new} {old}");
        }
    }

    #[test]
    fn a_path_that_ends_with_the_other_is_the_same_type() {
        for (old, new) in [
            ("B", "a::B"),
            ("crate::a::B", "a::B"),
            ("Option<B>", "core::option::Option<a::B>"),
            ("[u8; a::LEN]", "[u8; LEN]"),
            ("(A, b::B)", "(a::A, B)"),
            ("Vec::<u8>", "heapless::Vec::<u8>"),
        ] {
            assert_eq!(relation(old, new), Relation::OtherPath, "{old} {new}");
            assert_eq!(relation(new, old), Relation::OtherPath, "{new} {old}");
        }
    }

    #[test]
    fn a_path_that_begins_elsewhere_may_be_the_same_type() {
        for (old, new, from, to) in [
            ("a::B", "c::B", "a", "c"),
            ("[a::x::B; 4]", "[c::x::B; 4]", "a", "c"),
            (
                "Option<a::x::B>",
                "core::option::Option<a::y::B>",
                "a::x",
                "a::y",
            ),
        ] {
            assert_eq!(relation(old, new), Relation::Moved, "{old} {new}");
            assert_eq!(moves(old, new), [(from.into(), to.into())], "{old}");
        }
    }

    #[test]
    fn all_others_are_different() {
        for (old, new) in [
            ("u8", "u16"),
            ("B", "AB"),
            ("a::B", "a::C"),
            ("a::B", "(c::B)"),
            ("[u8; 4]", "[u8; 5]"),
            ("[B]", "B"),
            ("Option<u8>", "Option<Option<u8>>"),
            ("(A, B)", "(B, A)"),
            ("(u8)", "(u8,)"),
            ("[u8; 16]", "[u8; 0x16]"),
            ("A<16>", "A<16u8>"),
        ] {
            assert_eq!(relation(old, new), Relation::Different, "{old} {new}");
        }
    }
}
