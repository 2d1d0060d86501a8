//! `idol monitor`: what happens behind a bridge, as it happens.

use std::io::Write;
use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::{Args, ValueEnum};
use idol::render::one_line;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::console::Console;
use crate::outcome::{Failure, Outcome};
use crate::socket::Socket;

/// Where, and what of it.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The socket of a bridge
    pub socket: PathBuf,
    /// Only what happens to this server or task
    #[arg(long, value_name = "NAME")]
    pub server: Vec<String>,
    /// Only what this task asks for
    #[arg(long, value_name = "NAME")]
    pub client: Vec<String>,
    /// Only calls of this operation
    #[arg(long, value_name = "NAME")]
    pub operation: Vec<String>,
    /// Only events of this kind
    #[arg(long, value_name = "KIND")]
    pub event: Vec<Kind>,
    /// Only calls that fail, and faults
    #[arg(long)]
    pub failed: bool,
    /// End after so many events
    #[arg(long, value_name = "NUMBER")]
    pub count: Option<u64>,
    /// How to show them
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

const AFTER_HELP: &str = "\
Examples:
  idol monitor /run/lab.sock
  idol monitor /run/lab.sock --server sensor --operation latest
  idol monitor /run/lab.sock --failed --format json | jq .outcome

Exit codes:
  0  the bridge has ended, or there were as many events as --count says
  2  there is no bridge, or nothing of that name behind it";

/// Kinds of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A task has asked another one for something, and that is over
    Call,
    /// A task has broken a rule, panicked or been killed
    Fault,
    /// A task has a new generation
    Restart,
    /// Notifications were posted, or interrupts raised, from outside
    Post,
}

/// How to show events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A line each
    #[default]
    Human,
    /// A JSON object each, in a line
    Json,
}

/// What a bridge is asked to tell.
#[derive(Serialize)]
struct Filter<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    servers: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clients: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operations: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<&'a [Kind]>,
    failed: bool,
}

/// What it tells.
#[derive(Deserialize)]
struct Event<'a> {
    event: String,
    time: u64,
    until: Option<u64>,
    server: String,
    client: Option<String>,
    operation: Option<String>,
    #[serde(borrow)]
    args: Option<&'a RawValue>,
    message: Option<String>,
    #[serde(default)]
    leases: Vec<usize>,
    #[serde(borrow, default)]
    outcome: Option<&'a RawValue>,
    fault: Option<String>,
    generation: Option<u8>,
    bits: Option<u32>,
}

/// Shows what happens until the bridge ends.
///
/// # Errors
///
/// If there is no bridge, or it says what none says.
pub fn run(
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let mut socket = Socket::connect(&arguments.socket, None)?;
    let filter = serde_json::to_string(&Filter {
        servers: some(&arguments.server),
        clients: some(&arguments.client),
        operations: some(&arguments.operation),
        events: some(&arguments.event),
        failed: arguments.failed,
    });
    let filter = filter.map_err(|error| Failure::new(error.to_string()))?;
    socket.result("trace.subscribe", &filter)?;
    let mut left = arguments.count;
    while left != Some(0) && !console.out().is_closed() {
        let Some(line) = socket.line()? else {
            break;
        };
        let Some(params) = socket.read(&line)?.params else {
            continue;
        };
        match arguments.format {
            Format::Json => console.out().json(&params)?,
            Format::Human => show(params.get(), console)?,
        }
        console.out().flush()?;
        left = left.map(|left| left - 1);
    }
    Ok(Outcome::Fine)
}

fn some<T>(list: &[T]) -> Option<&[T]> {
    (!list.is_empty()).then_some(list)
}

fn show(event: &str, console: &mut Console) -> Result<(), Failure> {
    let event: Event = serde_json::from_str(event).map_err(|error| {
        Failure::new(format!("no bridge tells this: {error}"))
    })?;
    let out = console.out();
    let red = AnsiColor::Red.on_default();
    let Event { time, server, .. } = &event;
    write!(out, "{time:>8} ms  ")?;
    match event.event.as_str() {
        "call" => {
            let client = event.client.as_deref().unwrap_or("?");
            let operation = event.operation.as_deref().unwrap_or("?");
            let args = match (event.args, &event.message) {
                (Some(args), _) => args.get().to_owned(),
                (None, Some(message)) => format!("base64 {message}"),
                (None, None) => String::new(),
            };
            write!(out, "{client:<10} {server}.{operation} {args}")?;
            for length in &event.leases {
                write!(out, ", lends {length}")?;
            }
            let outcome = event.outcome.map_or("null", RawValue::get);
            let told = match outcome.starts_with("{\"ok\":") {
                true => outcome.to_owned(),
                false => match outcome {
                    "null" => out.styled(red, "the client is dead"),
                    _ => out.styled(red, outcome),
                },
            };
            write!(out, " -> {told}")?;
            match event.until {
                Some(until) if until > *time => {
                    writeln!(out, " after {} ms", until - time)?;
                }
                _ => writeln!(out)?,
            }
        }
        "fault" => {
            let fault = one_line(event.fault.as_deref().unwrap_or("?"));
            let told = out.styled(red, format!("faulted: {fault}"));
            writeln!(out, "{server:<10} {told}")?;
        }
        "restart" => {
            let generation = event.generation.unwrap_or(0);
            writeln!(out, "{server:<10} restarted, generation {generation}")?;
        }
        "post" => {
            let bits = event.bits.unwrap_or(0);
            writeln!(out, "{server:<10} is posted {bits:#x}")?;
        }
        other => writeln!(out, "{server:<10} {other}")?,
    }
    Ok(())
}
