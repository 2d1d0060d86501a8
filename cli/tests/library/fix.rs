//! What fixes do, and what they never do.

use std::fs;
use std::path::{Path, PathBuf};

use idol::check::{Checks, Side};
use idol::diagnostic::{Code, Severity};
use idol::fingerprint::Fingerprint;
use idol::load;
use idol::report::Report;
use idol::source::Source;
use idol_cli::check::fix::{Certainty, Context, all, apply, fixes};
use snapbox::Data;

/// All that `idol check` can tell.
fn found(source: &Source) -> Report {
    let checks = Checks::new(Side::Either).with_debuggers(true);
    load::diagnose(source, checks.with_missing_docs(true))
}

/// The wrong files, and those worth a warning.
fn wrong() -> Vec<Source> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/reject/files");
    let entries = fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("it is read").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|e| e == "idol"))
        .collect();
    paths.sort();
    assert!(paths.len() > 50, "{folder} has few files");
    let read = |path: PathBuf| {
        let name = path.file_name().expect("a file").to_string_lossy();
        let text = fs::read_to_string(&path).ok()?;
        Some(Source::new(name.into_owned(), text))
    };
    paths.into_iter().filter_map(read).collect()
}

/// What a text means to clients and servers, if it is legal.
fn meaning(source: &Source) -> Option<(Fingerprint, String)> {
    let loaded = load::load(source, Side::Either).ok()?;
    let fingerprint = Fingerprint::of(&loaded.interface);
    Some((fingerprint, format!("{:?}", loaded.syntax)))
}

fn errors_of_notation(report: &Report) -> usize {
    let codes = report.diagnostics().iter().map(|found| found.code);
    codes.filter(|code| *code < Code::BadName).count()
}

#[test]
fn the_ways_out_of_each_wrong_file_are_as_committed() {
    let mut said = String::new();
    for source in wrong() {
        said.push_str(&format!("{}\n", source.name()));
        let context = Context::new(source.text());
        for diagnostic in found(&source).diagnostics() {
            let Some(span) = diagnostic.span else {
                continue;
            };
            let line = source.position(span.start).line;
            for fix in fixes(&context, diagnostic) {
                let mark = match fix.certainty {
                    Certainty::Sure => '!',
                    Certainty::Choice => '?',
                };
                let (code, title) = (diagnostic.code, fix.title);
                said.push_str(&format!("  {line} {code} {mark} {title}"));
                if let Some(note) = fix.note {
                    said.push_str(&format!(" [{note}]"));
                }
                said.push('\n');
            }
        }
    }
    let file =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/library/fix/ways.txt");
    let expected = Data::read_from(Path::new(file), None);
    let action = match std::env::var_os("IDOL_BLESS") {
        Some(_) => snapbox::assert::Action::Overwrite,
        None => snapbox::assert::Action::Verify,
    };
    snapbox::Assert::new().action(action).eq(said, expected);
}

/// A help that says what to write, in quotes.
fn is_rewrite(help: &str) -> bool {
    let verbs = ["write `", "add `", "did you mean `", "remove `", "put `"];
    // What stands for a type or a function is nothing to write.
    let is_pattern = help.contains("\"T\"") || help.contains("Entry");
    verbs.iter().any(|verb| help.starts_with(verb)) && !is_pattern
}

#[test]
fn what_a_help_says_to_write_is_a_fix() {
    let (mut with, mut without) = (0, Vec::new());
    for source in wrong() {
        let context = Context::new(source.text());
        for told in found(&source).diagnostics() {
            let help = told.help.as_deref().unwrap_or("");
            if !is_rewrite(help) {
                continue;
            }
            match fixes(&context, told).is_empty() {
                false => with += 1,
                true => without.push(format!(
                    "{}: {} {help}",
                    source.name(),
                    told.code
                )),
            }
        }
    }
    assert!(with > 50, "{with}");
    assert_eq!(without, [] as [String; 0]);
}

