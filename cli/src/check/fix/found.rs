//! What was found in a text → its fixes, by the code of it.

use idol::diagnostic::{Code, Diagnostic, Severity};

use super::change::Fix;
use super::context::Context;
use super::{
    choices, comments, cursors, ends, names, notation, numbers, types,
};

/// The fixes of what was found in a text, the sure one first.
///
/// ```
/// use idol::{check::Side, load, source::Source};
/// use idol_cli::check::fix::{Context, apply, fixes};
///
/// let text = r#"Interface(nane: "Rng", ops: {})"#;
/// let report = load::diagnose(&Source::new("rng.idol", text), Side::Either);
/// let found = fixes(&Context::new(text), &report.diagnostics()[0]);
/// assert_eq!(
///     apply(text, &found[0].changes),
///     r#"Interface(name: "Rng", ops: {})"#,
/// );
/// ```
pub fn fixes(context: &Context<'_>, found: &Diagnostic) -> Vec<Fix> {
    let Some(span) = found.span else {
        return Vec::new();
    };
    let help = found.help.as_deref().unwrap_or("");
    let mut fixes = match found.code {
        Code::UnexpectedCharacter
        | Code::Syntax
        | Code::UnbalancedBracket
        | Code::BadAttribute
        | Code::WrongKind
        | Code::UnknownKey
        | Code::UnknownVariant
        | Code::DuplicateKey
        | Code::MissingKey
        | Code::WrongStructName => notation::fixes(context, found, span, help),
        Code::NumberOutOfRange
        | Code::NumberTwice
        | Code::NumberReserved
        | Code::ReservedTwice
        | Code::FarNumber => numbers::fixes(context, found, span),
        Code::Unterminated | Code::BadEscape => {
            ends::fixes(context, found, span)
        }
        Code::BadName
        | Code::ReservedName
        | Code::KeywordName
        | Code::DuplicateName
        | Code::ArgumentAndLease
        | Code::Collision => names::fixes(context, found, span),
        Code::NotAType
        | Code::Borrowed
        | Code::Unsized
        | Code::UnsuitableType
        | Code::ZeroSizedElement
        | Code::FromPrimitiveNotInteger
        | Code::ErrorLargerThanValue => {
            types::fixes(context, found, span, help)
        }
        Code::CursorShape => cursors::fixes(context, found, span, help),
        Code::BadAllowance => comments::fixes(context, found, span),
        _ => choices::fixes(context, found, span),
    };
    let is_warning = found.code.severity() == Severity::Warning;
    if is_warning && found.code != Code::BadAllowance {
        fixes.extend(comments::allow(context, found.code, span));
    }
    fixes
}
