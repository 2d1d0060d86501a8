//! What literals show as it is.

/// How many bytes a text begins with that stand for themselves in a literal of
/// Rust and of RON: printable ASCII, but for quotes and backslashes.
///
/// Most texts are that from end to end, and one copy is cheaper than many. A
/// build that is not optimised is faster without an iterator.
pub(crate) fn length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let length = bytes.len();
    let mut at = 0;
    while at < length {
        match bytes[at] {
            b' ' | b'!' | b'#'..=b'[' | b']'..=b'~' => at += 1,
            _ => break,
        }
    }
    at
}
