//! Interfaces as all subcommands read them: files, and what servers embed.
//!
//! A text taken out of a server's section `.idolatry` is read as the file that
//! it was made of: it is in the order of the numbers, placeholders hold those
//! that no operation has, and it states its fingerprint. A build refuses it.

use idol::check::{self, Checks};
use idol::embed;
use idol::fingerprint::Fingerprint;
use idol::load;
use idol::model;
use idol::parse::{self, Parsed, UnknownKeys};
use idol::report::Report;
use idol::source::Source;
use idol::syntax;

/// A legal interface.
#[derive(Clone, Debug)]
pub struct Legal {
    /// What it does on the wire.
    pub interface: model::Interface,
    /// What its text says.
    pub syntax: syntax::Interface,
    /// What is worth a second look.
    pub warnings: Report,
}

/// Reads and checks a text, be it a file or embedded.
///
/// ```
/// use idol::{check::Side, source::Source};
/// use idol_cli::legal;
///
/// let text = r#"Interface(name:"Gap",ops:{
/// "a":(args:{},reply:Simple("()"),idempotent:true),
/// "__reserved_2":(args:{},reply:Simple("()")),
/// "c":(args:{},reply:Simple("()"),idempotent:true),
/// },fingerprint:"0123456789abcdef")"#;
/// let gap = legal::read(&Source::new("gap.ron", text), Side::Either)?;
/// assert_eq!(gap.syntax.ops.len(), 2);
/// assert_eq!(gap.syntax.ops["c"].number, 3);
/// # Ok::<(), idol::report::Report>(())
/// ```
///
/// # Errors
///
/// Everything that is wrong with it, and the warnings too.
pub fn read(
    source: &Source,
    checks: impl Into<Checks>,
) -> Result<Legal, Report> {
    let Some(embedded) = embedded(source) else {
        let loaded = load::load(source, checks)?;
        return Ok(Legal {
            interface: loaded.interface,
            syntax: loaded.syntax,
            warnings: loaded.warnings,
        });
    };
    let mut found = embedded.diagnostics;
    let spans = Some(&embedded.spans);
    match check::interface(&embedded.interface, spans, checks) {
        Ok(checked) if found.is_empty() => Ok(Legal {
            interface: checked.interface,
            syntax: embedded.interface,
            warnings: Report::new(Some(source), checked.warnings),
        }),
        Ok(_) => Err(Report::new(Some(source), found)),
        Err(wrong) => {
            found.extend(wrong);
            Err(Report::new(Some(source), found))
        }
    }
}

/// All that there is to say about a text, errors and warnings, in the order of
/// the text.
pub fn diagnose(source: &Source, checks: impl Into<Checks>) -> Report {
    match read(source, checks) {
        Ok(legal) => legal.warnings,
        Err(report) => report,
    }
}

/// What a text says if a server embeds it: if it states its fingerprint, or
/// has a placeholder.
pub(crate) fn embedded(source: &Source) -> Option<Parsed<'_>> {
    if !embed::is_embedded(source.text()) {
        return None;
    }
    let states = Fingerprint::in_section(source.text()).is_some();
    let mut parsed = parse::parse(source, UnknownKeys::Ignore);
    // What is said in other words to old readers stands there once more. It
    // has as many parts, so what is wrong is shown at those that they read.
    let written = embed::as_written(source.text());
    if parsed.diagnostics.is_empty()
        && written != source.text()
        && let Ok(interface) = written.parse()
    {
        parsed.interface = interface;
    }
    let holds: Vec<bool> = parsed
        .interface
        .ops
        .iter()
        .map(|(name, operation)| embed::holds_number(name, operation))
        .collect();
    if !states && !holds.contains(&true) {
        return None;
    }
    // One is about as many operations as the other.
    let mut places = holds.iter();
    parsed
        .interface
        .ops
        .retain(|_, _| places.next() == Some(&false));
    let mut places = holds.iter();
    parsed
        .spans
        .operations
        .retain(|_| places.next() == Some(&false));
    Some(parsed)
}
