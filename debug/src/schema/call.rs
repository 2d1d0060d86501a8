//! Calls by a schema alone.

use super::document::{
    Argument, Bounds, Encoding, Errors, Form, Operation, Schema, VERSION,
};
use crate::error::{Error, Problem};
use crate::memory;
use crate::operation::{FIRST_DEAD_CODE, Outcome};
use crate::ty::{Kind, Type};
use crate::value::Value;

impl Schema {
    /// Reads the JSON document.
    ///
    /// # Errors
    ///
    /// If it is none, or one of another version.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let bad = |why: String| Error::from(Problem::BadSchema(why));
        #[derive(serde::Deserialize)]
        struct Head {
            schema: u32,
        }
        let head: Head =
            serde_json::from_str(text).map_err(|e| bad(e.to_string()))?;
        if head.schema != VERSION {
            return Err(bad(format!(
                "it is of version {}, and this reads version {VERSION}",
                head.schema
            )));
        }
        serde_json::from_str(text).map_err(|e| bad(e.to_string()))
    }

    /// The JSON document, indented, with a line break at its end.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(self);
        // Nothing in it is what JSON cannot express.
        text.unwrap_or_default() + "\n"
    }

    /// An operation, with its types resolved.
    ///
    /// # Errors
    ///
    /// If there is none of this name, or the schema contradicts itself.
    pub fn call(&self, name: &str) -> Result<Call<'_>, Error> {
        let found = self.operations.iter().find(|op| op.name == name);
        let operation =
            found.ok_or_else(|| Problem::NoOperation(name.to_owned()))?;
        let arguments = operation.arguments.iter();
        let arguments = arguments.map(|argument| self.resolve(&argument.ty));
        let leases = operation.leases.iter();
        let leases = leases.map(|lease| self.resolve(&lease.ty));
        Ok(Call {
            operation,
            arguments: arguments.collect::<Result<_, _>>()?,
            leases: leases.collect::<Result<_, _>>()?,
            reply: self.resolve(&operation.reply.ty)?,
            error: match &operation.errors {
                Errors::None | Errors::ServerDeath => None,
                Errors::Code { ty, .. } | Errors::Value { ty, .. } => {
                    Some(self.resolve(ty)?)
                }
            },
        })
    }

    /// The message of a call: see [`Call::encode`].
    ///
    /// # Errors
    ///
    /// If there is no such operation, or its arguments are others.
    pub fn encode(
        &self,
        operation: &str,
        arguments: &[(&str, Value)],
    ) -> Result<Vec<u8>, Error> {
        self.call(operation)?.encode(arguments)
    }

    /// What a return code and a reply's body mean: see [`Call::decode`].
    ///
    /// # Errors
    ///
    /// If there is no such operation, or it does not answer so.
    pub fn decode(
        &self,
        operation: &str,
        code: u32,
        body: &[u8],
    ) -> Result<Outcome, Error> {
        self.call(operation)?.decode(code, body)
    }
}

/// An operation of a schema, with its types resolved.
#[derive(Clone, Debug)]
pub struct Call<'s> {
    /// The operation.
    pub operation: &'s Operation,
    /// The types of its arguments, in their order.
    pub arguments: Vec<Type>,
    /// The types of what is lent, or of its elements, in the leases' order.
    pub leases: Vec<Type>,
    /// The type of the value that comes back.
    pub reply: Type,
    /// The type of the error, if there is one.
    pub error: Option<Type>,
}

