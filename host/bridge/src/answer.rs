//! What peers are answered.

use serde::Serialize;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::request::Id;

/// What kind of error; each has a code. Those of the interfaces have the codes
/// that the interfaces give them, which are greater than 0.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// The line is no JSON.
    Parse,
    /// It is no request.
    Invalid,
    /// There is no such server or operation.
    NoMethod,
    /// The parameters are not those of the operation.
    Params,
    /// The server died before it answered.
    ServerDied,
    /// The task that sent the request faulted.
    Faulted,
    /// There is no room for it.
    NoRoom,
    /// The peer has taken its request back.
    Cancelled,
    /// The peer may not.
    Forbidden,
    /// What the server answered is nothing that its interface allows.
    BadReply,
}

impl Kind {
    fn code(self) -> i64 {
        match self {
            Kind::Parse => -32700,
            Kind::Invalid => -32600,
            Kind::NoMethod => -32601,
            Kind::Params => -32602,
            Kind::ServerDied => -32000,
            Kind::Faulted => -32001,
            Kind::NoRoom => -32002,
            Kind::Cancelled => -32003,
            Kind::Forbidden => -32004,
            Kind::BadReply => -32005,
        }
    }
}

/// An error as it is sent.
#[derive(Debug, Serialize)]
pub(crate) struct Error {
    code: i64,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Box<RawValue>>,
}

impl Error {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            code: kind.code(),
            message: message.into(),
            data: None,
        }
    }

    /// Of something that is no request.
    pub(crate) fn invalid(message: String) -> Self {
        Self::new(Kind::Invalid, message)
    }

    /// Of parameters that are none of the method's.
    pub(crate) fn params(why: impl std::fmt::Display) -> Self {
        Self::new(Kind::Params, why.to_string())
    }

    /// One of an interface, with its code, its name and its value.
    pub(crate) fn of_interface(
        code: u32,
        name: String,
        error: &RawValue,
    ) -> Self {
        #[derive(Serialize)]
        struct Data<'a> {
            error: &'a RawValue,
        }
        Self {
            code: i64::from(code),
            message: name,
            data: to_raw_value(&Data { error }).ok(),
        }
    }

    /// With what a program may want to know.
    pub(crate) fn with(mut self, data: &Value) -> Self {
        self.data = to_raw_value(data).ok();
        self
    }

    #[cfg(test)]
    pub(crate) fn code(&self) -> i64 {
        self.code
    }
}

/// What came of a request.
pub(crate) type Answer = Result<Box<RawValue>, Error>;

/// A result that is data of ours.
pub(crate) fn ok(result: &impl Serialize) -> Answer {
    to_raw_value(result).map_err(|error| {
        // Maps whose keys are no texts, of which there are none.
        Error::new(Kind::BadReply, error.to_string())
    })
}

/// Adds an answer to a text.
pub(crate) fn write(text: &mut Vec<u8>, id: &Id, answer: &Answer) {
    #[derive(Serialize)]
    struct Written<'a> {
        jsonrpc: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        result: Option<&'a RawValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<&'a Error>,
        id: &'a RawValue,
    }
    let (result, error) = match answer {
        Ok(result) => (Some(&**result), None),
        Err(error) => (None, Some(error)),
    };
    add(
        text,
        &Written {
            jsonrpc: "2.0",
            result,
            error,
            id,
        },
    );
}

/// Adds a notification to a text, with the end of the line.
pub(crate) fn notify(
    text: &mut Vec<u8>,
    method: &'static str,
    params: &impl Serialize,
) {
    #[derive(Serialize)]
    struct Written<'a, T> {
        jsonrpc: &'static str,
        method: &'static str,
        params: &'a T,
    }
    add(
        text,
        &Written {
            jsonrpc: "2.0",
            method,
            params,
        },
    );
    text.push(b'\n');
}

fn add(text: &mut Vec<u8>, what: &impl Serialize) {
    let start = text.len();
    if serde_json::to_writer(&mut *text, what).is_err() {
        // Half a message would be worse than none. It cannot be: a vector
        // takes all, and what is written has texts for keys.
        text.truncate(start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(answer: &Answer) -> String {
        let id = RawValue::from_string("7".into()).expect("it is JSON");
        let mut text = Vec::new();
        write(&mut text, &id, answer);
        String::from_utf8(text).expect("JSON is text")
    }

    #[test]
    fn an_answer_has_a_result_or_an_error() {
        assert_eq!(
            written(&ok(&[1, 2])),
            r#"{"jsonrpc":"2.0","result":[1,2],"id":7}"#
        );
        assert_eq!(
            written(&ok(&())),
            r#"{"jsonrpc":"2.0","result":null,"id":7}"#
        );
        let error = Error::new(Kind::NoMethod, "no \"x\"");
        assert_eq!(
            written(&Err(error.with(&serde_json::json!({ "a": 1 })))),
            r#"{"jsonrpc":"2.0","error":{"code":-32601,"message":"no \"x\"","data":{"a":1}},"id":7}"#
        );
    }
}
