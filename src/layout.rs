//! Calls as a debugger makes them: from an interface and the file of the task
//! that serves it, the bytes of a request and the meaning of a reply.
//!
//! The server of every interface describes its types in the debug information
//! of its task, whether a client is linked or not. [`Task::read`] reads them
//! out of the ELF file, [`Task::operation`] finds one operation's;
//! [`Operation::encode`] makes the message of arguments given by name, and
//! [`Operation::decode`] reads what comes back:
//!
//! ```no_run
//! use idol::layout::{Outcome, Task, Value};
//!
//! let elf = std::fs::read("target/thumbv7em-none-eabihf/release/spi")?;
//! let task = Task::read(&elf)?;
//! let spi = task.interface()?.ok_or("no server in this task")?;
//!
//! let set_clock = task.operation(&spi, "set_clock")?;
//! let message = set_clock.encode(&[
//!     ("chip", Value::unit_variant("Flash")),
//!     ("hertz", 1_000_000u32.into()),
//! ])?;
//! assert_eq!(message, [0, 0x40, 0x42, 0x0F, 0x00]);
//!
//! // What the kernel says came back: a code and a body.
//! match set_clock.decode(0, &[0x40, 0x42, 0x0F, 0x00])? {
//!     Outcome::Ok(hertz) => println!("{hertz} Hz"),
//!     Outcome::Err(error) => println!("refused: {error}"),
//!     Outcome::ServerDied { .. } => println!("the server has died"),
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Nothing here panics, whatever the file, the values and the bytes: what
//! cannot be done is an [`Error`]. Types with a serde encoding are taken to
//! derive serde's traits without attributes that change the form.
//!
//! [`disagreements`] compares what the clients and the servers of an image
//! were generated from.

mod decode;
mod dwarf;
mod encode;
mod error;
mod image;
mod memory;
mod stream;
mod ty;
mod value;

use std::collections::BTreeMap;

use object::{Object, ObjectSection};

use crate::check::Side;
use crate::fingerprint::Fingerprint;
use crate::model::{self, Conversion, Failure, PLACEHOLDER};
use crate::syntax::{self, Encoding};
use crate::{emit, load};

use self::dwarf::Dwarf;
use self::stream::Format;

pub use self::error::{Error, Problem};
pub use self::image::{Disagreement, disagreements};
pub use self::ty::{Discriminant, Field, Kind, Type, Variant};
pub use self::value::Value;

/// Return codes from this one up say that the server has died; the lowest
/// byte is the number of its new generation.
const FIRST_DEAD_CODE: u32 = 0xFFFF_FF00;

/// A task, as its ELF file describes it.
pub struct Task<'d> {
    section: Option<String>,
    dwarf: Dwarf<'d>,
}

impl<'d> Task<'d> {
    /// Reads a task's ELF file, with its debug information.
    ///
    /// # Errors
    ///
    /// If it is no ELF file, or its debug information is broken. That there is
    /// none shows later, as [`Problem::NoType`].
    pub fn read(elf: &'d [u8]) -> Result<Self, Error> {
        let file = object::File::parse(elf)?;
        let section = match file.section_by_name(".idolatry") {
            Some(section) => {
                let text = str::from_utf8(section.data()?).map_err(|_| {
                    Problem::BadInterface("it is not UTF-8".to_owned())
                })?;
                Some(text.to_owned())
            }
            None => None,
        };
        let dwarf = Dwarf::read(&file)?;
        Ok(Self { section, dwarf })
    }

    /// The text of the section `.idolatry`, if the task has one.
    pub fn section(&self) -> Option<&str> {
        self.section.as_deref()
    }

    /// The interface that the task serves, as it says itself. `None` if it
    /// serves none.
    ///
    /// # Errors
    ///
    /// If the section is no interface.
    pub fn interface(&self) -> Result<Option<model::Interface>, Error> {
        let Some(text) = &self.section else {
            return Ok(None);
        };
        let mut interface: syntax::Interface = text
            .parse()
            .map_err(|e| Problem::BadInterface(format!("{e}")))?;
        // The numbers that they hold are those of their positions.
        interface
            .ops
            .retain(|name, _| !name.starts_with(PLACEHOLDER));
        let (interface, _) = load::check(&interface, Side::Server)
            .map_err(|e| Problem::BadInterface(e.to_string()))?;
        Ok(Some(interface))
    }

