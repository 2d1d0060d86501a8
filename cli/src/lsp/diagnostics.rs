//! What was found, as editors show it.

use std::path::Path;

use idol::diagnostic::{Code, Diagnostic, Severity};
use idol::report::Report;
use lsp_types::{
    CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity,
    DiagnosticTag, Location, NumberOrString, Range, Uri,
};
use serde::Serialize;

use super::document::Document;
use super::files;
use super::lines::{Lines, Unit};
use super::pages::Pages;

/// All that was found in a text.
pub(super) fn all(
    document: &Document,
    report: &Report,
    mut pages: Option<&mut Pages>,
) -> Vec<lsp_types::Diagnostic> {
    let found =
        report.diagnostics().iter().map(|found| {
            let page = pages.as_mut().and_then(|pages| pages.uri(found.code));
            let span = found.span.unwrap_or_default();
            let mut told = one(found, document.range(span));
            told.code_description = page.map(|href| CodeDescription { href });
            let related = found.related.iter().map(|label| {
                DiagnosticRelatedInformation {
                    location: Location {
                        uri: document.uri.clone(),
                        range: document.range(label.span),
                    },
                    message: label.text.clone(),
                }
            });
            let related: Vec<_> = related.collect();
            told.related_information = (!related.is_empty()).then_some(related);
            told
        });
    found.collect()
}

/// What is wrong with a file of levels, and where that is.
pub(super) fn levels(
    report: &Report,
    unit: Unit,
) -> Option<(Uri, Vec<lsp_types::Diagnostic>)> {
    let source = report.source()?;
    let path = Path::new(source.name()).canonicalize().ok()?;
    let lines = Lines::new(source.text(), unit);
    let found = report.diagnostics().iter().map(|found| {
        let span = found.span.unwrap_or_default();
        one(found, lines.range(source.text(), span))
    });
    Some((files::uri(&path)?, found.collect()))
}

/// What is told of a text: all of it each time, as the protocol has it.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    pub(super) uri: &'a Uri,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<i32>,
    pub(super) diagnostics: &'a [lsp_types::Diagnostic],
}

/// One thing found, at its place.
pub(super) fn one(found: &Diagnostic, range: Range) -> lsp_types::Diagnostic {
    let mut message = found.message.clone();
    for more in [Some(&found.label), found.help.as_ref()] {
        if let Some(more) = more.filter(|more| !more.is_empty()) {
            message.push('\n');
            message.push_str(more);
        }
    }
    lsp_types::Diagnostic {
        range,
        severity: Some(match found.severity() {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(found.code.to_string())),
        source: Some("idol".to_owned()),
        message,
        tags: is_without_use(found).then(|| vec![DiagnosticTag::UNNECESSARY]),
        ..lsp_types::Diagnostic::default()
    }
}

/// Whether what is told does nothing, and may be shown faint.
fn is_without_use(found: &Diagnostic) -> bool {
    found.code == Code::BadAllowance && found.label == "allows nothing"
}
