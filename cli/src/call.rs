//! `idol call`: a call, typed by hand.

mod arguments;
#[cfg(unix)]
mod bridged;
mod typed;

use std::io::Write;

use idol_debug::json::Request;
use idol_debug::schema::{Access, Call, Schema};
use serde::Serialize;

use crate::console::Console;
use crate::elf;
use crate::outcome::{Failure, Outcome};
pub use arguments::{Arguments, Format};

/// Shows the message of a call.
///
/// # Errors
///
/// If a file cannot be read, or has no such operation.
pub fn run(
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    if arguments.json.is_some() && arguments.values().is_some() {
        let why = "`--json` has all values; there can be no other";
        return Err(Failure::new(why));
    }
    if !arguments.bytes {
        return bridged(arguments, console);
    }
    let (interface, operation) = match arguments.target.split_once('.') {
        Some((interface, operation)) => (Some(interface), operation),
        None => (None, arguments.target.as_str()),
    };
    let schema = schema(arguments, interface)?;
    let call = match schema.call(operation) {
        Ok(call) => call,
        Err(error) => {
            let names = schema.operations.iter().map(|op| op.name.as_str());
            let names: Vec<_> = names.collect();
            return Err(Failure::new(format!(
                "`{}`: {error}; it has `{}`",
                schema.interface,
                names.join("`, `")
            )));
        }
    };
    let request = match &arguments.json {
        Some(json) => Request::read(&call, json),
        None => match typed::request(&call, &arguments.words) {
            Ok(request) => request,
            Err(why) => {
                console.fail(&why)?;
                return Ok(Outcome::Problems);
            }
        },
    };
    let made = request.and_then(|request| {
        let message = request.message(&call)?;
        Ok((request, message))
    });
    let (request, message) = match made {
        Ok(made) => made,
        Err(error) => {
            console.fail(&error)?;
            return Ok(Outcome::Problems);
        }
    };
    show(
        arguments.format,
        &schema,
        &call,
        &request,
        &message,
        console,
    )?;
    Ok(Outcome::Fine)
}

#[cfg(unix)]
fn bridged(
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    bridged::run(arguments, console)
}

#[cfg(not(unix))]
fn bridged(_: &Arguments, _: &mut Console) -> Result<Outcome, Failure> {
    Err(Failure::new("there are no sockets of this kind here"))
}

fn schema(
    arguments: &Arguments,
    interface: Option<&str>,
) -> Result<Schema, Failure> {
    if let Some(path) = &arguments.schema {
        let name = path.display();
        let bytes = elf::read(path)?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Failure::new(format!("`{name}` is not UTF-8")))?;
        let schema = Schema::from_json(&text)
            .map_err(|error| Failure::new(format!("`{name}`: {error}")))?;
        return match interface {
            Some(wanted) if wanted != schema.interface => {
                Err(Failure::new(format!(
                    "`{name}` is of `{}`, not of `{wanted}`",
                    schema.interface
                )))
            }
            _ => Ok(schema),
        };
    }
    let Some(path) = &arguments.elf else {
        return Err(Failure::new("no task is named"));
    };
    let name = path.display().to_string();
    let bytes = elf::read(path)?;
    let task = elf::task(&name, &bytes)?;
    let choose = "before the operation, as in `Spi.exchange`";
    let interface = elf::interface(&name, &task, interface, choose)?;
    elf::schema(&name, &task, &interface)
}

/// A message, for programs.
#[derive(Serialize)]
struct Shown<'a> {
    interface: &'a str,
    operation: &'a str,
    number: u16,
    /// In hexadecimal digits.
    message: String,
    leases: Vec<Lent<'a>>,
    /// The room for a reply, in bytes.
    room: usize,
}

#[derive(Serialize)]
struct Lent<'a> {
    name: &'a str,
    access: Access,
    /// In bytes.
    length: usize,
    /// What the server may read, in hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<String>,
}

fn show(
    format: Format,
    schema: &Schema,
    call: &Call<'_>,
    request: &Request,
    message: &[u8],
    console: &mut Console,
) -> Result<(), Failure> {
    let operation = call.operation;
    let out = console.out();
    match format {
        Format::Short => writeln!(out, "{}", hex(message, ""))?,
        Format::Json => out.json(&Shown {
            interface: &schema.interface,
            operation: &operation.name,
            number: operation.number,
            message: hex(message, ""),
            leases: operation
                .leases
                .iter()
                .zip(&request.leases)
                .map(|(lease, bytes)| Lent {
                    name: &lease.name,
                    access: lease.access,
                    length: bytes.len(),
                    bytes: (lease.access != Access::Write)
                        .then(|| hex(bytes, "")),
                })
                .collect(),
            room: operation.room,
        })?,
        Format::Human => {
            let length = match message.len() {
                0 => "no message".to_owned(),
                length => format!("a message of {}", counted(length)),
            };
            writeln!(
                out,
                "{}.{}: number {}, {length}",
                schema.interface, operation.name, operation.number
            )?;
            for (name, bytes) in parts(call, request, message) {
                writeln!(out, "  {name}: {}", hex(bytes, " "))?;
            }
            for (lease, bytes) in operation.leases.iter().zip(&request.leases) {
                let (name, length) = (&lease.name, counted(bytes.len()));
                match lease.access {
                    Access::Write => {
                        writeln!(out, "  lends {name}: {length} to fill")?;
                    }
                    Access::Read | Access::ReadWrite => {
                        let shown = hex(bytes, " ");
                        writeln!(out, "  lends {name}: {length}: {shown}")?;
                    }
                }
            }
            let room = counted(operation.room);
            writeln!(out, "  room for a reply: {room}")?;
        }
    }
    Ok(())
}

/// So many bytes.
fn counted(bytes: usize) -> String {
    match bytes {
        1 => "1 byte".to_owned(),
        bytes => format!("{bytes} bytes"),
    }
}

/// The bytes of each argument.
fn parts<'a>(
    call: &Call<'a>,
    request: &Request,
    message: &'a [u8],
) -> Vec<(&'a str, &'a [u8])> {
    let mut left = message;
    let mut parts = Vec::new();
    for argument in &call.operation.arguments {
        let name = argument.name.as_str();
        let given = request.arguments.iter().find(|(n, _)| n == name);
        let length = given.and_then(|(_, value)| {
            call.argument(name, value).ok().map(|bytes| bytes.len())
        });
        let length = length.unwrap_or(0).min(left.len());
        let (part, rest) = left.split_at(length);
        left = rest;
        parts.push((name, part));
    }
    parts
}

/// Bytes as hexadecimal digits, with something between every two bytes.
fn hex(bytes: &[u8], between: &str) -> String {
    let digits: Vec<_> =
        bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.join(between)
}