    /// The name of the interface that the task serves, and the fingerprint
    /// that its server states. `None` if it serves none, or was generated
    /// before there were fingerprints.
    ///
    /// # Errors
    ///
    /// If the section is no interface.
    pub fn served(&self) -> Result<Option<(String, Fingerprint)>, Error> {
        let Some(text) = &self.section else {
            return Ok(None);
        };
        let Some(fingerprint) = Fingerprint::in_section(text) else {
            return Ok(None);
        };
        let interface: syntax::Interface = text
            .parse()
            .map_err(|e| Problem::BadInterface(format!("{e}")))?;
        Ok(Some((interface.name, fingerprint)))
    }

    /// The names and the fingerprints of the interfaces whose clients are in
    /// the task's debug information, in the order of their names.
    pub fn called(&self) -> &[(String, Fingerprint)] {
        self.dwarf.clients()
    }

    /// An operation of an interface that the task serves.
    ///
    /// # Errors
    ///
    /// If there is no such operation, or the debug information lacks its
    /// types.
    pub fn operation<'i>(
        &self,
        interface: &'i model::Interface,
        name: &str,
    ) -> Result<Operation<'i>, Error> {
        let mut operations = interface.operations.iter();
        let model = operations
            .find(|op| op.name.as_str() == name)
            .ok_or_else(|| Problem::NoOperation(name.to_owned()))?;
        let forced = emit::forced_types(interface, model.number.get());
        let types = Types::read(&forced, self.dwarf.forced(&forced)?)?;
        Operation::new(model, types)
    }

    /// The codes of the errors of an interface that the task serves, where
    /// its error types are enums whose discriminants are the codes, as those
    /// of the derive `IdolError` are: by the error's type, as the interface
    /// writes it, the codes and the names of what they mean, in order.
    pub fn error_codes(
        &self,
        interface: &model::Interface,
    ) -> BTreeMap<String, Vec<(u16, String)>> {
        let mut codes = BTreeMap::new();
        for op in &interface.operations {
            let Failure::CLike(error) = &op.reply.failure else {
                continue;
            };
            let Ok(operation) = self.operation(interface, op.name.as_str())
            else {
                continue;
            };
            if let Some(known) = codes_of(&operation.types.error) {
                codes.insert(error.as_str().to_owned(), known);
            }
        }
        codes
    }
}

/// The codes of an error that is an enum of codes alone.
fn codes_of(error: &Type) -> Option<Vec<(u16, String)>> {
    let Kind::Enum { variants, .. } = &error.kind else {
        return None;
    };
    variants
        .iter()
        .map(|variant| {
            let code = u16::try_from(variant.discriminant?).ok()?;
            let plain = variant.fields.is_empty() && code != 0;
            plain.then(|| (code, variant.name.clone()))
        })
        .collect()
}

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
struct Types {
    message: Vec<Field>,
    message_size: usize,
    reply: Type,
    arguments: Vec<Type>,
    body: Type,
    error: Type,
    error_body: Type,
}

impl Types {
    fn read(name: &str, forced: Type) -> Result<Self, Error> {
        let missing = || Error::from(Problem::NoType(name.to_owned()));
        let [message, reply, arguments, body, errors] = tuple(forced)
            .and_then(|types| types.try_into().ok())
            .ok_or_else(missing)?;
        let [error, error_body] = tuple(errors)
            .and_then(|types| types.try_into().ok())
            .ok_or_else(missing)?;
        let [reply] = tuple(reply)
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
    fn new(model: &'i model::Operation, types: Types) -> Result<Self, Error> {
        if model.arguments.len() != types.arguments.len() {
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
        match format(self.model.encoding) {
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
                match format(self.model.encoding) {
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
        match format(self.model.encoding) {
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

/// The format of a serde encoding.
fn format(encoding: Encoding) -> Option<Format> {
    match encoding {
        Encoding::Zerocopy => None,
        Encoding::Hubpack => Some(Format::Hubpack),
        Encoding::Ssmarshal => Some(Format::Ssmarshal),
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
fn is_flagged(ty: &Type, form: &Type) -> bool {
    ty.of_option().is_some() && form.name.starts_with("Flagged<")
}
