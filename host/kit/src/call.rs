//! A call, decoded: what a fake got, or what a trace has.

use std::any::Any;
use std::fmt;

use userlib::{LeaseAttributes, ReplyFaultReason, TaskId};

use crate::shown::bytes;

/// A value and its text.
pub struct Value {
    pub(crate) shown: String,
    value: Box<dyn Any + Send>,
}

impl Value {
    /// A value that is shown as this.
    pub fn new<T: Send + 'static>(shown: String, value: T) -> Self {
        Self {
            shown,
            value: Box::new(value),
        }
    }

    /// The value, if it is of this type.
    pub fn get<T: 'static>(&self) -> Option<&T> {
        self.value.downcast_ref()
    }

    pub(crate) fn as_any(&self) -> &dyn Any {
        &*self.value
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// One call of an operation. Shown as in `exchange(chip: Flash, source: [9f],
/// sink: 1 byte) -> Ok(())`.
#[derive(Debug)]
pub struct Call {
    /// The operation's name.
    pub operation: &'static str,
    /// Who called.
    pub client: TaskId,
    /// The arguments, by their names.
    pub arguments: Vec<(&'static str, Value)>,
    /// The leases.
    pub leases: Vec<LeaseSeen>,
    /// How it ended.
    pub outcome: Outcome,
}

/// What a client lent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LeaseSeen {
    /// The lease's name.
    pub name: &'static str,
    /// What the client allowed.
    pub access: LeaseAttributes,
    /// Its length in bytes.
    pub len: usize,
    /// What the server read of it, from its start: a fake reads all that it
    /// may.
    pub read: Vec<u8>,
    /// What the server wrote, where: the offset in bytes, and the bytes.
    pub written: Vec<(usize, Vec<u8>)>,
}

/// How a call ended.
#[derive(Debug)]
pub enum Outcome {
    /// With a value.
    Ok(Value),
    /// With an error of the operation.
    Err(Value),
    /// The client was faulted.
    Refused(ReplyFaultReason),
    /// The server died; the client asks again.
    AskedAgain,
    /// The server died; this is the client's error.
    Died(Value),
    /// What came back is nothing that the interface has: code and bytes.
    Nonsense(u32, Vec<u8>),
    /// Not yet.
    Unanswered,
}

impl Outcome {
    /// The value, if the call gave one of this type.
    pub fn ok<T: 'static>(&self) -> Option<&T> {
        match self {
            Self::Ok(value) => value.get(),
            _ => None,
        }
    }

    /// The client's error, if the call gave one of this type, the server's
    /// death included.
    pub fn err<T: 'static>(&self) -> Option<&T> {
        match self {
            Self::Err(error) | Self::Died(error) => error.get(),
            _ => None,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ok(value) => write!(f, "Ok({value})"),
            Self::Err(error) => write!(f, "Err({error})"),
            Self::Refused(reason) => write!(f, "refused: {reason:?}"),
            Self::AskedAgain => f.write_str("the server died, asked again"),
            Self::Died(error) => write!(f, "the server died: {error}"),
            Self::Nonsense(code, body) => {
                write!(f, "nonsense: code {code}, {}", bytes(body))
            }
            Self::Unanswered => f.write_str("no answer"),
        }
    }
}

impl Call {
    /// An argument, by its name, if it is of this type.
    pub fn get<T: 'static>(&self, argument: &str) -> Option<&T> {
        let (_, value) =
            self.arguments.iter().find(|(name, _)| *name == argument)?;
        value.get()
    }

    /// A lease, by its name.
    pub fn lease(&self, name: &str) -> Option<&LeaseSeen> {
        self.leases.iter().find(|lease| lease.name == name)
    }

    /// The call without how it ended.
    pub(crate) fn asked(&self) -> String {
        let arguments = self
            .arguments
            .iter()
            .map(|(name, value)| format!("{name}: {value}"));
        let leases = self
            .leases
            .iter()
            .map(|lease| format!("{}: {}", lease.name, lease.shown()));
        let all: Vec<_> = arguments.chain(leases).collect();
        format!("{}({})", self.operation, all.join(", "))
    }
}

impl LeaseSeen {
    /// What was read, or how much there is.
    pub(crate) fn shown(&self) -> String {
        match (self.len, self.read.is_empty()) {
            (_, false) => bytes(&self.read),
            (1, true) => "1 byte".to_owned(),
            (len, true) => format!("{len} bytes"),
        }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}", self.asked(), self.outcome)
    }
}
