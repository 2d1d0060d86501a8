//! A chart as Mermaid's text, which many pages draw.

use super::{Chart, Kind};
use std::fmt::Write;

impl Chart {
    /// The chart as a `sequenceDiagram` of Mermaid. For short runs: what draws
    /// it has limits.
    pub fn to_mermaid(&self) -> String {
        let mut text = String::from("sequenceDiagram\n");
        // A `String` takes any text, here and below.
        for (number, name) in self.lanes.iter().enumerate() {
            let _ =
                writeln!(text, "    participant t{number} as {}", Safe(name));
        }
        let mut time = 0;
        for row in &self.rows {
            if row.time != time && !self.lanes.is_empty() {
                time = row.time;
                let last = self.lanes.len() - 1;
                let over = if last == 0 {
                    "t0".to_owned()
                } else {
                    format!("t0,t{last}")
                };
                let _ = writeln!(text, "    Note over {over}: {time} ms");
            }
            let (from, to) = (row.from, row.to);
            let label = Safe(&row.label);
            let _ = match arrow(row.kind) {
                Some(arrow) if from != to => {
                    writeln!(text, "    t{from}{arrow}t{to}: {label}")
                }
                _ => writeln!(text, "    Note over t{from}: {label}"),
            };
        }
        text
    }
}

/// Mermaid's arrow for a kind of row between two lanes.
fn arrow(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Send => "->>",
        Kind::Reply | Kind::Error => "-->>",
        Kind::Lost => "--x",
        Kind::Take | Kind::Read | Kind::Write => "-->",
        Kind::Post => "-)",
        Kind::Other => "->",
        Kind::Death | Kind::Restart | Kind::Finish => return None,
    })
}

/// A text in which nothing means something to Mermaid.
struct Safe<'a>(&'a str);

impl std::fmt::Display for Safe<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = self.0.trim_start();
        let wraps = text.split_once(':').is_some_and(|(first, _)| {
            // Before a colon these say how the rest is drawn.
            ["wrap", "nowrap"].contains(&&*first.trim_end().to_lowercase())
        });
        text.chars().try_for_each(|c| match c {
            ';' | '#' | '<' | '>' | '{' | '}' | '%' | '"' | '$' => {
                write!(f, "#{};", u32::from(c))
            }
            ':' if wraps => f.write_str("#58;"),
            '\u{2028}' | '\u{2029}' => f.write_char(' '),
            c if c.is_control() => f.write_char(' '),
            c => f.write_char(c),
        })
    }
}
