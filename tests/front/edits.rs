//! Texts that were edited at random.

use arbitrary::{Result, Unstructured};

use crate::cases::ascii;

/// Any character, of ASCII more often than not.
pub(crate) fn any(u: &mut Unstructured<'_>) -> Result<char> {
    match u.int_in_range(0..=2)? {
        0 => ascii(u, b' '..=b'~'),
        1 => ascii(u, 0..=0x7f),
        _ => u.arbitrary(),
    }
}

/// A text in so many places of which up to three characters are left out, and
/// something is put in.
pub(crate) fn edited(
    u: &mut Unstructured<'_>,
    text: &str,
    edits: usize,
    pasted: impl Fn(&mut Unstructured<'_>) -> Result<String>,
) -> Result<String> {
    let mut text: Vec<char> = text.chars().collect();
    for _ in 0..edits {
        let at = u.int_in_range(0..=text.len())?;
        let end = (at + u.int_in_range(0..=3)?).min(text.len());
        text.splice(at..end, pasted(u)?.chars());
    }
    Ok(text.into_iter().collect())
}
