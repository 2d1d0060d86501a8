//! `idol call`: a call, typed by hand.

#[cfg(unix)]
mod bridged;
mod typed;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use idol_debug::json::Request;
use idol_debug::schema::{Access, Call, Schema};
use serde::Serialize;

use crate::console::Console;
use crate::elf;
use crate::outcome::{Failure, Outcome};

/// Which call.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The socket of a bridge; with --bytes the operation, `Iface.op`, or `op`
    /// where there is one interface
    #[arg(value_name = "SOCKET|OPERATION")]
    pub target: String,
    /// The operation behind the socket, `server.op`; then arguments and leases,
    /// `name=value`: a value is JSON, as the schema says, and a string needs no
    /// quotes
    #[arg(value_name = "OPERATION|NAME=VALUE")]
    pub words: Vec<String>,
    /// The ELF file of a task that serves the interface
    #[arg(long, value_name = "TASK", requires = "bytes", group = "known")]
    pub elf: Option<PathBuf>,
    /// A schema, instead of a task
    #[arg(long, value_name = "FILE", requires = "bytes", group = "known")]
    pub schema: Option<PathBuf>,
    /// The whole request as JSON, instead of `NAME=VALUE`
    #[arg(long, value_name = "OBJECT")]
    pub json: Option<String>,
    /// Show the message, and send nothing
    #[arg(long, requires = "known")]
    pub bytes: bool,
    /// Seconds to wait for the answer; without it, as long as it takes
    #[arg(long, value_name = "SECONDS", conflicts_with = "bytes")]
    pub timeout: Option<u64>,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

const AFTER_HELP: &str = "\
Examples:
  idol call /run/lab.sock                  what can be called there
  idol call /run/lab.sock sensor.latest place=Room
  idol call /run/lab.sock spi.exchange chip=Flash source='[159,0]' sink=2
  idol call /run/lab.sock bridge.kill task=sensor
  idol call --elf target/sensor Sensor.get id=3 --bytes
  idol call --schema spi.json set_clock chip=Flash hertz=1000000 --bytes
  idol call --schema store.json put --bytes --json '{\"what\": {\"Near\": 3}}'

Exit codes:
  0  it has succeeded, or the message is shown
  1  it has failed, or the values fit no such call
  2  there is no bridge or no answer; a file could not be read, or does not
     tell all types";

/// How to show a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// In lines, argument by argument
    #[default]
    Human,
    /// As hexadecimal digits in one line
    Short,
    /// As a JSON object in one line
    Json,
}

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

impl Arguments {
    /// The first `name=value`, if there is one.
    fn values(&self) -> Option<&String> {
        match self.bytes {
            true => self.words.first(),
            false => self.words.get(1),
        }
    }
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
    let interface = elf::interface(&name, &task, interface)?;
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
                1 => "a message of 1 byte".to_owned(),
                length => format!("a message of {length} bytes"),
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
                let (name, length) = (&lease.name, bytes.len());
                match lease.access {
                    Access::Write => {
                        writeln!(
                            out,
                            "  lends {name}: {length} bytes to fill"
                        )?;
                    }
                    Access::Read | Access::ReadWrite => {
                        let shown = hex(bytes, " ");
                        writeln!(
                            out,
                            "  lends {name}: {length} bytes: {shown}"
                        )?;
                    }
                }
            }
            writeln!(out, "  room for a reply: {} bytes", operation.room)?;
        }
    }
    Ok(())
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
