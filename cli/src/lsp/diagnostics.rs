//! What was found, as editors show it.

use std::fmt::{self, Display};
use std::path::Path;

use idol::diagnostic::{Code, Diagnostic, Severity};
use idol::report::Report;
use lsp_types::{
    DiagnosticSeverity, DiagnosticTag, NumberOrString, Range, Uri,
};
use serde::{Serialize, Serializer};

use super::document::Document;
use super::files;
use super::lines::{Lines, Unit};
use super::pages::Pages;

/// All that was found in a text, as JSON that is written without copies of what
/// it says: there may be something to tell of each line of a long text.
pub(super) struct All<'a> {
    pub(super) document: &'a Document,
    pub(super) report: &'a Report,
    /// Where codes are explained, if that is shown.
    pub(super) pages: Option<&'a Pages>,
}

impl Serialize for All<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let document = self.document;
        let found = self.report.diagnostics().iter();
        to.collect_seq(found.map(|found| {
            let page = self.pages.and_then(|pages| pages.uri(found.code));
            One {
                range: document.range(found.span.unwrap_or_default()),
                severity: severity(found),
                code: Shown(found.code),
                code_description: page.map(|href| Page { href }),
                source: SOURCE,
                message: Shown(Message(found)),
                related_information: (!found.related.is_empty())
                    .then_some(Related { document, found }),
                tags: is_without_use(found).then_some(UNNECESSARY),
            }
        }))
    }
}

const SOURCE: &str = "idol";
const UNNECESSARY: [DiagnosticTag; 1] = [DiagnosticTag::UNNECESSARY];

/// `lsp_types::Diagnostic`, without text of its own.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct One<'a> {
    range: Range,
    severity: DiagnosticSeverity,
    code: Shown<Code>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_description: Option<Page<'a>>,
    source: &'static str,
    message: Shown<Message<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    related_information: Option<Related<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<[DiagnosticTag; 1]>,
}

#[derive(Serialize)]
struct Page<'a> {
    href: &'a Uri,
}

/// What prints itself, as a string.
struct Shown<T>(T);

impl<T: Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

/// What is wrong, what is said of the place, and the way out.
struct Message<'a>(&'a Diagnostic);

impl Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        for more in [Some(&self.0.label), self.0.help.as_ref()] {
            if let Some(more) = more.filter(|more| !more.is_empty()) {
                f.write_str("\n")?;
                f.write_str(more)?;
            }
        }
        Ok(())
    }
}

/// The other places of what was found.
struct Related<'a> {
    document: &'a Document,
    found: &'a Diagnostic,
}

impl Serialize for Related<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Place<'a> {
            uri: &'a Uri,
            range: Range,
        }
        #[derive(Serialize)]
        struct Label<'a> {
            location: Place<'a>,
            message: &'a str,
        }
        to.collect_seq(self.found.related.iter().map(|label| Label {
            location: Place {
                uri: &self.document.uri,
                range: self.document.range(label.span),
            },
            message: &label.text,
        }))
    }
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
pub(super) struct Told<'a, D> {
    pub(super) uri: &'a Uri,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<i32>,
    pub(super) diagnostics: D,
}

/// One thing found, at its place.
pub(super) fn one(found: &Diagnostic, range: Range) -> lsp_types::Diagnostic {
    lsp_types::Diagnostic {
        range,
        severity: Some(severity(found)),
        code: Some(NumberOrString::String(found.code.to_string())),
        source: Some(SOURCE.to_owned()),
        message: Message(found).to_string(),
        tags: is_without_use(found).then(|| UNNECESSARY.to_vec()),
        ..lsp_types::Diagnostic::default()
    }
}

fn severity(found: &Diagnostic) -> DiagnosticSeverity {
    match found.severity() {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
    }
}

/// Whether what is told does nothing, and may be shown faint.
fn is_without_use(found: &Diagnostic) -> bool {
    found.code == Code::BadAllowance && found.label == "allows nothing"
}
