//! Operations whose replies are the elements of a whole, one after the other:
//! `stream: "cursor"`.

/// How a reply tells the place of the next element. Where there is none, it is
/// `None`.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Cursor {
    /// It is an `Option<(Element, Place)>`.
    Pair,
    /// It is an `Option<Element>`, and the element has a field `next`.
    Field,
}

/// The field of an element that is the next place.
pub(crate) const NEXT: &str = "next";

impl Cursor {
    /// The element's type, in the text of the reply's.
    pub fn element(self, reply: &str) -> &str {
        let held = held(reply).unwrap_or(reply);
        match self {
            Self::Pair => pair(held).map_or(held, |(element, _)| element),
            Self::Field => held,
        }
    }
}

/// What an `Option` holds, whose text this is.
pub(crate) fn held(option: &str) -> Option<&str> {
    let (_, inside) = option.split_once('<')?;
    let inside = inside.trim_end().strip_suffix('>')?;
    match *parts(inside).as_slice() {
        [held] => Some(held),
        _ => None,
    }
}

/// The two types of a tuple of two, whose text this is.
pub(crate) fn pair(tuple: &str) -> Option<(&str, &str)> {
    let inside = tuple.trim().strip_prefix('(')?.strip_suffix(')')?;
    match *parts(inside).as_slice() {
        [first, second] => Some((first, second)),
        _ => None,
    }
}

/// What stands between commas that no bracket encloses. Nothing may stand
/// behind the last.
fn parts(list: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut open = 0_u32;
    let mut start = 0;
    for (at, c) in list.char_indices() {
        match c {
            '(' | '[' | '<' | '{' => open += 1,
            ')' | ']' | '>' | '}' => open = open.saturating_sub(1),
            ',' if open == 0 => {
                parts.extend(list.get(start..at).map(str::trim));
                start = at + 1;
            }
            _ => {}
        }
    }
    let last = list.get(start..).unwrap_or_default().trim();
    parts.extend(Some(last).filter(|last| !last.is_empty()));
    parts
}

#[cfg(test)]
mod tests {
    use super::{Cursor, held, pair};

    #[test]
    fn elements_are_found_in_the_text_of_a_reply() {
        for (reply, cursor, element) in [
            ("Option<(u8, u32)>", Cursor::Pair, "u8"),
            (
                "core::option::Option< (A<(B, C), [u8; 4]>, u16 , ) , >",
                Cursor::Pair,
                "A<(B, C), [u8; 4]>",
            ),
            ("Option<Entry>", Cursor::Field, "Entry"),
            ("Option<a::Entry<u8, 3>>", Cursor::Field, "a::Entry<u8, 3>"),
        ] {
            assert_eq!(cursor.element(reply), element, "{reply}");
        }
    }

    #[test]
    fn what_is_no_pair_is_none() {
        for ty in ["u8", "()", "(u8,)", "(A, B, C)", "[(u8, u8); 2]", "(A"] {
            assert_eq!(pair(ty), None, "{ty}");
        }
        for ty in ["Option", "Option<A, B>", "Option<A", "Option<>"] {
            assert_eq!(held(ty), None, "{ty}");
        }
    }
}
