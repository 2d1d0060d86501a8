//! What a file uses the types that it names for.

use std::collections::{BTreeMap, BTreeSet};

use idol::syntax::{
    AttributedTy, Encoding, Error, Interface, Operation, RecvStrategy, Reply,
};
use syn::{Expr, GenericArgument, PathArguments, Type};

use crate::Result;

/// What a type is used for.
#[derive(Default)]
pub(crate) struct Uses {
    /// Its bytes are sent, received or lent.
    pub(crate) bytes: bool,
    /// It travels with Hubpack or Ssmarshal.
    pub(crate) serde: bool,
    /// It travels with Hubpack.
    pub(crate) hubpack: bool,
    /// It travels as this integer, of which it may be none.
    pub(crate) primitive: Option<String>,
    /// It travels as this type, and is made by `From`.
    pub(crate) from: Option<String>,
    /// It travels as this type, and is made by a function.
    pub(crate) made: Option<String>,
    /// It is the error of return codes.
    pub(crate) code: bool,
    /// Among its codes is one for the server's death.
    pub(crate) death_code: bool,
    /// It is an error with a body.
    pub(crate) complex: bool,
    /// It is made of a server's death.
    pub(crate) from_death: bool,
}

/// The names of a module.
#[derive(Default)]
pub(crate) struct Names {
    pub(crate) types: BTreeMap<String, Uses>,
    pub(crate) constants: BTreeSet<String>,
    /// Functions with what they take and return.
    pub(crate) functions: BTreeMap<String, (String, String)>,
    pub(crate) modules: BTreeMap<String, Names>,
}

/// What a file names.
#[derive(Default)]
pub(crate) struct Named {
    /// All but what is at the root of the crate.
    pub(crate) types: Names,
    /// The names that a client has to find beside it.
    pub(crate) in_client: BTreeSet<String>,
    /// Those that a server's stub has to.
    pub(crate) in_server: BTreeSet<String>,
    /// Those of all types, which the functions of an in-order server name.
    pub(crate) in_functions: BTreeSet<String>,
    /// Those of arguments, which a pipelined server's functions name.
    pub(crate) in_arguments: BTreeSet<String>,
}

/// What an interface names; `root` gets what it names in the crate's root.
pub(crate) fn of(interface: &Interface, root: &mut Names) -> Result<Named> {
    let mut named = Named::default();
    for op in interface.ops.values() {
        operation(op, &mut named, root)?;
    }
    Ok(named)
}

fn operation(
    op: &Operation,
    named: &mut Named,
    root: &mut Names,
) -> Result<()> {
    let mut walk = Walk {
        named,
        root,
        place: Place::Argument,
    };
    for arg in op.args.values() {
        walk.value(arg, op.encoding)?;
    }
    walk.place = Place::Elsewhere;
    for lease in op.leases.values() {
        walk.ty(&lease.ty, |uses| uses.bytes = true)?;
    }
    let (ok, error) = match &op.reply {
        Reply::Simple(ok) => (ok, &Error::ServerDeath),
        Reply::Result { ok, err } => (ok, err),
    };
    walk.value(ok, op.encoding)?;
    let told = !op.idempotent;
    match error {
        Error::ServerDeath => Ok(()),
        Error::CLike(error) => walk.ty(error, |uses| {
            uses.code = true;
            uses.death_code |= told;
        }),
        Error::Complex(error) => walk.ty(error, |uses| {
            uses.complex = true;
            uses.from_death |= told;
            uses.travels(op.encoding);
        }),
    }
}

impl Uses {
    /// The value travels in its own form.
    fn travels(&mut self, encoding: Encoding) {
        match encoding {
            Encoding::Zerocopy => self.bytes = true,
            Encoding::Hubpack => (self.serde, self.hubpack) = (true, true),
            Encoding::Ssmarshal => self.serde = true,
        }
    }
}

/// Where a type is named.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Argument,
    Elsewhere,
}

struct Walk<'a> {
    named: &'a mut Named,
    root: &'a mut Names,
    place: Place,
}

