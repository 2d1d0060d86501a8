//! Messages over standard input and output.
//!
//! `lsp-server` has their types. It would make room for whatever length a head
//! names; here no more is read than there is. What is answered is written as it is made: a large
//! outline would take longest as a tree of JSON values, which its own writer
//! asks for.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufWriter, Read, Stdin, StdoutLock, Write};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use lsp_server::{Message, RequestId};
use serde::Serialize;

/// What comes in, and what goes out.
pub(super) struct Transport {
    incoming: Receiver<io::Result<Message>>,
    /// What has come, and is not looked at yet.
    waiting: VecDeque<io::Result<Message>>,
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
        let follow = move |stdin: Stdin| {
            let mut stdin = stdin.lock();
            loop {
                let message = match read(&mut stdin) {
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
        thread::spawn(move || follow(io::stdin()));
        Self {
            incoming,
            waiting: VecDeque::new(),
            out: BufWriter::new(io::stdout().lock()),
        }
    }

    /// What has come already.
    pub(super) fn waiting(&mut self) -> Option<io::Result<Message>> {
        self.take_in();
        self.waiting.pop_front()
    }

    /// What comes next. None once nobody is there any more.
    pub(super) fn next(&mut self) -> Option<io::Result<Message>> {
        self.waiting().or_else(|| self.incoming.recv().ok())
    }

    fn take_in(&mut self) {
        self.waiting.extend(self.incoming.try_iter());
    }

    /// Whether nobody waits for an answer any more.
    pub(super) fn is_cancelled(&mut self, id: &RequestId) -> bool {
        self.take_in();
        let id = serde_json::to_value(id).unwrap_or_default();
        self.waiting.iter().any(|message| match message {
            Ok(Message::Notification(said)) => {
                said.method == "$/cancelRequest" && said.params["id"] == id
            }
            _ => false,
        })
    }

    /// Answers a request.
    pub(super) fn answer(&mut self, id: &RequestId, result: &Json) {
        let id = Json::of(id).0;
        let Json(result) = result;
        let head = format!(r#"{{"jsonrpc":"2.0","id":{id},"result":"#);
        self.write(&[&head, result, "}"]);
    }

    /// Says why there is no answer.
    pub(super) fn refuse(&mut self, id: &RequestId, code: i32, why: &str) {
        let (id, why) = (Json::of(id).0, Json::of(&why).0);
        let error = format!(r#"{{"code":{code},"message":{why}}}"#);
        let head = format!(r#"{{"jsonrpc":"2.0","id":{id},"error":"#);
        self.write(&[&head, &error, "}"]);
    }

    /// Asks the editor for something; what it says is not looked at.
    pub(super) fn ask(&mut self, id: &str, method: &str, params: &Json) {
        let (id, method) = (Json::of(&id).0, Json::of(&method).0);
        let Json(params) = params;
        let head = format!(
            r#"{{"jsonrpc":"2.0","id":{id},"method":{method},"params":"#
        );
        self.write(&[&head, params, "}"]);
    }

    /// Says something that nobody asked.
    pub(super) fn notify(&mut self, method: &str, params: &Json) {
        let (method, Json(params)) = (Json::of(&method).0, params);
        let head = format!(r#"{{"jsonrpc":"2.0","method":{method},"params":"#);
        self.write(&[&head, params, "}"]);
    }

    /// Writes a message of these parts, none of which is copied.
    fn write(&mut self, parts: &[&str]) {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        let head = format!("Content-Length: {length}\r\n\r\n");
        // If nobody reads any more, what comes next says so.
        let _ = self.out.write_all(head.as_bytes());
        for part in parts {
            let _ = self.out.write_all(part.as_bytes());
        }
        let _ = self.out.flush();
    }
}

/// The longest line of a head, and the most lines of one.
const LONGEST: u64 = 4096;
const MOST: usize = 64;

/// Reads a message. None if there is none any more.
fn read(from: &mut impl BufRead) -> io::Result<Option<Message>> {
    let wrong = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why);
    let mut length = None;
    for lines in 0.. {
        let mut line = String::new();
        let read = from.by_ref().take(LONGEST).read_line(&mut line)?;
        if read == 0 && lines == 0 {
            return Ok(None);
        }
        if !line.ends_with('\n') || lines > MOST {
            return Err(wrong("this is no head of a message"));
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        let Some((name, value)) = line.split_once(": ") else {
            return Err(wrong("this is no line of a head"));
        };
        if name.eq_ignore_ascii_case("Content-Length") {
            let value = value.trim().parse::<u32>();
            length = Some(value.map_err(|_| wrong("this is no length"))?);
        }
    }
    let length = length.ok_or_else(|| wrong("no Content-Length"))?;
    let mut text = Vec::new();
    from.take(length.into()).read_to_end(&mut text)?;
    if text.len() < length as usize {
        return Err(wrong("the message is shorter than its head says"));
    }
    let message = serde_json::from_slice(&text);
    message.map(Some).map_err(|_| wrong("this is no message"))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn no_more_is_read_than_there_is() {
        for (bytes, why) in [
            (&b"Content-Length: 4000000000\r\n\r\n{}"[..], "shorter"),
            (b"Content-Length: 99999999999\r\n\r\n{}", "length"),
            (b"Content-Length: -1\r\n\r\n", "length"),
            (b"Content-Type: x\r\n\r\n{}", "Content-Length"),
            (b"Content-Length: 2\r\n\r\n{}", "no message"),
            (b"Content-Length: 2", "head"),
            (b"hello\r\n\r\n", "head"),
        ] {
            let error = read(&mut &bytes[..]).expect_err("it is wrong");
            assert!(error.to_string().contains(why), "{error}");
        }
        let long = b"x".repeat(1 << 20);
        assert!(read(&mut &long[..]).is_err());
        let exit = b"content-length: 33\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}";
        assert!(read(&mut &exit[..]).expect("it is right").is_some());
        assert!(read(&mut &b""[..]).expect("an end").is_none());
    }
}
