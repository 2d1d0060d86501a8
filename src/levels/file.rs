//! The file `idol.toml`, a text in TOML:
//!
//! ```toml
//! [levels]             # for `idol check` and for builds
//! W0202 = "allow"      # one kind, by its code
//!
//! [check]              # for `idol check` alone
//! docs = "warn"        # operations without `doc`
//!
//! [build]              # for builds alone
//! advice = "warn"      # they tell all that `idol check` tells
//! bugs = "deny"        # and fail on what is likely a bug
//!
//! [folder."drv/old"]   # for both, below that folder
//! warnings = "allow"
//! ```
//!
//! A key is a warning's code, a group (`bugs`, `advice`, `style`, `docs`), or
//! `warnings`, which are all that would be told; a value is `"allow"`,
//! `"warn"` or `"deny"`. A folder's path begins where the file is. Of TOML
//! there is what this needs: sections, bare keys, strings on one line without escapes, and comments. Anything else is
//! an error, so no file means one thing here and another elsewhere.

use super::table::{Group, Key, Level, Levels, Section, Teller};
use crate::diagnostic::{Code, Diagnostic, Severity, Span};
use crate::source::Source;

/// Reads a file.
///
/// ```
/// use idol::diagnostic::Code;
/// use idol::levels::{self, Level, Teller};
/// use idol::source::Source;
///
/// let text = "[build]\nW0202 = \"deny\"  # no usize\n";
/// let levels = levels::parse(&Source::new("idol.toml", text)).expect("right");
/// let level = levels.level(Code::MachineWord, Teller::Build);
/// assert_eq!(level, Level::Deny);
/// ```
///
/// # Errors
///
/// All that is wrong with it, in the order of its lines.
pub fn parse(source: &Source) -> Result<Levels, Vec<Diagnostic>> {
    let mut file = File {
        text: source.text(),
        at: 0,
        levels: Levels::default(),
        sections: Vec::new(),
        diagnostics: Vec::new(),
    };
    while file.at < file.text.len() {
        let end = file.text[file.at..].find('\n');
        let end = end.map_or(file.text.len(), |i| file.at + i);
        // What is wrong with a line says nothing about the next.
        if let Err(diagnostic) = file.line(end) {
            file.diagnostics.push(*diagnostic);
        }
        file.at = end + 1;
    }
    match file.diagnostics.is_empty() {
        true => Ok(file.levels),
        false => Err(file.diagnostics),
    }
}

struct File<'s> {
    text: &'s str,
    /// How far it is read.
    at: usize,
    levels: Levels,
    /// Those that began; `None` is one that there is not.
    sections: Vec<Option<Section>>,
    diagnostics: Vec<Diagnostic>,
}

type Line<T = ()> = Result<T, Box<Diagnostic>>;

impl<'s> File<'s> {
    /// A line, which ends before this byte.
    fn line(&mut self, end: usize) -> Line {
        let line = &self.text[self.at..end];
        let line = match self.text[end..].starts_with('\n') {
            true => line.strip_suffix('\r').unwrap_or(line),
            false => line,
        };
        let end = self.at + line.len();
        let wrong = |c: char| c.is_control() && c != '\t';
        if let Some((at, c)) = line.char_indices().find(|(_, c)| wrong(*c)) {
            let start = self.at + at;
            return fault(
                "a control character",
                (start, start + c.len_utf8()),
                "take it away: lines end with a line feed, or with a \
                 carriage return and one",
            );
        }
        match self.peek(end) {
            None | Some(b'#') => Ok(()),
            Some(b'[') => self.section(end),
            Some(_) => self.level(end),
        }
    }

