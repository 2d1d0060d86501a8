//! `idol check --print-config`: which warnings are told where, and by whom.

use std::io::Write;
use std::path::Path;

use idol::diagnostic::{Code, Severity};
use idol::levels::{Level, Levels, Near, Teller};
use idol::render::one_line;
use serde::Serialize;

use super::known::{self, Known};
use crate::codes;
use crate::console::{Console, Stream};
use crate::inputs::Input;
use crate::outcome::{Failure, Outcome};
use crate::reports;

/// Folders in which the same holds.
#[derive(Serialize)]
struct Place {
    folders: Vec<String>,
    /// The file of levels that is meant there, if there is one.
    file: Option<String>,
    levels: Vec<Row>,
}

/// What is done about a kind of warning.
#[derive(PartialEq, Eq, Serialize)]
struct Row {
    code: String,
    name: String,
    check: &'static str,
    build: &'static str,
    /// Whether it would be the same without a file and options.
    usual: bool,
}

/// Writes what holds where to standard output. `check` is the level of a kind
/// for the command as it was called, where a file says these.
///
/// # Errors
///
/// If it cannot be written.
pub(super) fn print(
    inputs: &[Input],
    as_json: bool,
    check: impl Fn(&Levels, Code) -> Level,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let mut known = Known::default();
    let mut outcome = Outcome::Fine;
    let mut places: Vec<Place> = Vec::new();
    for input in inputs {
        let folder = shown(&known::folder(input));
        if places.iter().any(|place| place.folders.contains(&folder)) {
            continue;
        }
        let (near, wrong) = known.of(input);
        if let Some(report) = wrong {
            reports::refuse(&report, console)?;
            outcome = Outcome::Incomplete;
        }
        let (file, levels) = what_holds(near, &check);
        let mut known = places.iter_mut();
        match known.find(|p| p.file == file && p.levels == levels) {
            Some(place) => place.folders.push(folder),
            None => places.push(Place {
                folders: vec![folder],
                file,
                levels,
            }),
        }
    }
    let out = console.out();
    for place in &places {
        match as_json {
            true => out.json(place)?,
            false => table(place, out)?,
        }
    }
    Ok(outcome)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn what_holds(
    near: &Near,
    check: &impl Fn(&Levels, Code) -> Level,
) -> (Option<String>, Vec<Row>) {
    let usual = Levels::default();
    let warnings = Code::ALL.iter().copied();
    let rows = warnings
        .filter(|code| code.severity() == Severity::Warning)
        .map(|code| {
            let check = check(&near.levels, code);
            // Builds are not run with these options.
            let build = near.levels.level(code, Teller::Build);
            Row {
                code: code.to_string(),
                name: codes::name(code),
                check: word(check),
                build: word(build),
                usual: check == usual.level(code, Teller::Check)
                    && build == usual.level(code, Teller::Build),
            }
        });
    (near.path.as_deref().map(shown), rows.collect())
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Allow => "allow",
        Level::Warn => "warn",
        Level::Deny => "deny",
    }
}

/// For people. What is not as usual has a mark.
fn table(place: &Place, out: &mut Stream) -> Result<(), Failure> {
    for folder in &place.folders {
        writeln!(out, "{}", one_line(folder))?;
    }
    match &place.file {
        Some(file) => writeln!(out, "  as {} says", one_line(file))?,
        None => writeln!(out, "  no file idol.toml")?,
    }
    writeln!(out, "    code   name                     check  build")?;
    for row in &place.levels {
        let mark = match row.usual {
            true => ' ',
            false => '*',
        };
        writeln!(
            out,
            "  {mark} {}  {:23}  {:5}  {}",
            row.code, row.name, row.check, row.build
        )?;
    }
    Ok(writeln!(out)?)
}
