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

mod imports;
mod outside;

use std::fmt::{self, Display};

use super::names;
use super::needs::Needs;
use super::side::Side;
use super::writer::{Writer, block, line};
use crate::dialect::Dialect;
use crate::model::{
    Conversion, Extent, Failure, Interface, Operation, Size, Ty,
};
use crate::pieces::by;
use crate::source::Source;
use imports::{Import, Imports};

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
        own_first(&mut imports, &mut interface.operations);
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

/// Names that stand alone come before last words of paths, which stay as
/// they are where those are taken.
fn own_first(imports: &mut Imports, operations: &mut [Operation]) {
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
    imports.only_own = true;
    for op in operations {
        each_type(op, Shown::Anew, &mut |text, at| {
            imports.text(text, at);
            None
        });
    }
    imports.only_own = false;
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
