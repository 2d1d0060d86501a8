//! Tables that are copies. A page has
//!
//! ```text
//! <!-- copy: WHAT -->
//! ..
//! <!-- end -->
//! ```
//!
//! where WHAT is `errors` or `warnings`, all codes of diagnostics; `rules`, what
//! `idol diff` knows; or `FILE NAME`, what stands in that file between
//! `<!-- NAME -->` and `<!-- end -->`.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::{env, fs};

use idol::diagnostic::{Code, Severity};
use idol_cli::{codes, explain};

use crate::page::{Page, read, root};

const START: &str = "<!-- copy: ";
const END: &str = "<!-- end -->";
const BLESS: &str = "IDOL_BLESS=1 cargo test -p book";

/// The copies on a page that are not what they are copied from. With
/// `IDOL_BLESS` they become that.
pub(crate) fn stale(page: &Page) -> Vec<String> {
    match refreshed(&page.text) {
        Err(why) => vec![why],
        Ok(text) if text == page.text => Vec::new(),
        Ok(text) if env::var_os("IDOL_BLESS").is_some() => {
            fs::write(root().join(&page.path), text)
                .expect("the page can be written");
            Vec::new()
        }
        Ok(_) => vec![format!("a table is out of date: {BLESS}")],
    }
}

/// A page's text with all copies as they should be.
fn refreshed(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(START) {
        let (what, after) =
            after.split_once(" -->\n").ok_or("a copy of nothing")?;
        let (_, after) = after.split_once(END).ok_or("a copy has no end")?;
        let copy = original(what)?;
        write!(out, "{before}{START}{what} -->\n\n{copy}\n{END}")
            .expect("texts grow");
        rest = after;
    }
    Ok(out + rest)
}

fn original(what: &str) -> Result<String, String> {
    match what.split_once(' ') {
        None if what == "errors" => Ok(codes(Severity::Error)),
        None if what == "warnings" => Ok(codes(Severity::Warning)),
        None if what == "rules" => rules(),
        None => Err(format!("a copy of `{what}`?")),
        Some((file, name)) => {
            let text = read(file)?;
            let start = format!("<!-- {name} -->\n");
            let (_, after) = text.split_once(&start).ok_or(what)?;
            let (table, _) = after.split_once(END).ok_or(what)?;
            Ok(format!("{}\n", table.trim()))
        }
    }
}

/// All codes of a severity, their names and their titles.
fn codes(severity: Severity) -> String {
    let mut table = "| code | name | what |\n| --- | --- | --- |\n".to_owned();
    let codes = Code::ALL.iter().filter(|c| c.severity() == severity);
    for code in codes {
        let (name, title) = (codes::name(*code), explain::title(*code));
        writeln!(table, "| {code} | `{name}` | {title} |").expect("texts grow");
    }
    table
}

/// The table in the head of the file that says which changes break what.
fn rules() -> Result<String, String> {
    let file = read("cli/src/diff/rule.rs")?;
    let rows = file.lines().filter_map(|line| line.strip_prefix("//! "));
    let rows = rows.filter(|row| row.starts_with('|'));
    Ok(rows.map(|row| format!("{row}\n")).collect())
}

/// The settings that the book's page about them has.
pub(crate) fn settings_in_book() -> BTreeSet<String> {
    let page = read("docs/src/reference/settings.md").expect("there is one");
    let code = page.split('`').skip(1).step_by(2);
    code.filter_map(setting).collect()
}

/// The settings that there are: the methods of the generator and of its
/// counters' settings.
pub(crate) fn settings() -> BTreeSet<String> {
    let folder = fs::read_dir(root().join("src")).expect("there is one");
    let files = folder.map(|file| file.expect("it can be read").path());
    let files = files.filter(|path| path.extension().is_some());
    files
        .map(|path| fs::read_to_string(path).expect("it can be read"))
        .filter(|text| {
            text.contains("impl Generator {\n")
                || text.contains("impl CounterSettings {\n")
        })
        .flat_map(|text| {
            let functions = text.split("pub fn ").skip(1);
            functions.filter_map(setting).collect::<Vec<_>>()
        })
        .collect()
}

/// The setting whose name a text begins with.
fn setting(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    let name = &text[..end.unwrap_or(text.len())];
    let kinds = ["with_", "without_", "combine_"];
    let is_setting = kinds.iter().any(|kind| name.starts_with(kind));
    is_setting.then(|| name.to_owned())
}
