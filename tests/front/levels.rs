//! Files of levels: what they mean, and that they are TOML.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use arbitrary::{Result, Unstructured};
use idol::diagnostic::{Code, Diagnostic, Severity};
use idol::levels::{self, FILE, Level, Levels, Teller};
use idol::source::Source;
use toml::{Table, Value};

use crate::cases;
use crate::edits;

fn parse(text: &str) -> Result<Levels, Vec<Diagnostic>> {
    levels::parse(&Source::new(FILE, text))
}

const TELLERS: [Teller; 2] = [Teller::Check, Teller::Build];

fn warnings() -> impl Iterator<Item = Code> {
    let codes = Code::ALL.iter().copied();
    codes.filter(|code| code.severity() == Severity::Warning)
}

fn level_of(value: Option<&Value>) -> Option<Level> {
    Some(match value?.as_str()? {
        "allow" => Level::Allow,
        "warn" => Level::Warn,
        "deny" => Level::Deny,
        other => panic!("{other} is no level"),
    })
}

/// The sections of a file that are about a place, the outer ones first.
fn sections<'t>(
    table: &'t Table,
    teller: Teller,
    place: &str,
) -> Vec<&'t Table> {
    let own = match teller {
        Teller::Check => "check",
        Teller::Build => "build",
    };
    let mut sections: Vec<&Value> = ["levels", own]
        .iter()
        .filter_map(|s| table.get(*s))
        .collect();
    let mut parts = String::new();
    for part in place.split('/') {
        parts.push_str(part);
        sections.extend(table.get("folder").and_then(|f| f.get(&parts)));
        parts.push('/');
    }
    let tables = sections.into_iter().map(Value::as_table);
    tables.map(|section| section.expect("a section")).collect()
}

/// What sections mean, by the words of the documentation, of what the crate
/// `toml` makes of them. `name` is that of the code.
fn meant(sections: &[&Table], code: Code, name: &str, teller: Teller) -> Level {
    let group = match code {
        Code::MutatingName
        | Code::BadAllowance
        | Code::FarNumber
        | Code::NobodyMayCall => "bugs",
        Code::UnboundedWrite | Code::ServerOnly | Code::ReadNotIdempotent => {
            "style"
        }
        Code::MissingDoc => "docs",
        _ => "advice",
    };
    let mut level = match (group, teller) {
        ("bugs", _) | ("advice", Teller::Check) => Level::Warn,
        _ => Level::Allow,
    };
    for section in sections {
        if level != Level::Allow {
            level = level_of(section.get("warnings")).unwrap_or(level);
        }
        level = level_of(section.get(group)).unwrap_or(level);
        level = level_of(section.get(name)).unwrap_or(level);
    }
    level
}

/// A file that we take is TOML and means what TOML says; whether we take it.
fn compare(text: &str) -> bool {
    let Ok(levels) = parse(text) else {
        return false;
    };
    let table: Table = text
        .parse()
        .unwrap_or_else(|error| panic!("that is no TOML: {error}\n{text:?}"));
    let codes: Vec<_> = warnings().map(|it| (it, it.to_string())).collect();
    for place in ["", "drv", "drv/old", "drv/old/spi", "drv/older", "x/drv"] {
        let levels = levels.clone().below(place);
        for teller in TELLERS {
            let sections = sections(&table, teller, place);
            for (code, name) in &codes {
                assert_eq!(
                    levels.level(*code, teller),
                    meant(&sections, *code, name, teller),
                    "{code} {teller:?} in {place:?}\n{text}"
                );
            }
        }
    }
    true
}

/// How many cases there are of each property.
fn usual() -> u32 {
    if trials::all() { 512 } else { 128 }
}

/// A line of a file, most of them right.
fn line(u: &mut Unstructured<'_>) -> Result<String> {
    const KEYS: &[&str] = &[
        "W0201", "W0202", "W0203", "W0209", "W0211", "bugs", "advice", "style",
        "docs", "warnings",
    ];
    const VALUES: &[&str] =
        &["\"allow\"", "\"warn\"", "\"deny\"", "'allow'", "'deny'"];
    const SPACES: &[&str] = &["", " ", "\t", "  "];
    const ENDS: &[&str] = &["\n", "\r\n", " # why\n", "#\n", "\t\n"];
    let end = *u.choose(ENDS)?;
    if u.int_in_range(0..=6)? == 0 {
        return Ok(end.to_owned());
    }
    let (key, value) = (u.choose(KEYS)?, u.choose(VALUES)?);
    let (a, b) = (u.choose(SPACES)?, u.choose(SPACES)?);
    Ok(format!("{a}{key}{b}={a}{value}{end}"))
}

/// A file: its sections in some order, each with lines.
fn file(u: &mut Unstructured<'_>) -> Result<String> {
    let mut left = vec![
        "[levels]",
        "[check]",
        " [ build\t]  # both",
        "[folder.\"drv/old\"]",
        "[ folder . drv ]",
        "[folder.'x']#",
    ];
    let sections = u.int_in_range(0..=left.len())?;
    let each = 18 / sections.max(1);
    let mut text = String::from("# Levels.\n\n");
    for _ in 0..sections {
        text.push_str(left.swap_remove(u.choose_index(left.len())?));
        text.push('\n');
        // What is given twice is no TOML.
        let mut seen = BTreeSet::new();
        for _ in 0..each {
            let line = line(u)?;
            let key = line.split('=').next().unwrap_or_default();
            if seen.insert(key.trim().to_owned()) {
                text.push_str(&line);
            }
        }
    }
    Ok(text)
}

