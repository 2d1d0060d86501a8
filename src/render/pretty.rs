//! Diagnostics → text as the compiler's looks, by `annotate-snippets`.

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Renderer, Snippet,
};

use super::plain::{self, MOST, closing, one_line, skipped};
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::source::Source;

/// Whether the text has colours, which only terminals understand.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Colors {
    /// It has none.
    Never,
    /// It has, as escape sequences of ANSI.
    Always,
}

/// Everything found in a text, one after the other, and how many there are.
///
/// ```
/// use idol::render::pretty::{self, Colors};
/// use idol::{check::Side, load, source::Source};
///
/// let source = Source::new("rng.idol", "Interface(nane: \"Rng\", ops: {})");
/// let found = load::diagnose(&source, Side::Either);
/// assert_eq!(
///     pretty::report(Some(&source), found.diagnostics(), Colors::Never),
///     r#"error[E0111]: unknown key `nane` in an interface
///  --> rng.idol:1:11
///   |
/// 1 | Interface(nane: "Rng", ops: {})
///   |           ^^^^ unknown
///   |
///   = help: did you mean `name`?
///
/// 1 error in rng.idol"#,
/// );
/// ```
pub fn report(
    source: Option<&Source>,
    diagnostics: &[Diagnostic],
    colors: Colors,
) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter().take(MOST) {
        out.push_str(&self::diagnostic(source, diagnostic, colors));
        out.push('\n');
    }
    out.push_str(&skipped(diagnostics));
    out.push_str(&closing(source, diagnostics));
    out
}

/// One diagnostic: what is wrong, where, and how to put it right. Ends with a
/// line break.
pub fn diagnostic(
    source: Option<&Source>,
    diagnostic: &Diagnostic,
    colors: Colors,
) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(one_line(&diagnostic.message))
        .id(diagnostic.code.to_string());
    let mut group = Group::with_title(title);
    if let (Some(source), Some(span)) = (source, diagnostic.span) {
        let (first, last) = around(span, diagnostic);
        if source.lines(Span::new(first, last)).len() > LONGEST {
            return plain::diagnostic(Some(source), diagnostic);
        }
        group = group.element(snippet(source, span, diagnostic));
    } else if source.is_some() {
        // The library sets the name of a file alone apart from what follows.
        return plain::diagnostic(source, diagnostic);
    }
    if !diagnostic.place.is_empty() {
        let place = format!("in {}", one_line(&diagnostic.place));
        group = group.element(Level::NOTE.message(place));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(one_line(help)));
    }
    let renderer = match colors {
        Colors::Never => Renderer::plain(),
        Colors::Always => Renderer::styled(),
    };
    let mut text = renderer.render(&[group]);
    text.push('\n');
    text
}

/// The most bytes that the library is given to draw: it looks at all of them,
/// and a line may be as long as a file.
const LONGEST: usize = 1 << 18;

/// The stretch of text that all labels are in.
fn around(main: Span, diagnostic: &Diagnostic) -> (usize, usize) {
    let spans = || diagnostic.related.iter().map(|label| label.span);
    let first = spans().map(|span| span.start).fold(main.start, u32::min);
    let last = spans().map(|span| span.end).fold(main.end, u32::max);
    (first as usize, last as usize)
}

/// The lines that the labels point into, with the labels.
fn snippet<'a>(
    source: &'a Source,
    main: Span,
    diagnostic: &'a Diagnostic,
) -> Snippet<'a, Annotation<'a>> {
    let (first, last) = around(main, diagnostic);
    let lines = source.lines(Span::new(first, last));
    let text = &source.text()[lines.clone()];
    let within = |span: Span| {
        let span = source.characters(span);
        let start = span.start.clamp(lines.start, lines.end) - lines.start;
        let end = span.end.clamp(lines.start, lines.end) - lines.start;
        start..end
    };
    let label = |kind: AnnotationKind, span, text: &str| {
        let annotation = kind.span(within(span));
        match text {
            "" => annotation,
            text => annotation.label(one_line(text)),
        }
    };
    Snippet::source(text)
        .line_start(source.position(first as u32).line)
        .path(one_line(source.name()))
        .annotation(label(AnnotationKind::Primary, main, &diagnostic.label))
        .annotations(diagnostic.related.iter().map(|related| {
            label(AnnotationKind::Context, related.span, &related.text)
        }))
}
