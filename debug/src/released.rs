//! A task as debuggers read it that were released before this crate.

use std::collections::BTreeMap;

use gimli::constants;
use idol::syntax::{
    self, AttributedTy, Encoding, Interface, RecvStrategy, Reply,
};

use crate::dwarf::{Dwarf, Place};
use crate::error::{Error, Problem};
use crate::memory;
use crate::operation::Outcome;
use crate::stream::Format;
use crate::ty::{Field, Kind, Type};
use crate::types::described;
use crate::value::Value;

/// What debuggers make of a task that know no more than its section
/// `.idolatry` and its types by their names, as
/// [`Task::released`](crate::Task::released) shows it.
///
/// The rules are theirs, so this tells beforehand what such a debugger does:
///
/// - An operation is looked up by the name in the section, its arguments as the
///   struct `{Iface}_{op}_ARGS`, with a field for each, `raw_{argument}` where
///   the section names a conversion, or `bool`.
/// - An argument is built of numbers, arrays of them, and structs of both; one
///   that is converted also of a variant's name. An enum without a conversion,
///   a `bool` inside of a struct and an `Option` are refused.
/// - The type of a reply is looked up by its name: a base type, then an enum,
///   then a struct, then the field of the struct `{Iface}_{op}_REPLY`.
/// - The room for a reply is that type's size in memory, with a serde encoding
///   that of its parts without padding, the largest variant of an enum.
pub struct Released<'t, 'd> {
    interface: Interface,
    dwarf: &'t Dwarf<'d>,
    named: BTreeMap<String, Vec<Place>>,
}

/// An operation as a [`Released`] debugger has resolved it.
pub struct ReleasedOperation {
    number: u16,
    encoding: Encoding,
    size: usize,
    arguments: Vec<Argument>,
    ok: Type,
    failure: Failure,
}

struct Argument {
    name: String,
    field: Field,
    conversion: Conversion,
}

enum Conversion {
    /// The bytes are the value.
    None,
    /// They are a number, of `bool` too.
    Raw,
    /// They are a number, perhaps a variant's of this type.
    Variant(Option<Type>),
}

enum Failure {
    None,
    /// The enum, if there is one of this name.
    Code(Option<Type>),
    Body(Option<Type>),
}

impl<'t, 'd> Released<'t, 'd> {
    pub(crate) fn read(
        section: &str,
        dwarf: &'t Dwarf<'d>,
    ) -> Result<Self, Error> {
        let interface: Interface = section
            .parse()
            .map_err(|e| Problem::BadInterface(format!("{e}")))?;
        let mut named = BTreeMap::<_, Vec<_>>::new();
        for (index, unit) in dwarf.units_with_types() {
            let mut entries = unit.entries();
            while let Some((_, entry)) = entries.next_dfs()? {
                let is_type = matches!(
                    entry.tag(),
                    constants::DW_TAG_base_type
                        | constants::DW_TAG_enumeration_type
                        | constants::DW_TAG_structure_type
                );
                if is_type && let Some(name) = dwarf.name(index, entry)? {
                    named.entry(name).or_default().push(Place {
                        unit: index,
                        offset: entry.offset(),
                    });
                }
            }
        }
        Ok(Self {
            interface,
            dwarf,
            named,
        })
    }

    /// The interface, in the words of the section.
    pub fn interface(&self) -> &Interface {
        &self.interface
    }

    /// An operation, by its name in the section.
    ///
    /// # Errors
    ///
    /// If a debugger that was released before could not resolve it.
    pub fn operation(&self, name: &str) -> Result<ReleasedOperation, Error> {
        let found = self.interface.ops.get_full(name);
        let (index, _, op) =
            found.ok_or_else(|| Problem::NoOperation(name.to_owned()))?;
        let arguments = format!("{}_{name}_ARGS", self.interface.name);
        let message = self.required(Sort::Struct, &arguments)?;
        let Kind::Struct(fields) = message.kind else {
            return Err(Problem::NoType(arguments).into());
        };
        let arguments = op
            .args
            .iter()
            .map(|(name, ty)| self.argument(&fields, name, ty))
            .collect::<Result<_, _>>()?;
        let (ok, failure) = match &op.reply {
            Reply::Simple(ok) => (ok, Failure::None),
            Reply::Result { ok, err } => (ok, self.failure(err)?),
        };
        Ok(ReleasedOperation {
            // Its position, whatever `number` says.
            number: u16::try_from(index.saturating_add(1)).unwrap_or(u16::MAX),
            encoding: op.encoding,
            size: message.size,
            arguments,
            ok: self.reply(name, &ok.ty)?,
            failure,
        })
    }

