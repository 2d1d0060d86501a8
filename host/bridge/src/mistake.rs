//! What can be wrong with a request, as peers are told.

use serde::Serialize;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

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
