//! The paths in the texts of types, led through one module: `[a::Heat; 4]`
//! becomes `[__idol_spi_types::Heat; 4]`, and `a::Heat` is imported there.

use crate::identifier::is_number;
use crate::seen::Texts;

/// What the compiler knows everywhere, without an import.
const KNOWN: [&str; 10] = [
    "bool", "char", "str", "f16", "f128", "Option", "Result", "String", "Vec",
    "Box",
];

/// Something that is looked up.
pub(super) struct Import {
    pub(super) path: String,
    pub(super) name: String,
    /// Whether the path may begin with the name of a crate.
    pub(super) outside: bool,
    /// Where the file says it first, in bytes.
    pub(super) at: Option<u32>,
}

/// What was found so far.
pub(super) struct Imports {
    module: String,
    pub(super) all: Vec<Import>,
    /// Imports by path and by name, some of which may have been taken back.
    paths: Texts,
    names: Texts,
    /// What types are led to.
    led: Vec<Option<String>>,
    /// Types, by their places there.
    known: Texts,
    /// Whether types with a path that may begin with a crate wait.
    pub(super) only_own: bool,
}

impl Imports {
    /// `module` is where they will be looked up.
    pub(super) fn new(module: String) -> Self {
        Self {
            module,
            all: Vec::new(),
            paths: Texts::default(),
            names: Texts::default(),
            led: Vec::new(),
            known: Texts::default(),
            only_own: false,
        }
    }

    /// A type with its paths led through the module; `None` where that makes
    /// no difference, or the type is of a kind that is rarely written, such as
    /// `<T as Trait>::Type`.
    pub(super) fn text(
        &mut self,
        text: &str,
        at: Option<u32>,
    ) -> Option<String> {
        if is_number(text)
            || text == "()"
            || self.only_own && may_have_outside(text)
        {
            return None;
        }
        if let Some(at) = self.known.find(text) {
            return self.led.get(at).cloned().flatten();
        }
        let before = self.all.len();
        let led = self.lead(text, at);
        if led.is_none() {
            self.all.truncate(before);
        }
        let led = led.filter(|led| led != text);
        self.known.put(text, self.led.len());
        self.led.push(led.clone());
        led
    }

    /// A type, as far as all of it is understood.
    fn lead(&mut self, text: &str, at: Option<u32>) -> Option<String> {
        let mut out = String::with_capacity(text.len() + self.module.len());
        let mut rest = text;
        let mut in_length = false;
        while let Some(c) = rest.chars().next() {
            if c.is_alphabetic() || c == '_' || c == ':' {
                let (path, behind) = rest.split_at(path_len(rest)?);
                // A length may be an associated constant of a type, which
                // cannot be imported.
                let outside = !in_length && may_be_outside(path);
                out.push_str(&self.path(path, outside, at));
                let generics = generics_len(behind)?;
                let (generics, behind) = behind.split_at(generics);
                out.push_str(&self.generics(path, generics, at));
                rest = behind;
            } else if c.is_ascii_digit() {
                // A length; or a part of one.
                let end = rest.find([']', '>', ',']).unwrap_or(rest.len());
                let (number, behind) = rest.split_at(end);
                out.push_str(number);
                rest = behind;
            } else if "()[],; ".contains(c) {
                in_length = c == ';' || in_length && c != ']';
                out.push(c);
                rest = rest.get(1..)?;
            } else {
                return None;
            }
        }
        Some(out)
    }

    /// Arguments of a generic type may be constants, which cannot be told from
    /// types, and need other words where they are paths. Those of `Option`
    /// and `Result` are types.
    fn generics(&mut self, path: &str, text: &str, at: Option<u32>) -> String {
        let is_known = matches!(path, "Option" | "Result");
        let inside = text.strip_prefix('<').and_then(|it| it.strip_suffix('>'));
        match inside {
            Some(inside) if is_known => {
                let inside = self.text(inside, at);
                inside.map_or(text.to_owned(), |inside| format!("<{inside}>"))
            }
            _ => text.to_owned(),
        }
    }

    /// A path, led through the module if it is known where it begins.
    fn path(&mut self, path: &str, outside: bool, at: Option<u32>) -> String {
        let (first, more) = path.split_once("::").unwrap_or((path, ""));
        let found = match first {
            "" | "crate" => path.to_owned(),
            "self" => format!("super::{more}"),
            "super" => format!("super::{path}"),
            _ if more.is_empty() && !known(path) => format!("super::{path}"),
            _ if outside => path.to_owned(),
            _ => return path.to_owned(),
        };
        let outside = outside && found == path;
        let known = self.paths.find(&found).and_then(|at| self.all.get(at));
        if let Some(import) = known.filter(|import| import.path == found) {
            return format!("{}::{}", self.module, import.name);
        }
        let last = path.rsplit("::").next().unwrap_or_default();
        let mut name = last.to_owned();
        if outside && self.is_taken(&name) {
            return path.to_owned();
        }
        let mut number = 2;
        while self.is_taken(&name) {
            name = format!("{last}_{number}");
            number += 1;
        }
        let led = format!("{}::{name}", self.module);
        let path = found;
        self.paths.put(&path, self.all.len());
        self.names.put(&name, self.all.len());
        self.all.push(Import {
            path,
            name,
            outside,
            at,
        });
        led
    }

