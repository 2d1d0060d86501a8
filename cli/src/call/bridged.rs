//! `idol call SOCKET`: a call to a system behind a bridge.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use idol_debug::schema::{Access, Operation, Schema};

use super::arguments::{Arguments, Format};
use super::typed;
use crate::console::Console;
use crate::outcome::{Failure, Outcome};
use crate::socket::{Discovered, Socket};

/// First parts of the names of a bridge's own methods.
const OWN: [&str; 3] = ["bridge", "rpc", "trace"];

/// Calls an operation, or tells what there is.
///
/// # Errors
///
/// If there is no bridge, or nothing comes of it.
pub(super) fn run(
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let patience = arguments.timeout.map(Duration::from_secs);
    if patience.is_some_and(|patience| patience.is_zero()) {
        return Err(Failure::new("`--timeout` is at least 1"));
    }
    let path = Path::new(&arguments.target);
    let mut socket = Socket::connect(path, patience)?;
    let Some((method, values)) = arguments.words.split_first() else {
        if arguments.json.is_some() {
            return Err(Failure::new("`--json` is for an operation"));
        }
        return list(&mut socket, console);
    };
    let params = match &arguments.json {
        Some(json) => whole(json),
        None => params(&mut socket, method, values)?,
    };
    let params = match params {
        Ok(params) => params,
        Err(why) => {
            console.fail(&why)?;
            return Ok(Outcome::Problems);
        }
    };
    socket.ask(method, &params)?;
    let line = socket.line()?.ok_or_else(|| socket.gone())?;
    let message = socket.read(&line)?;
    let outcome = match message.error {
        Some(_) => Outcome::Problems,
        None => Outcome::Fine,
    };
    if arguments.format == Format::Json {
        console.out().data(format!("{line}\n").as_bytes())?;
        return Ok(outcome);
    }
    if let Some(error) = message.error {
        let code = match error.code {
            code if code > 0 => format!(" (code {code})"),
            _ => String::new(),
        };
        let named = serde_json::Value::from(error.message.as_str());
        let named = serde_json::json!({ "error": named }).to_string();
        let more = error.data.as_ref().map(|data| data.get());
        let more = more.filter(|data| *data != named);
        let more = more.map_or_else(String::new, |data| format!(": {data}"));
        console.fail(&format!("{}{code}{more}", error.message))?;
        return Ok(outcome);
    }
    let result = message.result.as_ref().map_or("null", |it| it.get());
    // As it came: other texts of long numbers would be shorter.
    writeln!(console.out(), "{result}")?;
    Ok(outcome)
}

/// A text that must be JSON.
fn whole(json: &str) -> Result<String, String> {
    match serde_json::from_str::<Box<serde_json::value::RawValue>>(json) {
        // In one line, as messages are.
        Ok(_) => Ok(json.replace(['\n', '\r'], " ")),
        Err(error) => Err(format!("`--json`: {error}")),
    }
}

/// Parameters out of `name=value`, each as the operation has it.
fn params(
    socket: &mut Socket,
    method: &str,
    values: &[String],
) -> Result<Result<String, String>, Failure> {
    let (server, operation) = match method.rsplit_once('.') {
        Some((server, operation)) if !OWN.contains(&server) => {
            (server, operation)
        }
        _ => return Ok(typed::json(None, values)),
    };
    let found = discover(socket)?;
    let Some(schema) = found.servers.get(server) else {
        let known: Vec<_> = found.servers.keys().map(String::as_str).collect();
        return Err(Failure::new(format!(
            "there is no server `{server}`; there is `{}`",
            known.join("`, `")
        )));
    };
    let schema = Schema::from_json(schema.get())
        .map_err(|error| Failure::new(error.to_string()))?;
    let call = schema
        .call(operation)
        .map_err(|error| Failure::new(format!("`{server}`: {error}")))?;
    Ok(typed::json(Some(&call), values))
}

fn discover(socket: &mut Socket) -> Result<Discovered, Failure> {
    let found = socket.result("rpc.discover", "{}")?;
    serde_json::from_str(found.get())
        .map_err(|error| Failure::new(error.to_string()))
}

/// Tells what can be called.
fn list(
    socket: &mut Socket,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let found = discover(socket)?;
    for (server, schema) in &found.servers {
        let schema = Schema::from_json(schema.get())
            .map_err(|error| Failure::new(error.to_string()))?;
        for operation in &schema.operations {
            let told = signature(operation);
            writeln!(console.out(), "{server}.{told}")?;
        }
    }
    Ok(Outcome::Fine)
}

/// An operation in a line.
fn signature(operation: &Operation) -> String {
    let arguments = operation.arguments.iter();
    let arguments = arguments.map(|a| format!("{}: {}", a.name, a.ty));
    let leases = operation.leases.iter().map(|lease| {
        let access = match lease.access {
            Access::Read => "read",
            Access::Write => "write",
            Access::ReadWrite => "read-write",
        };
        let ty = match lease.slice {
            true => format!("[{}]", lease.ty),
            false => lease.ty.clone(),
        };
        format!("{}: {access} {ty}", lease.name)
    });
    let all: Vec<_> = arguments.chain(leases).collect();
    let name = &operation.name;
    match operation.reply.ty.as_str() {
        "()" => format!("{name}({})", all.join(", ")),
        reply => format!("{name}({}) -> {reply}", all.join(", ")),
    }
}
