//! Messages over standard input and output.
//!
//! `lsp-server` reads them. What is answered is written as it is made: a large
//! outline would take longest as a tree of JSON values, which its own writer
//! asks for.

use std::io::{self, BufWriter, Stdin, StdoutLock, Write};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use lsp_server::{Message, RequestId};
use serde::Serialize;

/// What comes in, and what goes out.
pub(super) struct Transport {
    incoming: Receiver<io::Result<Message>>,
    out: BufWriter<StdoutLock<'static>>,
}

/// JSON that is written already.
pub(super) struct Json(String);

impl Json {
    pub(super) fn of(value: &impl Serialize) -> Self {
        let text = serde_json::to_string(value);
        Self(text.unwrap_or_else(|_| "null".to_owned()))
    }

    pub(super) fn null() -> Self {
        Self("null".to_owned())
    }
}

impl Transport {
    /// Reads what comes while something else is done.
    pub(super) fn stdio() -> Self {
        let (to, incoming) = channel();
        let read = move |stdin: Stdin| {
            let mut stdin = stdin.lock();
            loop {
                let message = match Message::read(&mut stdin) {
                    Ok(Some(message)) => Ok(message),
                    Ok(None) => return,
                    Err(error) => Err(error),
                };
                let failed = message.is_err();
                if to.send(message).is_err() || failed {
                    return;
                }
            }
        };
        thread::spawn(move || read(io::stdin()));
        Self {
            incoming,
            out: BufWriter::new(io::stdout().lock()),
        }
    }

    /// What has come already.
    pub(super) fn waiting(&self) -> Option<io::Result<Message>> {
        self.incoming.try_recv().ok()
    }

    /// What comes next. None once nobody is there any more.
    pub(super) fn next(&self) -> Option<io::Result<Message>> {
        self.incoming.recv().ok()
    }

    /// Answers a request.
    pub(super) fn answer(&mut self, id: &RequestId, result: &Json) {
        let id = Json::of(id).0;
        let Json(result) = result;
        self.write(&format!(
            r#"{{"jsonrpc":"2.0","id":{id},"result":{result}}}"#
        ));
    }

    /// Says why there is no answer.
    pub(super) fn refuse(&mut self, id: &RequestId, code: i32, why: &str) {
        let (id, why) = (Json::of(id).0, Json::of(&why).0);
        self.write(&format!(
            r#"{{"jsonrpc":"2.0","id":{id},"error":{{"code":{code},"message":{why}}}}}"#
        ));
    }

    /// Says something that nobody asked.
    pub(super) fn notify(&mut self, method: &str, params: &Json) {
        let (method, Json(params)) = (Json::of(&method).0, params);
        self.write(&format!(
            r#"{{"jsonrpc":"2.0","method":{method},"params":{params}}}"#
        ));
    }

    fn write(&mut self, text: &str) {
        let head = format!("Content-Length: {}\r\n\r\n", text.len());
        // If nobody reads any more, what comes next says so.
        let _ = self.out.write_all(head.as_bytes());
        let _ = self.out.write_all(text.as_bytes());
        let _ = self.out.flush();
    }
}