impl Walk<'_> {
    /// An argument or a reply.
    fn value(
        &mut self,
        value: &AttributedTy,
        encoding: Encoding,
    ) -> Result<()> {
        match &value.recv {
            RecvStrategy::FromBytes => {
                self.ty(&value.ty, |uses| uses.travels(encoding))
            }
            RecvStrategy::FromPrimitive(raw) => self.ty(&value.ty, |uses| {
                uses.primitive = Some(raw.clone());
            }),
            RecvStrategy::From(raw, function) => {
                self.ty(&value.ty, |uses| match function {
                    None => uses.from = Some(raw.clone()),
                    Some(_) => uses.made = Some(raw.clone()),
                })?;
                if let Some(function) = function {
                    let signature = (raw.clone(), value.ty.clone());
                    let names = &mut self.named.types;
                    names.functions.insert(function.clone(), signature);
                    // The server converts arguments, the client replies.
                    match self.place {
                        Place::Argument => &mut self.named.in_server,
                        Place::Elsewhere => &mut self.named.in_client,
                    }
                    .insert(function.clone());
                }
                Ok(())
            }
        }
    }

    /// A type as it is written, with what its parts are used for.
    fn ty(&mut self, text: &str, used: impl Fn(&mut Uses)) -> Result<()> {
        self.parts(&syn::parse_str(text)?, &used)
    }

    fn parts(&mut self, ty: &Type, used: &dyn Fn(&mut Uses)) -> Result<()> {
        match ty {
            Type::Tuple(tuple) => {
                tuple.elems.iter().try_for_each(|ty| self.parts(ty, used))
            }
            Type::Slice(slice) => self.parts(&slice.elem, used),
            Type::Paren(paren) => self.parts(&paren.elem, used),
            Type::Array(array) => {
                if let Expr::Path(path) = &array.len {
                    self.constant(&path.path)?;
                }
                self.parts(&array.elem, used)
            }
            Type::Path(path) if path.qself.is_none() => {
                self.path(&path.path, used)
            }
            _ => Err("a type that nothing stands in for".into()),
        }
    }

    fn path(
        &mut self,
        path: &syn::Path,
        used: &dyn Fn(&mut Uses),
    ) -> Result<()> {
        let mut generic = false;
        for segment in &path.segments {
            let PathArguments::AngleBracketed(list) = &segment.arguments else {
                continue;
            };
            generic = true;
            for argument in &list.args {
                let GenericArgument::Type(ty) = argument else {
                    return Err("a generic that nothing stands in for".into());
                };
                self.parts(ty, used)?;
            }
        }
        let names = segments(path);
        if is_elsewhere(path, &names) {
            return Ok(());
        }
        if generic {
            return Err("a generic type that nothing stands in for".into());
        }
        let (module, name) = self.module(&names)?;
        used(module.types.entry(name).or_default());
        Ok(())
    }

    fn constant(&mut self, path: &syn::Path) -> Result<()> {
        let names = segments(path);
        if is_elsewhere(path, &names) {
            return Ok(());
        }
        let (module, name) = self.module(&names)?;
        module.constants.insert(name);
        Ok(())
    }

    /// The module that a path leads to, and the name in it.
    fn module(&mut self, path: &[String]) -> Result<(&mut Names, String)> {
        let [modules @ .., name] = path else {
            return Err("an empty path".into());
        };
        let (mut module, modules) = match modules {
            [first, rest @ ..] if first == "crate" => (&mut *self.root, rest),
            _ => {
                let first = &path[0];
                if matches!(first.as_str(), "self" | "super") {
                    return Err("a path that starts nowhere".into());
                }
                for names in [
                    &mut self.named.in_client,
                    &mut self.named.in_server,
                    &mut self.named.in_functions,
                ] {
                    names.insert(first.clone());
                }
                if self.place == Place::Argument {
                    self.named.in_arguments.insert(first.clone());
                }
                (&mut self.named.types, modules)
            }
        };
        for name in modules {
            module = module.modules.entry(name.clone()).or_default();
        }
        Ok((module, name.clone()))
    }
}

fn segments(path: &syn::Path) -> Vec<String> {
    path.segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect()
}

/// Whether Rust or a crate that is there has the type.
fn is_elsewhere(path: &syn::Path, names: &[String]) -> bool {
    const CRATES: [&str; 3] = ["core", "idol_runtime", "userlib"];
    const PRELUDE: [&str; 2] = ["Option", "Result"];
    const OWN: [&str; 16] = [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128",
        "isize", "u8", "u16", "u32", "u64", "u128", "usize",
    ];
    match names {
        [name] => {
            PRELUDE.contains(&name.as_str()) || OWN.contains(&name.as_str())
        }
        [first, ..] => {
            path.leading_colon.is_some() || CRATES.contains(&first.as_str())
        }
        [] => false,
    }
}
