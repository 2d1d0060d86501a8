//! Every mistake and warning that a file shows, in the wrong files and on the
//! pages about codes: it has a fix that puts it right, or stands in a list with
//! the reason why what it says is nothing that could be written for somebody.

use std::collections::BTreeSet;
use std::fs;

use idol::check::{Checks, Side};
use idol::diagnostic::{Code, Diagnostic, Severity};
use idol::load;
use idol::report::Report;
use idol::source::Source;
use idol_cli::check::fix::{Context, Fix, apply, fixes};
use idol_cli::explain::explanation;

/// Some of what is told, and why there is no fix of it.
struct Left {
    code: Code,
    /// Part of the message, the label or the help.
    says: &'static str,
    why: &'static str,
}

const fn left(code: Code, says: &'static str, why: &'static str) -> Left {
    Left { code, says, why }
}

const AUTHOR: &str = "only its author knows what is meant";
const TYPE: &str = "another type must be declared in Rust first";
const DESIGN: &str = "the operation must do something else";
const SETTING: &str = "it is about a build script, not about a file";

use Code as C;

const LEFT: &[Left] = &[
    left(C::UnexpectedCharacter, "expected a value", AUTHOR),
    left(C::Syntax, "expected a value, found `,`", AUTHOR),
    left(
        C::Syntax,
        "a file holds one interface",
        "the other needs a file",
    ),
    left(C::TooDeep, "is one of them not closed?", AUTHOR),
    left(
        C::WrongKind,
        "expected an interface",
        "it is another language",
    ),
    left(C::UnknownKey, "known keys: ", AUTHOR),
    left(C::BadNumber, "expected a whole number", AUTHOR),
    left(C::BadNumber, "expected at most", AUTHOR),
    left(C::BadName, "give it a name", AUTHOR),
    left(C::Collision, "write a path to the type", AUTHOR),
    left(C::NotAType, "write a type as in Rust", AUTHOR),
    left(
        C::Borrowed,
        "send the value itself",
        "what is left has no size",
    ),
    left(C::Borrowed, "use a type that owns its contents", TYPE),
    left(C::Unsized, "name a type that implements the trait", TYPE),
    left(
        C::Unsized,
        "or use an array",
        "no argument could be lent instead",
    ),
    left(
        C::UnsuitableType,
        "name an enum that derives `IdolError`",
        TYPE,
    ),
    left(
        C::UnsuitableType,
        "send a value that says what to do",
        DESIGN,
    ),
    left(C::UnsuitableType, "name the type itself", AUTHOR),
    left(C::UnsuitableType, "give the type a name in Rust", TYPE),
    left(C::TypeTooDeep, "give the type a name in Rust", TYPE),
    left(C::BadFunction, "name a function", AUTHOR),
    left(C::ErrorLargerThanValue, "use `CLike`, or a smaller", TYPE),
    left(C::NotBuilt, "take a number", DESIGN),
    left(C::NotShown, "use an enum", TYPE),
    left(C::StyleCollision, "write a path to the type", AUTHOR),
];

/// Codes that no text of an interface shows.
const ELSEWHERE: &[(Code, &str)] = &[
    (Code::UnreadableFile, "there is no text"),
    (Code::NotUtf8, "there is no text"),
    (
        Code::TooManyLeases,
        "an operation of so many is divided by hand",
    ),
    (Code::TooManyOperations, "so is an interface"),
    (Code::NoClient, "it is made of others for `idol check`"),
    (Code::UnknownOperation, SETTING),
    (Code::UnfitSetting, SETTING),
    (Code::BadLevels, "it is about a file of levels"),
    (Code::Unwritable, SETTING),
    (Code::MissingCrate, "it is about a manifest"),
    (Code::NobodyMayCall, SETTING),
];

fn checks(side: Side) -> Checks {
    let checks = Checks::new(side).with_debuggers(true);
    checks.with_missing_docs(true)
}

fn found(text: &str, side: Side) -> Report {
    load::diagnose(&Source::new("a.idol", text), checks(side))
}