#[test]
fn a_fix_takes_away_what_it_is_for_and_breaks_no_notation() {
    for source in wrong() {
        let before = found(&source);
        let context = Context::new(source.text());
        for diagnostic in before.diagnostics() {
            for fix in fixes(&context, diagnostic) {
                let name = source.name();
                let fixed = apply(source.text(), &fix.changes);
                assert_ne!(fixed, source.text(), "{name}: {}", fix.title);
                let after = found(&Source::new(name, fixed.clone()));
                let is_sure = fix.certainty == Certainty::Sure;
                let worse =
                    errors_of_notation(&after) > errors_of_notation(&before);
                // What was hidden by one mistake may show.
                let same = |found: &idol::diagnostic::Diagnostic| {
                    found.code == diagnostic.code
                        && found.message == diagnostic.message
                        && found.span.map(|s| s.start)
                            == diagnostic.span.map(|s| s.start)
                };
                let told = after.diagnostics().iter().any(same);
                assert!(
                    !(is_sure && (worse || told)),
                    "{name}: {}\n{fixed}\n{after}",
                    fix.title
                );
            }
        }
    }
}

#[test]
fn what_is_legal_means_the_same_after_all_sure_fixes() {
    let mut tried = 0;
    for source in wrong() {
        let Some(before) = meaning(&source) else {
            continue;
        };
        let fixed = all(&source, found);
        assert_eq!(meaning(&fixed.source), Some(before), "{}", source.name());
        tried += 1;
    }
    assert!(tried > 10, "{tried} legal files");
}

#[test]
fn all_fixes_leave_fewer_mistakes_and_nothing_to_fix() {
    let errors = |report: &Report| {
        let all = report.diagnostics().iter();
        all.filter(|d| d.code.severity() == Severity::Error).count()
    };
    let mut whole = 0;
    for source in wrong() {
        let fixed = all(&source, found);
        let before = found(&source);
        let after = found(&fixed.source);
        whole += usize::from(errors(&before) > 0 && errors(&after) == 0);
        assert!(
            errors_of_notation(&after) <= errors_of_notation(&before),
            "{}",
            source.name()
        );
        let again = all(&fixed.source, found);
        assert_eq!(again.source, fixed.source, "{}", source.name());
    }
    assert!(whole >= 18, "{whole} files are right then");
}

#[test]
fn a_number_that_is_given_is_said() {
    let text = r#"Interface(name: "K", reserved: [4], ops: {
        "a": (number: 3, reply: Result(ok: "()", err: ServerDeath)),
        "b": (number: 3, reply: Result(ok: "()", err: ServerDeath)),
    })"#;
    let fixed = all(&Source::new("k.idol", text), found);
    assert!(fixed.source.text().contains("\"b\": (number: 5,"));
    let notes = fixed
        .done
        .iter()
        .filter_map(|done| done.fix.note.as_deref());
    assert_eq!(
        notes.collect::<Vec<_>>(),
        ["`b` gets the number 5 on the wire"]
    );
}

#[test]
fn lines_end_as_they_did_and_comments_stay() {
    let text = "Interface(\r\n    name: \"K\", // first\r\n    naem: \"K\",\r\n    \
                ops: {\r\n        \"a\": (\r\n            // last\r\n            \
                reply: Simple(\"()\"),\r\n        ),\r\n    },\r\n)\r\n";
    let source = Source::new("k.idol", text);
    let context = Context::new(text);
    for diagnostic in found(&source).diagnostics() {
        for fix in fixes(&context, diagnostic) {
            let fixed = apply(text, &fix.changes);
            assert!(fixed.contains("// first\r\n"), "{fixed:?}");
            assert!(fixed.contains("// last\r\n"), "{fixed:?}");
            let lone = fixed.replace("\r\n", "");
            assert!(!lone.contains(['\r', '\n']), "{fixed:?}");
        }
    }
}

/// Any text whatever: pieces of a right one, left out and put elsewhere.
#[test]
fn fixes_of_broken_texts_end_and_stay_inside() {
    let text = include_str!("fmt/rich.idol");
    let mut seed = 1u64;
    let mut roll = |sides: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as usize % sides.max(1)
    };
    for _ in 0..60 {
        let mut broken = text.to_owned();
        for _ in 0..1 + roll(4) {
            let cut = |at: usize, text: &str| {
                let mut at = at.min(text.len());
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let start = cut(roll(broken.len()), &broken);
            let end = cut(start + roll(12), &broken).max(start);
            let put = ["", "\"", "(", "}", "😀", ";", "=", "//", "“"][roll(9)];
            broken.replace_range(start..end, put);
        }
        let source = Source::new("broken.idol", broken.as_str());
        let fixed = all(&source, found);
        let (before, after) = (found(&source), found(&fixed.source));
        assert!(
            errors_of_notation(&after) <= errors_of_notation(&before),
            "{broken}"
        );
    }
}