#[test]
fn a_file_means_what_toml_says() {
    cases::each(usual(), file, |text| {
        assert!(compare(text), "refused: {text:?}");
    });
}

#[test]
fn an_edited_file_that_is_taken_is_toml() {
    let pasted = |u: &mut Unstructured<'_>| {
        cases::text(u, 0..=3, |u| match u.arbitrary()? {
            true => edits::any(u),
            false => cases::one_of(u, "[]=\"'#.\n\r\0\u{feff}\\"),
        })
    };
    let edited = |u: &mut Unstructured<'_>| {
        let text = file(u)?;
        let edits = u.int_in_range(1..=2)?;
        edits::edited(u, &text, edits, pasted)
    };
    cases::each(usual(), edited, |text| {
        compare(text);
        for diagnostic in parse(text).err().unwrap_or_default() {
            assert_eq!(diagnostic.code, Code::BadLevels);
            assert!(diagnostic.help.is_some());
            let span = diagnostic.span.expect("it stands somewhere");
            assert!(text.get(span.range()).is_some(), "{span:?}");
        }
    });
}

#[test]
fn what_is_toml_and_no_level_is_refused() {
    for text in [
        "[levels]\nW0203 = 1",
        "[levels]\nW0203 = \"\"\"allow\"\"\"",
        "[levels]\n\"W0203\" = \"allow\"",
        "levels.W0203 = \"allow\"",
        "levels = { W0203 = \"allow\" }",
        "[[levels]]",
        "[levels.deep]",
        "[folders]",
        "[folder]",
        "[folder.\"\"]",
        "[folder.\"/drv\"]",
        "[folder.\"drv/\"]",
        "[folder.\"../drv\"]",
        "[folder.\"./drv\"]",
        "[folder.'drv\\old']",
        "[folder.\"drv\\u002fold\"]",
        "[folder.a.b]",
        "[levels]\nW0203 = \"\\u0061llow\"",
        "[levels]\nW0203 = [\"allow\"]",
        "W0203 = \"allow\"",
    ] {
        text.parse::<Table>().expect(text);
        assert!(parse(text).is_err(), "{text}");
    }
}

#[test]
fn style_is_told_where_it_is_asked_for() {
    let style = [
        Code::UnboundedWrite,
        Code::ServerOnly,
        Code::ReadNotIdempotent,
    ];
    let usual = Levels::default();
    let pedantic = usual.clone().pedantic(true);
    for code in warnings() {
        let is_style = style.contains(&code);
        let [check, build] = TELLERS.map(|t| pedantic.level(code, t));
        assert_eq!(build, usual.level(code, Teller::Build), "{code}");
        let expected = match is_style {
            true => Level::Warn,
            false => usual.level(code, Teller::Check),
        };
        assert_eq!(check, expected, "{code}");
        if is_style {
            assert_eq!(usual.level(code, Teller::Check), Level::Allow);
        }
    }
    // A file counts more.
    let levels = parse("[levels]\nW0203 = \"allow\"").expect("right");
    let levels = levels.pedantic(true);
    let level = |code| levels.level(code, Teller::Check);
    assert_eq!(level(Code::UnboundedWrite), Level::Allow);
    assert_eq!(level(Code::ReadNotIdempotent), Level::Warn);
}

#[test]
fn levels_by_hand_count_more_than_a_files() {
    let levels = parse("[build]\nW0202 = \"deny\"").expect("right");
    let levels = levels.with(Code::MachineWord, Level::Allow);
    for teller in TELLERS {
        assert_eq!(levels.level(Code::MachineWord, teller), Level::Allow);
        assert_eq!(levels.level(Code::NoAccess, teller), Level::Deny);
    }
}

/// What a build finds for interfaces in folders that a file names.
#[test]
fn the_file_of_a_tree_has_levels_for_its_folders() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("levels_near");
    let folder = |name: &str| {
        let path = root.join(name);
        fs::create_dir_all(&path).expect("a folder can be made");
        path
    };
    for name in [".git", "drv/old/spi", "drv/new", "drv/older"] {
        folder(name);
    }
    let text = "[build]\nadvice = \"warn\"\n\
                [folder.\"drv/old\"]\nwarnings = \"deny\"\n\
                [folder.\"drv/old/spi\"]\nW0202 = \"allow\"\n";
    fs::write(root.join(FILE), text).expect("it can be written");
    for (place, expected) in [
        (".", Level::Warn),
        ("drv/new", Level::Warn),
        ("drv/older", Level::Warn),
        ("drv/old", Level::Deny),
        ("drv/old/spi", Level::Allow),
        ("drv/new/../old/spi", Level::Allow),
    ] {
        let near = levels::near(root.join(place).join("a.idol"));
        let levels = near.expect("it is right").levels;
        let level = levels.level(Code::MachineWord, Teller::Build);
        assert_eq!(level, expected, "{place}");
    }
    let text = "[folder.drv]\n[folder.\"drv/odl\"]\nW0202 = \"allow\"\n";
    fs::write(root.join(FILE), text).expect("it can be written");
    let wrong = levels::near(root.join("a.idol")).expect_err("it is wrong");
    let [wrong] = wrong.diagnostics() else {
        panic!("{wrong}");
    };
    assert_eq!(wrong.code, Code::BadLevels);
    assert_eq!(wrong.message, "there is no folder `drv/odl`");
}
