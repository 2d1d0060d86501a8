//! Prints a list as YAML for people, or as JSON for programs. All of it is
//! put aside first, in a file without a name when it is long: who reads it gets
//! all or nothing, and no list is held in memory.

use std::io::{self, BufWriter, Seek, Write};

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use serde_json::Value;
use tempfile::SpooledTempFile;

/// Bytes that are put aside in memory.
const ROOM: usize = 1 << 20;

/// How a list is printed.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Format {
    /// For people.
    Yaml,
    /// The same with colours.
    Painted,
    /// For programs.
    Json,
}

/// A list that is being printed.
pub struct Printer {
    format: Format,
    aside: BufWriter<SpooledTempFile>,
    is_first: bool,
}

impl Printer {
    /// Without an element yet.
    pub fn new(format: Format) -> Self {
        Self {
            format,
            aside: BufWriter::new(SpooledTempFile::new(ROOM)),
            is_first: true,
        }
    }

    /// Forgets all.
    pub fn begin(&mut self) -> io::Result<()> {
        *self = Self::new(self.format);
        Ok(())
    }

    /// Adds an element.
    pub fn add(&mut self, element: &impl Serialize) -> io::Result<()> {
        let mut value = serde_json::to_value(element)?;
        tidy(&mut value);
        match self.format {
            Format::Json => {
                let before = if self.is_first { "[\n" } else { ",\n" };
                self.aside.write_all(before.as_bytes())?;
                serde_json::to_writer(&mut self.aside, &value)?;
            }
            Format::Yaml => self.aside.write_all(yaml(value)?.as_bytes())?,
            Format::Painted => {
                let text = paint(&yaml(value)?);
                self.aside.write_all(text.as_bytes())?;
            }
        }
        self.is_first = false;
        Ok(())
    }

    /// Prints it.
    pub fn end(mut self, mut to: impl Write) -> io::Result<()> {
        let end = match (self.format, self.is_first) {
            (Format::Json, true) => "[]\n",
            (Format::Json, false) => "\n]\n",
            (_, true) => "[]\n",
            (_, false) => "",
        };
        self.aside.write_all(end.as_bytes())?;
        let mut all = self.aside.into_inner().map_err(io::Error::from)?;
        all.rewind()?;
        io::copy(&mut all, &mut to)?;
        to.flush()
    }
}

/// Without what is not there.
fn tidy(value: &mut Value) {
    if let Value::Object(fields) = value {
        fields.values_mut().for_each(tidy);
        fields.retain(|_, field| !field.is_null());
    } else if let Value::Array(elements) = value {
        elements.iter_mut().for_each(tidy);
    }
}

/// An element of a list.
fn yaml(value: Value) -> io::Result<String> {
    yaml_serde::to_string(&[value]).map_err(io::Error::other)
}

/// Keys in one colour, states in others.
fn paint(text: &str) -> String {
    let key_style = AnsiColor::Cyan.on_default();
    let mut painted = String::new();
    for line in text.lines() {
        let start = line.find(|c: char| c != ' ' && c != '-').unwrap_or(0);
        let (indent, rest) = line.split_at(start);
        let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_';
        painted += indent;
        match rest.split_once(':') {
            Some((key, value)) if key.chars().all(is_key) => {
                let value_style = match (key, value.trim()) {
                    ("state", "up") => AnsiColor::Green.on_default(),
                    ("state", "down") => AnsiColor::Red.on_default(),
                    ("name", _) => Style::new().bold(),
                    _ => Style::new(),
                };
                painted += &format!(
                    "{key_style}{key}{key_style:#}:\
                     {value_style}{value}{value_style:#}"
                );
            }
            _ => painted += rest,
        }
        painted.push('\n');
    }
    painted
}

#[cfg(test)]
mod tests {
    use super::{Format, Printer};
    use serde_json::json;

    fn printed(format: Format, elements: &[serde_json::Value]) -> String {
        let mut printer = Printer::new(format);
        for element in elements {
            printer.add(element).unwrap();
        }
        let mut text = Vec::new();
        printer.end(&mut text).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn a_list_is_yaml_or_json_also_if_it_is_empty() {
        let elements = [
            json!({"name": "no", "gone": null, "flags": ["up"]}),
            json!({"name": "a: b\u{1b}", "state": "up"}),
        ];
        let yaml = printed(Format::Yaml, &elements);
        let back: serde_json::Value = yaml_serde::from_str(&yaml).unwrap();
        let want = json!([
            {"name": "no", "flags": ["up"]},
            {"name": "a: b\u{1b}", "state": "up"},
        ]);
        assert_eq!(back, want, "{yaml}");
        assert!(!yaml.contains('\u{1b}'), "{yaml:?}");
        let json = printed(Format::Json, &elements);
        let back: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(back, want, "{json}");
        assert_eq!(printed(Format::Json, &[]), "[]\n");
        assert_eq!(printed(Format::Yaml, &[]), "[]\n");
        // What is painted is the same without the colours.
        let painted = printed(Format::Painted, &elements);
        assert!(painted.contains("\u{1b}[36mname\u{1b}[0m"), "{painted:?}");
        let plain = anstream::adapter::strip_str(&painted).to_string();
        assert_eq!(plain, yaml);
    }
}
