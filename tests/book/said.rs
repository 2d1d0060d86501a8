//! What pages show of what the generator says: it says that, about the
//! interface that stands above on the page.

use idol::check::Side;
use idol::levels::{Level, Levels, Teller};
use idol::load;
use idol::render;
use idol::report::Report;
use idol::source::Source;
use idol_cli::check::json::Finding;
use serde_json::Value;

use crate::page::{Block, Page};

/// Diagnostics in a block of text that the generator words otherwise.
pub(crate) fn diagnostics(page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    for (above, block) in below_interfaces(page, "text") {
        let said = match block.text.split(['[', ':']).next() {
            Some("error") => report(above, &block.text).to_string(),
            Some("warning") => in_a_build(above, &block.text),
            _ => continue,
        };
        if said.trim() != block.text.trim() {
            wrong.push(format!("it says:\n{said}\nand not:\n{}", block.text));
        }
    }
    wrong
}

/// Data that the command writes otherwise.
pub(crate) fn findings(page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    for (above, block) in below_interfaces(page, "json") {
        let stream = serde_json::Deserializer::from_str(&block.text);
        let shown: Result<Vec<Value>, _> = stream.into_iter().collect();
        let shown = match shown {
            Ok(shown) => shown,
            Err(why) => {
                wrong.push(format!("{why}:\n{}", block.text));
                continue;
            }
        };
        let file = shown[0]["file"].as_str().unwrap_or_default().to_owned();
        let report = diagnose(&Source::new(&file, above));
        let said: Vec<_> = Finding::all(&file, &report)
            .map(|finding| serde_json::to_value(finding).expect("plain data"))
            .collect();
        if said != shown {
            wrong.push(format!("it says {said:#?} and not:\n{}", block.text));
        }
    }
    wrong
}

/// The blocks of a language, each with the interface above it.
fn below_interfaces<'a>(
    page: &'a Page,
    language: &'a str,
) -> impl Iterator<Item = (&'a str, &'a Block)> {
    let mut above = "";
    page.blocks.iter().filter_map(move |block| {
        if block.is("ron") {
            above = &block.text;
        }
        block.is(language).then_some((above, block))
    })
}

fn diagnose(source: &Source) -> Report {
    load::diagnose(source, Side::Either)
}

/// All that is said about the interface, with the lines in it that the message
/// shows: a page need not show a file a second time for one mistake in it.
fn report(interface: &str, shown: &str) -> Report {
    let mut lines: Vec<_> = interface.lines().collect();
    let mut file = "";
    for line in shown.lines() {
        if let Some((_, place)) = line.split_once("--> ") {
            file = place.split(':').next().unwrap_or_default();
        }
        if let Some((number, line)) = line.split_once(" | ")
            && let Ok(number) = number.trim().parse::<usize>()
            && let Some(old) = lines.get_mut(number - 1)
        {
            *old = line;
        }
    }
    diagnose(&Source::new(file, lines.join("\n") + "\n"))
}

/// Warnings as cargo shows them, each in a line.
fn in_a_build(interface: &str, shown: &str) -> String {
    // `warning: PACKAGE@VERSION: FILE:LINE:COLUMN: ..`
    let mut parts = shown.splitn(4, ": ").skip(1);
    let package = parts.next().unwrap_or_default();
    let place = parts.next().unwrap_or_default();
    let file = place.split(':').next().unwrap_or_default();
    let source = Source::new(file, interface);
    diagnose(&source)
        .diagnostics()
        .iter()
        .filter(|found| {
            let level = Levels::default().level(found.code, Teller::Build);
            level != Level::Allow
        })
        .map(|warning| {
            let line = render::line(Some(&source), warning);
            format!("warning: {package}: {line}\n")
        })
        .collect()
}
