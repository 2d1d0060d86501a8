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
        .or_else(|| codes.find(|code| code.name() == text))
        .ok_or_else(|| "no such code; `idol explain` lists all".to_owned())
}
