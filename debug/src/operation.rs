//! One operation: from values to a message, and from a reply to a value.

use idol::model::{self, Conversion, Failure};
use idol::syntax::Encoding;

use crate::error::{Error, Problem};
use crate::memory;
use crate::stream::Format;
use crate::ty::{Field, Kind, Type};
use crate::value::Value;

/// Return codes from this one up say that the server has died; the lowest
/// byte is the number of its new generation.
pub(crate) const FIRST_DEAD_CODE: u32 = 0xFFFF_FF00;

/// What came of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It succeeded.
    Ok(Value),
    /// It failed with an error of the interface. An error that is no enum of
    /// codes is told by its code.
    Err(Value),
    /// The server died before it answered.
    ServerDied {
        /// The number of its new generation.
        generation: u8,
    },
}

/// An operation, and the types of what goes there and back.
pub struct Operation<'i> {
    model: &'i model::Operation,
    types: Types,
}

/// The types that a server forces into the debug information, in the order
/// in which it names them.
pub(crate) struct Types {
    pub(crate) message: Vec<Field>,
    message_size: usize,
    pub(crate) reply: Type,
    pub(crate) arguments: Vec<Type>,
    pub(crate) body: Type,
    pub(crate) error: Type,
    pub(crate) error_body: Type,
    /// Of what is lent, or of its elements.
    pub(crate) leases: Vec<Type>,
}

impl Types {
    pub(crate) fn read(name: &str, forced: Type) -> Result<Self, Error> {
        let missing = || Error::from(Problem::NoType(name.to_owned()));
        let mut types = tuple(forced).ok_or_else(missing)?;
        // What is lent stands there where something is.
        let leases = match types.len() {
            6 => types.pop().and_then(tuple).ok_or_else(missing)?,
            _ => Vec::new(),
        };
        let [message, body, arguments, reply, errors] =
            types.try_into().map_err(|_| missing())?;
        let [error, error_body] = tuple(errors)
            .and_then(|types| types.try_into().ok())
            .ok_or_else(missing)?;
        let [body] = tuple(body)
            .and_then(|types| types.try_into().ok())
            .ok_or_else(missing)?;
        let Kind::Struct(fields) = message.kind else {
            return Err(missing());
        };
        Ok(Self {
            message: fields,
            message_size: message.size,
            reply,
            arguments: tuple(arguments).ok_or_else(missing)?,
            body,
            error,
            error_body,
            leases,
        })
    }
}

/// The types of a tuple's fields, or of a struct's.
fn tuple(ty: Type) -> Option<Vec<Type>> {
    if ty.is_unit() {
        return Some(Vec::new());
    }
    match ty.kind {
        Kind::Struct(fields) => {
            Some(fields.into_iter().map(|field| field.ty).collect())
        }
        _ => None,
    }
}

impl<'i> Operation<'i> {
    pub(crate) fn new(
        model: &'i model::Operation,
        types: Types,
    ) -> Result<Self, Error> {
        if model.arguments.len() != types.arguments.len()
            || model.leases.len() != types.leases.len()
        {
            let name = format!("{} as the interface has it", model.name);
            return Err(Problem::NoType(name).into());
        }
        Ok(Self { model, types })
    }

    /// The number on the wire.
    pub fn number(&self) -> u16 {
        self.model.number.get()
    }

    /// An argument's type, as the client passes it.
    pub fn argument(&self, name: &str) -> Option<&Type> {
        let arguments = self.model.arguments.iter();
        arguments
            .zip(&self.types.arguments)
            .find(|(argument, _)| argument.name.as_str() == name)
            .map(|(_, ty)| ty)
    }

    /// The type of what is lent by this name, or of its elements.
    pub fn lease(&self, name: &str) -> Option<&Type> {
        let leases = self.model.leases.iter();
        leases
            .zip(&self.types.leases)
            .find(|(lease, _)| lease.name.as_str() == name)
            .map(|(_, ty)| ty)
    }

    /// The operation in the interface, and its types.
    pub(crate) fn parts(&self) -> (&model::Operation, &Types) {
        (self.model, &self.types)
    }

    /// The type of the value that comes back.
    pub fn reply(&self) -> &Type {
        &self.types.reply
    }

    /// The type of the error, `()` where the operation has none.
    pub fn error(&self) -> &Type {
        &self.types.error
    }