    fn argument(
        &self,
        fields: &[Field],
        name: &str,
        ty: &AttributedTy,
    ) -> Result<Argument, Error> {
        let (field, conversion) = match &ty.recv {
            RecvStrategy::FromBytes if ty.ty != "bool" => {
                (name.to_owned(), Conversion::None)
            }
            RecvStrategy::FromBytes | RecvStrategy::From(..) => {
                (format!("raw_{name}"), Conversion::Raw)
            }
            RecvStrategy::FromPrimitive(_) => {
                let variants = self.one(Sort::Enum, &ty.ty)?;
                (format!("raw_{name}"), Conversion::Variant(variants))
            }
        };
        let found = fields.iter().find(|found| found.name == field);
        Ok(Argument {
            name: name.to_owned(),
            field: found.cloned().ok_or(Problem::NoType(field))?,
            conversion,
        })
    }

    fn failure(&self, error: &syntax::Error) -> Result<Failure, Error> {
        Ok(match error {
            syntax::Error::ServerDeath => Failure::None,
            syntax::Error::CLike(ty) => {
                Failure::Code(self.one(Sort::Enum, ty)?)
            }
            syntax::Error::Complex(ty) => {
                Failure::Body(self.one(Sort::Enum, ty)?)
            }
        })
    }

    fn reply(&self, op: &str, ty: &str) -> Result<Type, Error> {
        for sort in [Sort::Base, Sort::Enum, Sort::Struct] {
            if let Some(found) = self.one(sort, ty)? {
                return Ok(found);
            }
        }
        let name = format!("{}_{op}_REPLY", self.interface.name);
        let reply = self.required(Sort::Struct, &name)?;
        match reply.kind {
            Kind::Struct(fields) => fields
                .into_iter()
                .find(|field| field.name == "value")
                .map(|field| field.ty)
                .ok_or_else(|| Problem::NoType(name).into()),
            _ => Err(Problem::NoType(name).into()),
        }
    }

    fn required(&self, sort: Sort, name: &str) -> Result<Type, Error> {
        let found = self.one(sort, name)?;
        found.ok_or_else(|| Problem::NoType(name.to_owned()).into())
    }

    /// The type of this name and sort. Two with different layouts are refused.
    fn one(&self, sort: Sort, name: &str) -> Result<Option<Type>, Error> {
        let mut one: Option<Type> = None;
        for place in self.named.get(name).into_iter().flatten() {
            let Ok(ty) = described(self.dwarf, *place) else {
                continue;
            };
            if sort != Sort::of(&ty.kind) {
                continue;
            }
            match &one {
                Some(known) if *known != ty => {
                    return Err(Problem::Ambiguous(name.to_owned()).into());
                }
                Some(_) => {}
                None => one = Some(ty),
            }
        }
        Ok(one)
    }
}

/// What kinds of types have names of their own.
#[derive(Copy, Clone, Eq, PartialEq)]
enum Sort {
    Base,
    Enum,
    Struct,
}

impl Sort {
    fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Enum { .. } => Self::Enum,
            Kind::Struct(_) => Self::Struct,
            Kind::Bool
            | Kind::Char
            | Kind::Unsigned
            | Kind::Signed
            | Kind::Float
            | Kind::Array { .. } => Self::Base,
        }
    }
}

impl ReleasedOperation {
    /// The number on the wire: the operation's position in the section.
    pub fn number(&self) -> u16 {
        self.number
    }

    /// The room that is left for a reply, in bytes.
    pub fn room(&self) -> usize {
        let errors = match &self.failure {
            Failure::Body(Some(ty)) if self.encoding != Encoding::Zerocopy => {
                packed(ty)
            }
            Failure::None | Failure::Code(_) | Failure::Body(_) => 0,
        };
        match self.encoding {
            Encoding::Zerocopy => self.ok.size,
            Encoding::Hubpack | Encoding::Ssmarshal => packed(&self.ok),
        }
        .max(errors)
    }

