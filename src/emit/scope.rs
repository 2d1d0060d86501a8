//! The types that the file names, looked up in one place:
//!
//! ```text
//! mod __idol_spi_types {
//!     pub(super) use {
//!         super::SpiError, // ..: misspelt, or no `use` here?
//!     };
//! }
//! ```
//!
//! All else says `__idol_spi_types::SpiError`. So a name that is not found is
//! told once, however often it is used, and all such names in one error: the
//! compiler takes what could not be imported for anything. An import is not an
//! item: documentation, errors and debug information show the type itself.
//!
//! A path that may begin with the name of a crate is looked up beside that
//! module, where the stub stands: see [`outside`].

mod outside;

use std::fmt::{self, Display};

use super::names;
use super::needs::Needs;
use super::side::Side;
use super::writer::{Writer, block, line};
use crate::dialect::Dialect;
use crate::model::{
    Conversion, Extent, Failure, Interface, Operation, Size, Ty, is_number,
};
use crate::pieces::by;
use crate::seen::Texts;
use crate::source::Source;

/// What the compiler knows everywhere, without an import.
const KNOWN: [&str; 10] = [
    "bool", "char", "str", "f16", "f128", "Option", "Result", "String", "Vec",
    "Box",
];

/// The types of an interface, and the interface that names them so.
pub(super) struct Scope<'a> {
    /// The interface, with types as generated code writes them.
    pub(super) interface: Interface,
    imports: Vec<Import>,
    /// What is asked of them.
    pub(super) needs: Needs,
    file: Option<File<'a>>,
}

/// The file that says the interface.
struct File<'a> {
    source: &'a Source,
    name: String,
}

struct Import {
    path: String,
    name: String,
    /// Whether the path may begin with the name of a crate.
    outside: bool,
    /// Where the file says it first, in bytes.
    at: Option<u32>,
}

impl<'a> Scope<'a> {
    /// `source` is the file that says the interface, if there is one.
    pub(super) fn new(
        original: &Interface,
        dialect: &Dialect,
        side: Side,
        source: Option<&'a Source>,
    ) -> Self {
        let mut imports =
            Imports::new(format!("{}", names::private(original, "types")));
        let file = source.map(File::new);
        let mut interface = Interface {
            name: original.name.clone(),
            operations: original.operations.clone(),
            reserved: original.reserved.clone(),
            doc: original.doc.clone(),
            at: original.at,
            lower: original.lower.clone(),
            upper: original.upper.clone(),
        };
        imports.own_first(&mut interface.operations);
        for op in &mut interface.operations {
            each_type(op, Shown::Anew, &mut |text, at| imports.text(text, at));
        }
        let place = |ty: &Ty| place(file.as_ref(), ty.at);
        let both = (original, &interface);
        let needs = Needs::new(both, dialect, side, place);
        for op in &mut interface.operations {
            each_type(op, Shown::AsBefore, &mut |text, _| {
                needs.alias(text).map(str::to_owned)
            });
            if let Failure::CLike(error) | Failure::Complex { error, .. } =
                &mut op.reply.failure
            {
                replace(error, Shown::AsBefore, &mut |text, _| {
                    needs.alias_of_error(text).map(str::to_owned)
                });
            }
        }
        Self {
            interface,
            imports: imports.all,
            needs,
            file,
        }
    }

    /// The module that looks them up.
    pub(super) fn write(&self, w: &mut Writer<'_>) {
        if self.imports.is_empty() {
            return;
        }
        let module = names::private(&self.interface, "types");
        for each in self.imports.iter().filter(|each| each.outside) {
            let place = self.place_at(each.at);
            let (path, name) = (&each.path, &each.name);
            outside::beside(w, &self.interface, path, name, place);
        }
        let body = |w: &mut Writer<'_>| {
            let all = |w: &mut Writer<'_>| {
                for each in &self.imports {
                    self.import(w, each);
                }
            };
            w.block(format_args!("pub(super) use {{"), "};", all);
        };
        block!(w, body, "mod {module} {{");
        w.blank();
    }

    /// Where the file says a type, for the beginning of a message.
    pub(super) fn told_at(&self, ty: &Ty) -> impl Display {
        place(self.file.as_ref(), ty.at)
    }

    /// Where the interface says a type.
    pub(super) fn place(&self, ty: &Ty) -> impl Display {
        self.place_at(ty.at)
    }

    /// Where the file says the interface's name, for the beginning of a
    /// message.
    pub(super) fn told_at_interface(&self) -> String {
        format!("{}", place(self.file.as_ref(), self.interface.at.0))
    }

    fn place_at(&self, at: Option<u32>) -> impl Display {
        by(move |f| match (&self.file, at) {
            (Some(file), Some(at)) => file.place(f, at),
            _ => f.write_str("the interface"),
        })
    }

    fn import(&self, w: &mut Writer<'_>, import: &Import) {
        let Import { path, name, at, .. } = import;
        if import.outside {
            outside::inside(w, &self.interface, name);
            return;
        }
        let place = self.place_at(*at);
        let (alias, name) = match path.rsplit("::").next() {
            Some(last) if last == name => ("", ""),
            _ => (" as ", name.as_str()),
        };
        line!(
            w,
            "{path}{alias}{name}, // {place}: misspelt, or no `use` here?"
        );
    }
}

