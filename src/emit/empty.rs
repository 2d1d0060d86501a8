//! Values that take no bytes, as far as the text of their type tells: `()`,
//! and tuples and arrays of such. Nothing travels, and whoever needs the value
//! writes it down:
//!
//! | type | value |
//! | --- | --- |
//! | `((), ())` | `((), ())` |
//! | `[(); 3]` | `[const { () }; 3]` |
//! | `[u8; 0]` | `[]` |

use std::borrow::Cow;

use crate::model::{Conversion, Reply, Ty};

/// The expression for the one value of a type, if that takes no bytes.
pub(super) fn value(ty: &Ty) -> Option<Cow<'static, str>> {
    of_text(ty.as_str())
}

/// The expression for what an operation returns, if that takes no bytes.
pub(super) fn reply(reply: &Reply) -> Option<Cow<'static, str>> {
    match reply.conversion {
        Conversion::Own => value(&reply.ok),
        Conversion::Bool
        | Conversion::FromPrimitive(_)
        | Conversion::From { .. } => None,
    }
}

fn of_text(text: &str) -> Option<Cow<'static, str>> {
    // Most types are names, or `()`.
    if text.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    if text == "()" {
        return Some(Cow::Borrowed("()"));
    }
    let text = text.trim();
    if let Some(inside) = between(text, '(', ')') {
        return of_tuple(inside).map(Cow::Owned);
    }
    let (element, length) = between(text, '[', ']')?.rsplit_once(';')?;
    if length.trim() == "0" {
        return Some(Cow::Borrowed("[]"));
    }
    let element = of_text(element)?;
    let value = format!("[const {{ {element} }}; {}]", length.trim());
    Some(Cow::Owned(value))
}

fn between(text: &str, open: char, close: char) -> Option<&str> {
    text.strip_prefix(open)?.strip_suffix(close)
}

/// The expression for a tuple, or for a type in parentheses.
fn of_tuple(inside: &str) -> Option<String> {
    let mut value = String::from("(");
    let mut start = 0;
    let mut depth = 0_u32;
    for (at, c) in inside.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                value.push_str(&of_text(&inside[start..at])?);
                value.push_str(", ");
                start = at + 1;
            }
            _ => {}
        }
    }
    let last = inside[start..].trim();
    if !last.is_empty() {
        value.push_str(&of_text(last)?);
    }
    value.push(')');
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::of_text;

    #[test]
    fn what_takes_no_bytes_can_be_written_down() {
        for (ty, value) in [
            ("()", "()"),
            ("( )", "()"),
            ("((),)", "((), )"),
            ("((), ())", "((), ())"),
            ("(((), ()), [u8; 0])", "(((), ()), [])"),
            ("[u8; 0]", "[]"),
            ("[[u16; 4]; 0]", "[]"),
            ("[(); 3]", "[const { () }; 3]"),
            ("[(); crate::N]", "[const { () }; crate::N]"),
            ("[[u8; 0]; 2]", "[const { [] }; 2]"),
        ] {
            assert_eq!(of_text(ty).as_deref(), Some(value), "{ty}");
        }
    }

    #[test]
    fn what_may_take_bytes_cannot() {
        for ty in ["u8", "[u8; 1]", "((), u8)", "Nothing", "[u8; N]", "a::B"] {
            assert_eq!(of_text(ty), None, "{ty}");
        }
    }
}