/// The wrong files, and the examples of the pages.
fn texts() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/reject/files");
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it is read").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        if let (true, Ok(text)) =
            (name.ends_with(".idol"), fs::read_to_string(&path))
        {
            texts.push((name.into_owned(), text));
        }
    }
    for code in Code::ALL {
        let parts = explanation(*code).split("```ron\n").skip(1);
        for (i, part) in parts.enumerate() {
            let text = part.split("```\n").next().unwrap_or("");
            texts.push((format!("page {code}.{i}"), text.to_owned()));
        }
    }
    texts.sort();
    texts
}

/// Whether it silences what is told instead.
fn is_allowance(fix: &Fix) -> bool {
    fix.title.starts_with("allow ")
}

fn says_the_same(a: &Diagnostic, b: &Diagnostic) -> bool {
    a.code == b.code && a.message == b.message
}

fn same(a: &Diagnostic, b: &Diagnostic) -> bool {
    says_the_same(a, b) && a.place == b.place
}

/// What is wrong after a fix and was not: nothing, or why it is no good.
fn bad(
    text: &str,
    side: Side,
    before: &Report,
    told: &Diagnostic,
    fix: &Fix,
) -> Option<String> {
    let fixed = apply(text, &fix.changes);
    let after = found(&fixed, side);
    let count = |report: &Report| {
        let all = report.diagnostics().iter();
        all.filter(|found| same(found, told)).count()
    };
    if count(&after) >= count(before) {
        return Some(format!("it is told as before:\n{fixed}\n{after}"));
    }
    // A mistake of the notation hides what else is wrong.
    let hides = told.code < Code::BadName;
    let is_new = |found: &&Diagnostic| {
        let is_hidden = hides && found.code >= Code::BadName;
        let is_error = found.code.severity() == Severity::Error;
        let known = before.diagnostics().iter();
        is_error
            && !is_hidden
            && !known.into_iter().any(|k| says_the_same(k, found))
    };
    let new = after.diagnostics().iter().find(is_new);
    new.map(|new| format!("{}: {}\n{fixed}", new.code, new.message))
}

#[test]
fn what_is_told_has_a_fix_or_a_reason_why_not() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    let mut used = BTreeSet::new();
    let mut fixed = 0;
    for (name, text) in texts() {
        let context = Context::new(&text);
        for side in [Side::Either, Side::Client] {
            let before = found(&text, side);
            let mut all = before.diagnostics().iter();
            let is_broken = all.any(|found| found.code < Code::BadName);
            // Of many that are alike one is enough.
            for told in before.diagnostics().iter().take(100) {
                // Warnings about a text that cannot be read wait until it can.
                if is_broken && told.code.severity() == Severity::Warning {
                    continue;
                }
                seen.insert(told.code);
                let ways = fixes(&context, told);
                let mut ways = ways.iter().filter(|f| !is_allowance(f));
                let words = [
                    &told.message,
                    &told.label,
                    told.help.as_ref().unwrap_or(&told.label),
                ];
                let left = LEFT.iter().position(|left| {
                    left.code == told.code
                        && words.iter().any(|word| word.contains(left.says))
                });
                let tried: Vec<_> = ways
                    .by_ref()
                    .map(|fix| {
                        let bad = bad(&text, side, &before, told, fix);
                        bad.map(|bad| format!("{}: {bad}", fix.title))
                    })
                    .collect();
                let good = tried.iter().filter(|bad| bad.is_none()).count();
                match (good, left) {
                    (0, Some(left)) => {
                        used.insert(left);
                    }
                    (0, None) => wrong.push(format!(
                        "{name}: {} {} [{}] ({}): {tried:?}",
                        told.code,
                        told.message,
                        told.label,
                        told.help.as_deref().unwrap_or("")
                    )),
                    _ => fixed += 1,
                }
            }
        }
    }
    for (i, left) in LEFT.iter().enumerate() {
        if !used.contains(&i) {
            let Left { code, says, why } = left;
            wrong.push(format!("{code}, {says:?}: nothing is left ({why})"));
        }
    }
    for code in Code::ALL {
        let elsewhere = ELSEWHERE.iter().find(|(other, _)| other == code);
        if seen.contains(code) == elsewhere.is_some() {
            wrong.push(format!(
                "{code} is in no text, or in one: {elsewhere:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(fixed > 300, "{fixed}");
}