    /// The message of a call, its arguments in their order.
    ///
    /// # Errors
    ///
    /// If there is an argument that is not built, or a value does not fit.
    pub fn encode(
        &self,
        arguments: &[(&str, Value)],
    ) -> Result<Vec<u8>, Error> {
        let mut message = Vec::new();
        for argument in &self.arguments {
            let given = arguments.iter().find(|(n, _)| *n == argument.name);
            let Some((_, value)) = given else {
                return Err(Problem::Missing(argument.name.clone()).into());
            };
            argument
                .encode(self.encoding, &mut message, value)
                .map_err(|e| e.within(argument.name.as_str()))?;
        }
        if self.encoding == Encoding::Zerocopy {
            memory::length(self.size, &message)?;
        }
        Ok(message)
    }

    /// What a return code and a reply's body are shown as.
    ///
    /// # Errors
    ///
    /// If nothing is shown.
    pub fn decode(&self, code: u32, body: &[u8]) -> Result<Outcome, Error> {
        let decoded = |ty: &Type| match Format::of(self.encoding) {
            Some(format) => format.decode(body, ty),
            None => memory::decode(ty, body),
        };
        match (&self.failure, code) {
            (_, 0) => decoded(&self.ok).map(Outcome::Ok),
            (Failure::Code(Some(ty)), code) => {
                let size = ty.size.min(4);
                let code = code.to_le_bytes();
                let code = code.get(..size).unwrap_or_default();
                memory::decode(ty, code).map(Outcome::Err)
            }
            (Failure::Body(Some(ty)), _) => decoded(ty).map(Outcome::Err),
            (Failure::None | Failure::Code(None) | Failure::Body(None), _) => {
                Err(Problem::Code(code).into())
            }
        }
    }
}

impl Argument {
    fn encode(
        &self,
        encoding: Encoding,
        message: &mut Vec<u8>,
        value: &Value,
    ) -> Result<(), Error> {
        let ty = &self.field.ty;
        if !is_built(ty) {
            return Err(Problem::UnsupportedType(ty.name.clone()).into());
        }
        let value = match (&self.conversion, value) {
            (Conversion::Raw, Value::Bool(value)) => u8::from(*value).into(),
            (Conversion::Variant(Some(ty)), Value::Variant(..)) => {
                let size = ty.size;
                let mut bytes = memory::encode(ty, value)?;
                bytes.resize(16, 0);
                let number = <[u8; 16]>::try_from(bytes).unwrap_or_default();
                let unsigned = u128::from_le_bytes(number);
                match &self.field.ty.kind {
                    Kind::Signed => {
                        let unused = 128 - 8 * size.min(16);
                        Value::integer(
                            (unsigned << unused).cast_signed() >> unused,
                        )
                    }
                    _ => Value::Unsigned(unsigned),
                }
            }
            (_, value) => value.clone(),
        };
        match Format::of(encoding) {
            Some(format) => format.encode(message, ty, &value),
            None => {
                message.extend(memory::encode(ty, &value)?);
                Ok(())
            }
        }
    }
}

/// Whether a value is made of numbers alone.
fn is_built(ty: &Type) -> bool {
    match &ty.kind {
        Kind::Unsigned | Kind::Signed | Kind::Float => true,
        Kind::Bool | Kind::Char | Kind::Enum { .. } => false,
        Kind::Array { element, .. } => is_built(element),
        Kind::Struct(fields) => fields.iter().all(|f| is_built(&f.ty)),
    }
}

/// The bytes of a type's parts, without what is between them.
fn packed(ty: &Type) -> usize {
    let sum = |fields: &[Field]| -> usize {
        fields.iter().map(|field| packed(&field.ty)).sum()
    };
    match &ty.kind {
        Kind::Bool
        | Kind::Char
        | Kind::Unsigned
        | Kind::Signed
        | Kind::Float => ty.size,
        Kind::Array { element, count } => {
            packed(element).saturating_mul(*count)
        }
        Kind::Struct(fields) => sum(fields),
        Kind::Enum { variants, .. } => {
            let largest = variants.iter().map(|v| sum(&v.fields)).max();
            largest.unwrap_or(0).saturating_add(1)
        }
    }
}
