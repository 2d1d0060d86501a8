//! A bridge's socket: JSON-RPC 2.0, a message in a line.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::outcome::Failure;

/// Bytes of the longest line that is read.
const LONGEST: usize = 1 << 28;

/// A connection to a bridge.
pub struct Socket {
    stream: UnixStream,
    input: VecDeque<u8>,
    name: String,
}

/// What a bridge says.
#[derive(Debug, Deserialize)]
pub struct Message {
    /// The result of a request.
    #[serde(default)]
    pub result: Option<Box<RawValue>>,
    /// Why there is none.
    #[serde(default)]
    pub error: Option<Error>,
    /// What a notification is about.
    #[serde(default)]
    pub params: Option<Box<RawValue>>,
}

/// An error that a bridge tells.
#[derive(Debug, Deserialize)]
pub struct Error {
    /// That of the interface, or, below 0, of the bridge.
    pub code: i64,
    /// Its name, or what is wrong.
    pub message: String,
    /// What a program may want to know.
    #[serde(default)]
    pub data: Option<Box<RawValue>>,
}

impl Socket {
    /// Connects. Nothing is waited for longer than `patience`.
    ///
    /// # Errors
    ///
    /// If nobody listens there.
    pub fn connect(
        path: &Path,
        patience: Option<Duration>,
    ) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let failed = |error: io::Error| {
            let why = match error.kind() {
                ErrorKind::NotFound => "there is no such socket".to_owned(),
                ErrorKind::ConnectionRefused => {
                    "nobody listens there".to_owned()
                }
                _ => error.to_string(),
            };
            Failure::new(format!("cannot connect to `{name}`: {why}"))
        };
        let stream = UnixStream::connect(path).map_err(failed)?;
        stream.set_read_timeout(patience).map_err(failed)?;
        stream.set_write_timeout(patience).map_err(failed)?;
        Ok(Self {
            stream,
            input: VecDeque::new(),
            name,
        })
    }

    /// Asks for something; `params` is JSON.
    ///
    /// # Errors
    ///
    /// If it is not taken.
    pub fn ask(&mut self, method: &str, params: &str) -> Result<(), Failure> {
        let method = serde_json::Value::from(method);
        let line = format!(
            "{{\"jsonrpc\":\"2.0\",\"method\":{method},\
             \"params\":{params},\"id\":1}}\n"
        );
        let sent = self.stream.write_all(line.as_bytes());
        // Whoever is not let in is told why, and that is still to be read.
        match sent {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(self.failed(&error))
            }
            _ => Ok(()),
        }
    }

    /// The next line of the bridge; none when it is gone.
    ///
    /// # Errors
    ///
    /// If nothing comes in time, or it is no text.
    pub fn line(&mut self) -> Result<Option<String>, Failure> {
        let mut searched = 0;
        let mut chunk = [0; 1 << 14];
        loop {
            let unsearched = self.input.iter().skip(searched);
            let end = unsearched.copied().position(|byte| byte == b'\n');
            if let Some(end) = end {
                let end = searched + end;
                let line = self.input.drain(..=end).take(end).collect();
                return match String::from_utf8(line) {
                    Ok(line) => Ok(Some(line)),
                    Err(_) => Err(self.nonsense("it is no text")),
                };
            }
            searched = self.input.len();
            if searched > LONGEST {
                return Err(self.nonsense("its line has no end"));
            }
            match self.stream.read(&mut chunk) {
                Ok(0) => return Ok(None),
                Ok(count) => {
                    self.input.extend(chunk.get(..count).unwrap_or_default());
                }
                Err(error) => match error.kind() {
                    ErrorKind::Interrupted => {}
                    ErrorKind::ConnectionReset => return Ok(None),
                    _ => return Err(self.failed(&error)),
                },
            }
        }
    }

    /// What a line says.
    ///
    /// # Errors
    ///
    /// If it is nothing that a bridge says.
    pub fn read(&self, line: &str) -> Result<Message, Failure> {
        if !line.trim_start().starts_with('{') {
            return Err(self.nonsense("it is no object"));
        }
        serde_json::from_str(line)
            .map_err(|error| self.nonsense(&error.to_string()))
    }

    /// Asks for something and waits for what comes of it.
    ///
    /// # Errors
    ///
    /// If nothing does.
    pub fn answer(
        &mut self,
        method: &str,
        params: &str,
    ) -> Result<Message, Failure> {
        self.ask(method, params)?;
        match self.line()? {
            Some(line) => self.read(&line),
            None => Err(self.gone()),
        }
    }

    /// What came of something that must succeed.
    ///
    /// # Errors
    ///
    /// If it does not.
    pub fn result(
        &mut self,
        method: &str,
        params: &str,
    ) -> Result<Box<RawValue>, Failure> {
        let message = self.answer(method, params)?;
        match (message.error, message.result) {
            (Some(error), _) => {
                Err(Failure::new(format!("`{}`: {}", self.name, error.message)))
            }
            (None, result) => {
                Ok(result.unwrap_or_else(|| RawValue::NULL.to_owned()))
            }
        }
    }

    /// That the bridge is gone.
    pub fn gone(&self) -> Failure {
        let name = &self.name;
        Failure::new(format!("`{name}`: the bridge is gone"))
    }

    fn nonsense(&self, why: &str) -> Failure {
        let name = &self.name;
        Failure::new(format!("`{name}`: no bridge says this: {why}"))
    }

    fn failed(&self, error: &io::Error) -> Failure {
        let name = &self.name;
        match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => {
                Failure::new(format!("`{name}`: no answer in time"))
            }
            _ => Failure::new(format!("`{name}`: {error}")),
        }
    }
}

/// What `rpc.discover` tells.
#[derive(Debug, Deserialize)]
pub struct Discovered {
    /// The servers by name, each with its schema.
    pub servers: indexmap::IndexMap<String, Box<RawValue>>,
}