impl Call<'_> {
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
        let known = &self.operation.arguments;
        for (index, (name, _)) in arguments.iter().enumerate() {
            let twice = arguments.iter().take(index).any(|(n, _)| n == name);
            if twice || !known.iter().any(|argument| argument.name == *name) {
                return Err(Problem::Unknown((*name).to_owned()).into());
            }
        }
        let mut message = Vec::new();
        for (argument, ty) in known.iter().zip(&self.arguments) {
            let name = argument.name.as_str();
            let given = arguments.iter().find(|(given, _)| *given == name);
            let Some((_, value)) = given else {
                return Err(Problem::Missing(name.to_owned()).into());
            };
            let bytes = self.bytes(argument, ty, value);
            message.extend(bytes.map_err(|e| e.within(name))?);
        }
        Ok(message)
    }

    /// The bytes of one argument in a message.
    ///
    /// # Errors
    ///
    /// If there is none of this name, or the value does not fit its type.
    pub fn argument(
        &self,
        name: &str,
        value: &Value,
    ) -> Result<Vec<u8>, Error> {
        let known = self.operation.arguments.iter().zip(&self.arguments);
        let mut named = known.filter(|(argument, _)| argument.name == name);
        let (argument, ty) = named
            .next()
            .ok_or_else(|| Error::from(Problem::Unknown(name.to_owned())))?;
        self.bytes(argument, ty, value)
    }

    fn bytes(
        &self,
        argument: &Argument,
        ty: &Type,
        value: &Value,
    ) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let form = (argument.form, argument.size);
        put(&mut bytes, self.operation.encoding, form, ty, value)?;
        Ok(bytes)
    }

    /// The arguments in a message, by name, in their order: what a server
    /// takes them for.
    ///
    /// # Errors
    ///
    /// If the server would not take the message.
    pub fn arguments(
        &self,
        message: &[u8],
    ) -> Result<Vec<(&str, Value)>, Error> {
        let mut left = message;
        let mut values = Vec::new();
        let known = &self.operation.arguments;
        for (argument, ty) in known.iter().zip(&self.arguments) {
            let form = (argument.form, argument.size);
            let value = take(&mut left, self.operation.encoding, form, ty)
                .map_err(|e| e.within(argument.name.as_str()))?;
            values.push((argument.name.as_str(), value));
        }
        rest(left)?;
        Ok(values)
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
        let reply = &self.operation.reply;
        match (&self.operation.errors, &self.error, code) {
            (Errors::None, ..) if self.reply.is_unit() => {
                Ok(Outcome::Ok(Value::Unit))
            }
            (Errors::None, ..) | (_, _, 0) => {
                let form = (reply.form, reply.size);
                self.whole(body, form, &self.reply).map(Outcome::Ok)
            }
            (Errors::Code { .. }, ..) => {
                memory::length(0, body)?;
                self.error_of(code).map(Outcome::Err)
            }
            (Errors::Value { form, size, .. }, Some(ty), _) => {
                self.whole(body, (*form, *size), ty).map(Outcome::Err)
            }
            (Errors::ServerDeath | Errors::Value { .. }, ..) => {
                Err(Problem::Code(code).into())
            }
        }
    }

    /// The return code and the body of an outcome: what a server answers.
    ///
    /// # Errors
    ///
    /// If the operation has no such outcome.
    pub fn answer(&self, outcome: &Outcome) -> Result<(u32, Vec<u8>), Error> {
        let encoding = self.operation.encoding;
        let mut body = Vec::new();
        let no_error = |value: &Value| {
            Error::from(Problem::Mismatch {
                ty: "an error".to_owned(),
                value: value.to_string(),
            })
        };
        let code = match (outcome, &self.operation.errors, &self.error) {
            (Outcome::ServerDied { generation }, ..) => {
                FIRST_DEAD_CODE | u32::from(*generation)
            }
            (Outcome::Ok(value), ..) => {
                let reply = &self.operation.reply;
                let form = (reply.form, reply.size);
                put(&mut body, encoding, form, &self.reply, value)?;
                0
            }
            (Outcome::Err(value), Errors::Code { codes, .. }, _) => {
                match (value, codes) {
                    (Value::Unsigned(code), None) if *code != 0 => {
                        u16::try_from(*code).ok().map(u32::from)
                    }
                    (Value::Variant(name, _), Some(codes)) => codes
                        .iter()
                        .find(|known| known.name == *name)
                        .map(|known| known.code.into()),
                    _ => None,
                }
                .ok_or_else(|| no_error(value))?
            }
            (
                Outcome::Err(value),
                Errors::Value { form, size, .. },
                Some(ty),
            ) => {
                put(&mut body, encoding, (*form, *size), ty, value)?;
                1
            }
            (Outcome::Err(value), ..) => return Err(no_error(value)),
        };
        Ok((code, body))
    }

    /// A value that is all of a body.
    fn whole(
        &self,
        body: &[u8],
        form: (Form, Bounds),
        ty: &Type,
    ) -> Result<Value, Error> {
        let encoding = self.operation.encoding;
        if encoding == Encoding::Zerocopy {
            memory::length(form.1.max, body)?;
        }
        let mut left = body;
        let value = take(&mut left, encoding, form, ty)?;
        rest(left)?;
        Ok(value)
    }

    /// The name of the only error that there is. Its code is not in the debug
    /// information.
    fn only_error(&self) -> Option<&str> {
        match self.error.as_ref().map(|error| &error.kind) {
            Some(Kind::Enum { variants, .. }) => match variants.as_slice() {
                [only] if only.fields.is_empty() => Some(&only.name),
                _ => None,
            },
            _ => None,
        }
    }

    /// The error of a code: by its name, or by its code where codes have none.
    fn error_of(&self, code: u32) -> Result<Value, Error> {
        match &self.operation.errors {
            Errors::Code { codes: None, .. } => Ok(self
                .only_error()
                .map_or_else(|| code.into(), Value::unit_variant)),
            Errors::Code {
                codes: Some(codes), ..
            } => codes
                .iter()
                .find(|known| u32::from(known.code) == code)
                .map(|known| Value::unit_variant(&known.name))
                .ok_or_else(|| Problem::Code(code).into()),
            Errors::None | Errors::ServerDeath | Errors::Value { .. } => {
                Err(Problem::Code(code).into())
            }
        }
    }
}

fn put(
    message: &mut Vec<u8>,
    encoding: Encoding,
    (form, size): (Form, Bounds),
    ty: &Type,
    value: &Value,
) -> Result<(), Error> {
    match (form, encoding.format()) {
        (Form::Value, Some(format)) => format.encode(message, ty, value),
        (Form::Value | Form::Byte, _) => {
            message.extend(memory::encode(ty, value)?);
            Ok(())
        }
        (Form::Flagged, _) => {
            message.extend(memory::encode_flagged(ty, size.max, value)?);
            Ok(())
        }
    }
}

/// The next value of a message.
fn take(
    left: &mut &[u8],
    encoding: Encoding,
    (form, size): (Form, Bounds),
    ty: &Type,
) -> Result<Value, Error> {
    if let (Form::Value, Some(format)) = (form, encoding.format()) {
        let (value, rest) = format.decode_next(left, ty)?;
        *left = rest;
        return Ok(value);
    }
    let (bytes, rest) = left
        .split_at_checked(size.max)
        .ok_or_else(|| Error::from(Problem::Truncated))?;
    *left = rest;
    match form {
        Form::Byte => Ok(Value::Bool(bytes.iter().any(|byte| *byte != 0))),
        Form::Flagged => memory::decode_flagged(ty, size.max, bytes),
        Form::Value => memory::decode(ty, bytes),
    }
}

fn rest(left: &[u8]) -> Result<(), Error> {
    match left.len() {
        0 => Ok(()),
        more => Err(Problem::Trailing(more).into()),
    }
}