/// The place, for the beginning of a message.
fn place(file: Option<&File<'_>>, at: Option<u32>) -> impl Display {
    by(move |f| match (file, at) {
        (Some(file), Some(at)) => {
            file.place(f, at)?;
            f.write_str(": ")
        }
        _ => Ok(()),
    })
}

impl<'a> File<'a> {
    /// Of its path only the name is told, for a comment, and of that nothing
    /// that could end the comment or mislead those who read it.
    fn new(source: &'a Source) -> Self {
        let path = source.name();
        let start = path.rfind(['/', '\\']).map_or(0, |at| at + 1);
        let name = path.get(start..).unwrap_or_default();
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
        let name = match name.bytes().all(plain) {
            true => name.to_owned(),
            false => name
                .chars()
                .map(|c| match c.is_alphanumeric() || "-_.".contains(c) {
                    true => c,
                    false => '_',
                })
                .collect(),
        };
        Self { source, name }
    }

    fn place(&self, f: &mut fmt::Formatter<'_>, at: u32) -> fmt::Result {
        write!(f, "{}:{}", self.name, self.source.position(at).line)
    }
}

/// What was found so far.
struct Imports {
    module: String,
    all: Vec<Import>,
    /// Imports by path and by name, some of which may have been taken back.
    paths: Texts,
    names: Texts,
    /// What types are led to.
    led: Vec<Option<String>>,
    /// Types, by their places there.
    known: Texts,
    /// Whether types with a path that may begin with a crate wait.
    only_own: bool,
}

/// What signatures show of a type that is replaced.
#[derive(Copy, Clone)]
enum Shown {
    Anew,
    AsBefore,
}

/// Replaces the types of an operation by what `new` makes of them.
fn each_type(
    op: &mut Operation,
    shown: Shown,
    new: &mut impl FnMut(&str, Option<u32>) -> Option<String>,
) {
    for argument in &mut op.arguments {
        replace(&mut argument.ty, shown, new);
        if let Conversion::From { raw, .. } = &mut argument.conversion {
            replace(raw, shown, new);
        }
        size(&mut argument.width, new);
    }
    for lease in &mut op.leases {
        match &mut lease.extent {
            Extent::Value(ty) => replace(ty, shown, new),
            Extent::Slice { element, .. } => replace(element, shown, new),
        }
    }
    let reply = &mut op.reply;
    replace(&mut reply.ok, shown, new);
    if let Conversion::From { raw, .. } = &mut reply.conversion {
        replace(raw, shown, new);
    }
    match &mut reply.failure {
        Failure::Simple | Failure::ServerDeath => {}
        Failure::CLike(error) => replace(error, shown, new),
        Failure::Complex { error, size: of_it } => {
            replace(error, shown, new);
            size(of_it, new);
        }
    }
    size(&mut reply.ok_size, new);
    size(&mut reply.max_size, new);
    size(&mut op.message_size, new);
}

fn replace(
    ty: &mut Ty,
    shown: Shown,
    new: &mut impl FnMut(&str, Option<u32>) -> Option<String>,
) {
    if let Some(text) = new(&ty.text, ty.at) {
        let old = std::mem::replace(&mut ty.text, text);
        ty.shown = match shown {
            Shown::Anew => None,
            Shown::AsBefore => Some(old),
        };
    }
}

fn size(
    of: &mut Size,
    new: &mut impl FnMut(&str, Option<u32>) -> Option<String>,
) {
    let mut replace = |text: &mut String| {
        if let Some(new) = new(text, None) {
            *text = new;
        }
    };
    match of {
        Size::Bytes(_) => {}
        Size::SizeOf(text) | Size::MaxSize(text) => replace(text),
        Size::StructOf(texts) => texts.iter_mut().for_each(replace),
        Size::Sum(parts) | Size::Largest(parts) => {
            for part in parts {
                size(part, new);
            }
        }
    }
}

impl Imports {
    fn new(module: String) -> Self {
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

    /// Names that stand alone come before last words of paths, which stay as
    /// they are where those are taken.
    fn own_first(&mut self, operations: &mut [Operation]) {
        let mut has_paths = false;
        for op in &mut *operations {
            each_type(op, Shown::Anew, &mut |text, _| {
                has_paths |= text.as_bytes().contains(&b':');
                None
            });
        }
        if !has_paths {
            return;
        }
        self.only_own = true;
        for op in operations {
            each_type(op, Shown::Anew, &mut |text, at| {
                self.text(text, at);
                None
            });
        }
        self.only_own = false;
    }

    /// A type with its paths led through the module; `None` where that makes
    /// no difference, or the type is of a kind that is rarely written, such as
    /// `<T as Trait>::Type`.
    fn text(&mut self, text: &str, at: Option<u32>) -> Option<String> {
        if is_number(text)
            || text == "()"
            || self.only_own && outside::is_in(text)
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
                let may_be_outside = !in_length && outside::may_be(path);
                out.push_str(&self.path(path, may_be_outside, at));
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
