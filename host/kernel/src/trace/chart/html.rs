//! A chart as a page that needs nothing but itself.

use super::{Chart, Doing, Kind};
use std::collections::HashMap;
use std::fmt::Write;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = concat!(include_str!("draw.js"), include_str!("page.js"));

impl Chart {
    /// The chart as a page of HTML to look at in a browser, to zoom and to
    /// search. It needs nothing beside it, and no network.
    pub fn to_html(&self) -> String {
        self.to_page("A run")
    }

    /// The same, under a title.
    pub(crate) fn to_page(&self, title: &str) -> String {
        let title = title
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        let parts = [
            ("@TITLE@", title.as_str()),
            ("/*STYLE*/", STYLE),
            ("/*SCRIPT*/", SCRIPT),
        ];
        let mut page = PAGE.to_owned();
        for (mark, part) in parts {
            page = page.replace(mark, part);
        }
        // Last: it may hold any text.
        page.replacen("/*DATA*/", &self.data(), 1)
    }

    /// The chart as an object of JavaScript.
    fn data(&self) -> String {
        let mut texts = Texts::default();
        let mut rows = String::new();
        for row in &self.rows {
            let (label, line) = (texts.of(&row.label), texts.of(&row.line));
            // A `String` takes any text, here and below.
            let _ = write!(
                rows,
                "[{},{},{},{},{label},{line}],",
                row.time, row.kind as u8, row.from, row.to
            );
        }
        let mut bars = String::new();
        for bar in &self.bars {
            let kind = match bar.kind {
                Doing::Waits => 0,
                Doing::Serves => 1,
                Doing::Dead => 2,
                Doing::Finished => 3,
            };
            let _ = write!(
                bars,
                "[{},{kind},{},{}],",
                bar.lane, bar.start, bar.end
            );
        }
        let list = |texts: &[String]| {
            let quoted: Vec<_> = texts.iter().map(|it| quoted(it)).collect();
            quoted.join(",")
        };
        let kinds: Vec<_> =
            KINDS.iter().map(|(_, name)| (*name).to_owned()).collect();
        format!(
            "{{lanes:[{}],kinds:[{}],texts:[{}],rows:[{rows}],bars:[{bars}],\
             leftOut:{},warnings:[{}]}}",
            list(&self.lanes),
            list(&kinds),
            list(&texts.all),
            self.left_out,
            list(&self.warnings),
        )
    }
}

/// The names of kinds in the page's script, by their numbers.
const KINDS: [(Kind, &str); 12] = [
    (Kind::Send, "send"),
    (Kind::Take, "take"),
    (Kind::Reply, "reply"),
    (Kind::Error, "error"),
    (Kind::Lost, "lost"),
    (Kind::Read, "read"),
    (Kind::Write, "write"),
    (Kind::Post, "post"),
    (Kind::Death, "death"),
    (Kind::Restart, "restart"),
    (Kind::Finish, "finish"),
    (Kind::Other, "other"),
];

/// They have their own numbers.
const _: () = {
    let mut number = 0;
    while number < KINDS.len() {
        assert!(KINDS[number].0 as usize == number);
        number += 1;
    }
};

/// Texts, each once.
#[derive(Default)]
struct Texts {
    all: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Texts {
    fn of(&mut self, text: &str) -> usize {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.all.len();
        self.all.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }
}

/// A text as JavaScript writes it inside of HTML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            // Nothing in here may end the script.
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
