//! Both renderers say the same: code, message, file, line, column, what each
//! label says, place and help.

use idol::diagnostic::Diagnostic;
use idol::render;
use idol::report::Report;
use idol::source::Source;
use trials::Failed;

/// Compares what the renderers make of a report.
pub(crate) fn same(report: &Report) -> Result<(), Failed> {
    for diagnostic in report.diagnostics() {
        let source = report.source();
        let plain = render::diagnostic(source, diagnostic);
        #[cfg(not(feature = "pretty"))]
        let texts = [plain];
        #[cfg(feature = "pretty")]
        let texts = {
            use idol::render::pretty::{self, Colors};
            let drawn = pretty::diagnostic(source, diagnostic, Colors::Never);
            let colored =
                pretty::diagnostic(source, diagnostic, Colors::Always);
            if without_colors(&colored) != drawn {
                return Err(format!("colours change {colored:?}").into());
            }
            [plain, drawn]
        };
        for text in &texts {
            for fact in facts(source, diagnostic) {
                if !text.contains(&visible(&fact)) {
                    return Err(format!("{fact:?} is not in\n{text}").into());
                }
            }
            for line in lines(source, diagnostic) {
                let shown = |shown: &str| {
                    shown.trim_start().starts_with(&format!("{line} |"))
                };
                if !text.lines().any(shown) {
                    let why = format!("line {line} is not in\n{text}");
                    return Err(why.into());
                }
            }
        }
    }
    Ok(())
}

/// What must be said of a diagnostic.
fn facts(source: Option<&Source>, diagnostic: &Diagnostic) -> Vec<String> {
    let head = format!(
        "{}[{}]: {}\n",
        diagnostic.severity(),
        diagnostic.code,
        diagnostic.message
    );
    let mut facts = vec![head];
    if let (Some(source), Some(span)) = (source, diagnostic.span) {
        let position = source.position(span.start);
        facts.push(format!(
            "--> {}:{}:{}\n",
            source.name(),
            position.line,
            position.column
        ));
        facts.push(diagnostic.label.clone());
        for related in &diagnostic.related {
            facts.push(related.text.clone());
        }
    } else if let Some(source) = source {
        facts.push(format!("--> {}\n", source.name()));
    }
    if !diagnostic.place.is_empty() {
        facts.push(format!(" = note: in {}\n", diagnostic.place));
    }
    if let Some(help) = &diagnostic.help {
        facts.push(format!(" = help: {help}\n"));
    }
    facts
}

/// The text as it is shown: what cannot be seen in a name is spelt out.
fn visible(text: &str) -> String {
    let spelt = |c| ['\u{200e}', '\u{2028}', '\u{feff}'].contains(&c);
    let mut shown = String::new();
    for c in text.chars() {
        match spelt(c) {
            true => shown.extend(c.escape_unicode()),
            false => shown.push(c),
        }
    }
    shown
}

/// The lines that must be shown.
fn lines(source: Option<&Source>, diagnostic: &Diagnostic) -> Vec<usize> {
    let (Some(source), Some(span)) = (source, diagnostic.span) else {
        return Vec::new();
    };
    let related = diagnostic.related.iter().map(|related| related.span);
    related
        .chain([span])
        .map(|span| source.position(span.start).line)
        .collect()
}

/// The text without escape sequences of ANSI for colours.
#[cfg(feature = "pretty")]
fn without_colors(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out += part.split_once('m').map_or(part, |(_, rest)| rest);
    }
    out
}