    /// The message of a call, its arguments by name in any order.
    ///
    /// # Errors
    ///
    /// If an argument is missing, is none of the operation's, or does not fit
    /// its type.
    pub fn encode(
        &self,
        arguments: &[(&str, Value)],
    ) -> Result<Vec<u8>, Error> {
        for (index, (name, _)) in arguments.iter().enumerate() {
            let twice = arguments.iter().take(index).any(|(n, _)| n == name);
            if self.argument(name).is_none() || twice {
                return Err(Problem::Unknown((*name).to_owned()).into());
            }
        }
        let mut message = Vec::new();
        let types = self.types.arguments.iter().zip(&self.types.message);
        for (argument, (ty, field)) in self.model.arguments.iter().zip(types) {
            let name = argument.name.as_str();
            let given = arguments.iter().find(|(given, _)| *given == name);
            let Some((_, value)) = given else {
                return Err(Problem::Missing(name.to_owned()).into());
            };
            self.argument_bytes(&mut message, argument, ty, field, value)
                .map_err(|e| e.within(name))?;
        }
        if self.model.encoding == Encoding::Zerocopy {
            memory::length(self.types.message_size, &message)?;
        }
        Ok(message)
    }

    fn argument_bytes(
        &self,
        message: &mut Vec<u8>,
        argument: &model::Argument,
        ty: &Type,
        field: &Field,
        value: &Value,
    ) -> Result<(), Error> {
        if argument.conversion == Conversion::Bool {
            // A byte in every encoding.
            message.extend(memory::encode(ty, value)?);
            return Ok(());
        }
        match Format::of(self.model.encoding) {
            Some(format) => format.encode(message, ty, value),
            None => {
                let bytes = match is_flagged(ty, &field.ty) {
                    true => memory::encode_flagged(ty, field.ty.size, value),
                    false => memory::encode(ty, value),
                }?;
                memory::length(field.ty.size, &bytes)?;
                message.extend(bytes);
                Ok(())
            }
        }
    }

    /// What a return code and a reply's body mean.
    ///
    /// # Errors
    ///
    /// If the operation has no such code, or the body does not decode: then
    /// the server does not keep to its interface.
    pub fn decode(&self, code: u32, body: &[u8]) -> Result<Outcome, Error> {
        if let Some(generation) = code.checked_sub(FIRST_DEAD_CODE) {
            let generation = u8::try_from(generation).unwrap_or(u8::MAX);
            return Ok(Outcome::ServerDied { generation });
        }
        match (&self.model.reply.failure, code) {
            (Failure::Simple, _) | (_, 0) => self.value(body).map(Outcome::Ok),
            (Failure::CLike(_), code) => {
                memory::length(0, body)?;
                Ok(Outcome::Err(self.error_of(code)?))
            }
            (Failure::Complex { .. }, _) => {
                let error = &self.types.error;
                match Format::of(self.model.encoding) {
                    Some(format) => format.decode(body, error),
                    None => own_bytes(error, &self.types.error_body, body),
                }
                .map(Outcome::Err)
            }
            (Failure::ServerDeath, code) => Err(Problem::Code(code).into()),
        }
    }

    fn value(&self, body: &[u8]) -> Result<Value, Error> {
        let ty = &self.types.reply;
        if self.model.reply.ok.is_unit()
            && self.model.reply.failure == Failure::Simple
        {
            // Neither decoded nor measured.
            return Ok(Value::Unit);
        }
        match Format::of(self.model.encoding) {
            Some(format) => format.decode(body, ty),
            None if self.model.reply.conversion == Conversion::Bool => {
                match body {
                    [byte] => Ok(Value::Bool(*byte != 0)),
                    _ => memory::decode(ty, body),
                }
            }
            None => own_bytes(ty, &self.types.body, body),
        }
    }

    /// The error of a code: the variant with this discriminant.
    fn error_of(&self, code: u32) -> Result<Value, Error> {
        let Kind::Enum { variants, .. } = &self.types.error.kind else {
            return Ok(code.into());
        };
        if variants.iter().any(|variant| !variant.fields.is_empty()) {
            return Ok(code.into());
        }
        variants
            .iter()
            .find(|v| v.discriminant == Some(u128::from(code)))
            .map(|variant| Value::unit_variant(&variant.name))
            .ok_or_else(|| Problem::Code(code).into())
    }
}

/// A value that travels as it is in memory, or as an `Option` with a flag.
fn own_bytes(ty: &Type, form: &Type, body: &[u8]) -> Result<Value, Error> {
    match is_flagged(ty, form) {
        true => memory::decode_flagged(ty, form.size, body),
        false => memory::decode(ty, body),
    }
}

/// Whether a value travels as an `Option` with a flag: its form is then
/// another type than its own.
pub(crate) fn is_flagged(ty: &Type, form: &Type) -> bool {
    ty.of_option().is_some() && form.name.starts_with("Flagged<")
}