    fn is_taken(&self, name: &str) -> bool {
        let import = self.names.find(name).and_then(|at| self.all.get(at));
        import.is_some_and(|import| import.name == name)
    }
}

fn known(text: &str) -> bool {
    is_number(text) || KNOWN.contains(&text)
}

/// Whether a path may begin with the name of a crate. What begins with a type, such as
/// `Meter::Unit`, cannot be imported.
fn may_be_outside(path: &str) -> bool {
    let first = path.split_once("::").map(|(first, _)| first);
    let first = first.map(|it| it.strip_prefix("r#").unwrap_or(it));
    first.is_some_and(|first| {
        !matches!(first, "" | "crate" | "self" | "super")
            && first.starts_with(|c: char| c.is_lowercase() || c == '_')
    })
}

/// Whether the text of a type has such a path.
fn may_have_outside(text: &str) -> bool {
    if !text.as_bytes().contains(&b':') {
        return false;
    }
    // Most are one path, which is seen faster.
    if !text
        .bytes()
        .any(|b| matches!(b, b'<' | b'[' | b'(' | b' ' | b','))
    {
        return may_be_outside(text);
    }
    let is_of_path = |c: char| c.is_alphanumeric() || "_:#".contains(c);
    text.split(|c| !is_of_path(c)).any(may_be_outside)
}

/// The length of the path that a text begins with, in bytes.
fn path_len(text: &str) -> Option<usize> {
    let mut at = if text.starts_with("::") { 2 } else { 0 };
    loop {
        let rest = text.get(at..)?;
        let raw = if rest.starts_with("r#") { 2 } else { 0 };
        let word = rest.get(raw..)?;
        let end = word
            .find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .unwrap_or(word.len());
        if end == 0 {
            return None;
        }
        at += raw + end;
        let rest = text.get(at..)?;
        let more = rest.starts_with("::") && !rest.starts_with("::<");
        if !more {
            return Some(at);
        }
        at += 2;
    }
}

/// The length of the generic arguments that a text begins with, in bytes.
/// `None` where a path goes on behind them.
fn generics_len(text: &str) -> Option<usize> {
    let start = text.trim_start();
    if !start.starts_with('<') && !start.starts_with("::") {
        return Some(0);
    }
    let mut open = 0_u32;
    for (at, c) in text.char_indices() {
        match c {
            '<' => open += 1,
            '>' => open = open.checked_sub(1)?,
            '{' => return None,
            _ => continue,
        }
        if open == 0 {
            let rest = text.get(at + 1..)?;
            let ends = !rest.trim_start().starts_with("::");
            return ends.then_some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Imports;

    fn led(text: &str) -> (String, Vec<String>) {
        let mut imports = Imports::new("t".to_owned());
        let led = imports.text(text, None).unwrap_or(text.to_owned());
        let all = imports.all.into_iter();
        (led, all.map(|it| it.path).collect())
    }

    #[test]
    fn names_are_looked_up_where_the_stub_stands() {
        for (text, as_written, imports) in [
            ("Heat", "t::Heat", &["super::Heat"][..]),
            ("self::Heat", "t::Heat", &["super::Heat"]),
            ("super::Heat", "t::Heat", &["super::super::Heat"]),
            ("crate::a::Heat", "t::Heat", &["crate::a::Heat"]),
            ("::a::Heat", "t::Heat", &["::a::Heat"]),
            ("a::Heat", "t::Heat", &["a::Heat"]),
            ("[a::b::Heat; 4]", "[t::Heat; 4]", &["a::b::Heat"]),
            ("a::Pair<u8>", "t::Pair<u8>", &["a::Pair"]),
            ("r#type", "t::r#type", &["super::r#type"]),
            ("[Heat; 4]", "[t::Heat; 4]", &["super::Heat"]),
            ("[u8; SIZE]", "[u8; t::SIZE]", &["super::SIZE"]),
            ("(Heat, u8)", "(t::Heat, u8)", &["super::Heat"]),
            ("(A, a::B, A)", "(t::A, t::B, t::A)", &["super::A", "a::B"]),
            (
                "(crate::A, self::A)",
                "(t::A, t::A_2)",
                &["crate::A", "super::A"],
            ),
            ("Option<Heat>", "Option<t::Heat>", &["super::Heat"]),
            (
                "Option<(Result<f32, E>, u64)>",
                "Option<(Result<f32, t::E>, u64)>",
                &["super::E"],
            ),
            ("Vec2<f32, N>", "t::Vec2<f32, N>", &["super::Vec2"]),
        ] {
            let imports: Vec<_> =
                imports.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(led(text), (as_written.to_owned(), imports), "{text}");
        }
    }

    #[test]
    fn what_is_known_everywhere_or_cannot_be_imported_stays_as_it_is() {
        for text in [
            "u8",
            "[u8; 4]",
            "()",
            "Meter::Unit",
            "[u8; a::Heat::SIZE]",
            "[u8; a::SIZE]",
            "Option<u8>",
            "<Heat as Trait>::Type",
            "Heat<u8>::Type",
            "[u8; { SIZE }]",
        ] {
            assert_eq!(led(text), (text.to_owned(), Vec::new()), "{text}");
        }
    }
}
