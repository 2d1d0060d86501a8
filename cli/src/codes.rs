//! Codes of diagnostics as people write them on a command line.

use idol::diagnostic::Code;

/// The kind of diagnostic that a text names by its code, `E0140` in letters of
/// either case, or by its name, `no-access`.
///
/// # Errors
///
/// If there is none, a text that says so.
pub fn parse(text: &str) -> Result<Code, String> {
    let by_code = text.parse().ok();
    let mut codes = Code::ALL.iter().copied();
    by_code
        .or_else(|| codes.find(|code| name(*code) == text))
        .ok_or_else(|| "no such code; `idol explain` lists all".to_owned())
}

/// A kind as a word for tools, as in `no-access`.
///
/// ```
/// use idol::diagnostic::Code;
/// use idol_cli::codes;
///
/// assert_eq!(codes::name(Code::NotUtf8), "not-utf8");
/// assert_eq!(codes::name(Code::NotAType), "not-a-type");
/// ```
pub fn name(code: Code) -> String {
    let mut name = String::new();
    for c in format!("{code:?}").chars() {
        if c.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}
