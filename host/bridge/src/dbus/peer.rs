//! A peer on the bus as a connection of the bridge.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

use idol_debug::schema::{Operation, Schema};
use serde::Deserialize;
use serde_json::value::RawValue;
use zbus::blocking::Connection;
use zbus::message::Message;

use super::names::{FAILED, INVALID_ARGS, LIMITS};
use super::object::Object;
use super::values;
use crate::handle::Handle;

/// A peer on the bus. Its connection ends with it.
pub(super) struct Peer {
    stream: UnixStream,
    open: Arc<Mutex<Open>>,
    next: u64,
}

/// What a peer waits for.
#[derive(Default)]
struct Open {
    calls: HashMap<u64, Call>,
    /// The bridge has closed the connection.
    is_over: bool,
}

/// A call that is not answered yet.
struct Call {
    message: Message,
    interface: String,
    schema: Schema,
    operation: Operation,
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    error: Option<Failure>,
    id: Option<u64>,
}

#[derive(Deserialize)]
struct Failure {
    code: i64,
    message: String,
}

fn lock(open: &Mutex<Open>) -> MutexGuard<'_, Open> {
    open.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

impl Peer {
    /// # Errors
    ///
    /// If the bridge does not run any more.
    pub(super) fn new(handle: &Handle, bus: &Connection) -> io::Result<Self> {
        let stream = handle.connect()?;
        let lines = BufReader::new(stream.try_clone()?);
        let open = Arc::new(Mutex::new(Open::default()));
        let (theirs, bus) = (Arc::clone(&open), bus.clone());
        thread::spawn(move || {
            let mut why = "the bridge does not run any more".to_owned();
            for line in lines.lines() {
                let Ok(line) = line else { break };
                if let Some(refused) = answer(&line, &theirs, &bus) {
                    why = refused;
                }
            }
            let calls = {
                let mut open = lock(&theirs);
                open.is_over = true;
                std::mem::take(&mut open.calls)
            };
            for call in calls.into_values() {
                refuse(&bus, &call.message, LIMITS, &why);
            }
        });
        Ok(Self {
            stream,
            open,
            next: 1,
        })
    }

    pub(super) fn is_over(&self) -> bool {
        lock(&self.open).is_over
    }

    /// Calls that are not answered yet.
    pub(super) fn pending(&self) -> usize {
        lock(&self.open).calls.len()
    }

    /// Asks the bridge for what the peer wants; the answer comes by itself.
    ///
    /// # Errors
    ///
    /// If the bridge is gone.
    pub(super) fn ask(
        &mut self,
        message: &Message,
        object: &Object,
        operation: &Operation,
        params: &str,
    ) -> io::Result<()> {
        let id = self.next;
        self.next += 1;
        let call = Call {
            message: message.clone(),
            interface: object.interface.clone(),
            schema: object.schema.clone(),
            operation: operation.clone(),
        };
        lock(&self.open).calls.insert(id, call);
        let line = format!(
            "{{\"method\":\"{}.{}\",\"params\":{params},\"id\":{id}}}\n",
            object.server, operation.name
        );
        let sent = self.stream.write_all(line.as_bytes());
        if sent.is_err() {
            // If it is still there nobody else has answered it.
            let left = lock(&self.open).calls.remove(&id);
            return left.map_or(Ok(()), |_| sent);
        }
        Ok(())
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may be gone.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

/// Answers a call. Of a line that answers none, what it says.
fn answer(line: &str, open: &Mutex<Open>, bus: &Connection) -> Option<String> {
    let answer: Answer = serde_json::from_str(line).ok()?;
    let call = answer.id.and_then(|id| lock(open).calls.remove(&id));
    let Some(call) = call else {
        return answer.error.map(|error| error.message);
    };
    if let Some(error) = answer.error {
        let name = match error.code {
            1.. => format!("{}.Error.{}", call.interface, name_of(&error)),
            -32602 => INVALID_ARGS.to_owned(),
            -32000 => "idol.Error.ServerDied".to_owned(),
            -32001 => "idol.Error.Faulted".to_owned(),
            -32002 => LIMITS.to_owned(),
            _ => FAILED.to_owned(),
        };
        refuse(bus, &call.message, &name, &error.message);
        return None;
    }
    let result = answer.result.unwrap_or(RawValue::NULL);
    let header = call.message.header();
    let outputs = values::outputs(&call.schema, &call.operation, result);
    // Where it cannot be sent, nobody waits for it any more.
    let _ = match outputs {
        Err(why) => bus.reply_error(&header, FAILED, &why),
        Ok(outputs) if outputs.is_empty() => bus.reply(&header, &()),
        Ok(outputs) => match values::structure(outputs) {
            Ok(body) => bus.reply(&header, &body),
            Err(why) => bus.reply_error(&header, FAILED, &why),
        },
    };
    None
}

/// An error's name as a part of a D-Bus name.
fn name_of(error: &Failure) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    match error.message.chars().all(is_plain) {
        true => error.message.clone(),
        false => format!("Code{}", error.code),
    }
}

fn refuse(bus: &Connection, call: &Message, name: &str, why: &str) {
    // Where it cannot be sent, nobody waits for it any more.
    let _ = bus.reply_error(&call.header(), name, &why);
}