    /// Goes past spaces; what comes then, if anything does.
    fn peek(&mut self, end: usize) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..end];
        let spaces = rest.iter().take_while(|b| matches!(b, b' ' | b'\t'));
        self.at += spaces.count();
        self.text.as_bytes()[self.at..end].first().copied()
    }

    /// A bare key, if there is one, and where it stands.
    fn word(&mut self, end: usize) -> (&'s str, (usize, usize)) {
        let start = self.at;
        let rest = &self.text[start..end];
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let length = rest.find(|c| !word(c)).unwrap_or(rest.len());
        self.at += length;
        (&rest[..length], (start, self.at))
    }

    /// The end of a line: nothing more but a comment.
    fn end(&mut self, end: usize) -> Line {
        match self.peek(end) {
            None | Some(b'#') => Ok(()),
            Some(_) => fault(
                "expected the end of the line",
                (self.at, end),
                "write one section or one level in a line",
            ),
        }
    }

    fn section(&mut self, end: usize) -> Line {
        const HELP: &str = "there are `[levels]`, `[check]`, `[build]` and \
                            `[folder.\"path\"]`";
        // Until it is known, what follows belongs nowhere.
        self.sections.push(None);
        self.at += 1;
        self.peek(end);
        let (name, place) = self.word(end);
        let section = match name {
            "levels" => Section::Levels,
            "check" => Section::Of(Teller::Check),
            "build" => Section::Of(Teller::Build),
            "folder" => self.folder(end)?,
            "" => return fault("expected a section", (self.at, end), HELP),
            _ => {
                let message = format!("there is no section `{name}`");
                return fault(message, place, HELP);
            }
        };
        if self.peek(end) != Some(b']') {
            return fault("expected `]`", (self.at, end), HELP);
        }
        self.at += 1;
        self.end(end)?;
        if self.sections.contains(&Some(section)) {
            return fault(
                format!("`[{name}]` is given twice"),
                place,
                "write its levels under the first",
            );
        }
        if let Some(last) = self.sections.last_mut() {
            *last = Some(section);
        }
        Ok(())
    }

    /// The path behind `folder`, and its section.
    fn folder(&mut self, end: usize) -> Line<Section> {
        const HELP: &str = "write `[folder.\"path\"]`, with `/` between the \
                            parts of the path from this file's folder";
        if self.peek(end) != Some(b'.') {
            return fault("expected `.` and a folder", (self.at, end), HELP);
        }
        self.at += 1;
        let (path, place) = match self.peek(end) {
            Some(b'"' | b'\'') => self.quoted(end, HELP)?,
            _ => self.word(end),
        };
        let is_part = |part: &str| !matches!(part, "" | "." | "..");
        if path.contains('\\') || !path.split('/').all(is_part) {
            let message = format!("`{path}` is not a path to a folder below");
            return fault(message, place, HELP);
        }
        let span = Span::new(place.0, place.1);
        Ok(self.levels.folder(path, span))
    }

    /// A string behind its first quote, and where it stands between them.
    fn quoted(
        &mut self,
        end: usize,
        help: &str,
    ) -> Line<(&'s str, (usize, usize))> {
        let quote = self.text[self.at..end].chars().next().unwrap_or('"');
        let start = self.at + 1;
        let Some(length) = self.text[start..end].find(quote) else {
            return fault("this string does not end", (self.at, end), help);
        };
        self.at = start + length + 1;
        Ok((&self.text[start..start + length], (start, start + length)))
    }

    fn level(&mut self, end: usize) -> Line {
        const HELP: &str = "write `W0203 = \"allow\"`, with a warning's code";
        let (name, place) = self.word(end);
        if name.is_empty() {
            let found = self.text[self.at..end].chars().next();
            let message = format!("unexpected `{}`", found.unwrap_or(' '));
            let length = found.map_or(1, char::len_utf8);
            return fault(message, (self.at, self.at + length), HELP);
        }
        if self.peek(end) != Some(b'=') {
            return fault("expected `=`", (self.at, end), HELP);
        }
        self.at += 1;
        let (value, place_of_value) = match self.peek(end) {
            Some(b'"' | b'\'') => self.quoted(end, HELP)?,
            _ => {
                return fault(
                    "expected a level in quotes",
                    (self.at, end),
                    HELP,
                );
            }
        };
        self.end(end)?;
        let level = match value {
            "allow" => Level::Allow,
            "warn" => Level::Warn,
            "deny" => Level::Deny,
            _ => {
                return fault(
                    format!("`{value}` is no level"),
                    place_of_value,
                    "there are \"allow\", \"warn\" and \"deny\"",
                );
            }
        };
        let key = key(name, place)?;
        let section = match self.sections.last() {
            Some(Some(section)) => *section,
            // It was told that there is no such section.
            Some(None) => return Ok(()),
            None => {
                return fault(
                    format!("`{name}` is in no section"),
                    place,
                    "write `[levels]` before it, or `[check]` or `[build]`",
                );
            }
        };
        if self.levels.has(section, key) {
            let message = format!("`{name}` has a level already");
            return fault(message, place, "keep one of them");
        }
        self.levels.push(section, key, level);
        Ok(())
    }
}

fn key(name: &str, place: (usize, usize)) -> Line<Key> {
    Ok(match name {
        "warnings" => Key::Warnings,
        "bugs" => Key::Group(Group::Bugs),
        "advice" => Key::Group(Group::Advice),
        "style" => Key::Group(Group::Style),
        "docs" => Key::Group(Group::Docs),
        _ => match name.parse::<Code>() {
            // Letters of TOML's keys are as they are.
            Ok(code) if code.to_string() != name => {
                let message = format!("`{name}` is no code of a warning");
                let help = format!("write `{code}`");
                return fault(message, place, &help);
            }
            Ok(code) if code.severity() == Severity::Error => {
                return fault(
                    format!("{code} is an error, which has no level"),
                    place,
                    "take it out: levels are for warnings",
                );
            }
            Ok(code) => Key::Code(code),
            Err(_) => {
                return fault(
                    format!("`{name}` is no code of a warning"),
                    place,
                    "write a code, as in W0203, or `bugs`, `advice`, \
                     `style`, `docs` or `warnings`",
                );
            }
        },
    })
}

/// What is wrong with a line, from one byte of the text to before another.
fn fault<T>(
    message: impl Into<String>,
    (start, end): (usize, usize),
    help: &str,
) -> Line<T> {
    let span = Some(Span::new(start, end.max(start)));
    let diagnostic = Diagnostic::new(Code::BadLevels, message)
        .at(span, "")
        .help(help);
    Err(Box::new(diagnostic))
}
