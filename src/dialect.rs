//! How an interface is to be written: settings that fit it.

use std::num::NonZeroU32;

use crate::model::{self, Failure, Interface, Operation, Ty};
use crate::settings::ServerStyle;

/// Everything about the generated text that the interface leaves open. The
/// generator's settings become this once they are known to fit the interface.
pub(crate) struct Dialect {
    /// Derives that the build script wants on `{Iface}Operation`.
    pub(crate) op_enum_derives: Vec<String>,
    /// What is counted on the side being written.
    pub(crate) counting: Counting,
    /// How often a client sends an idempotent request, where there is a bound.
    pub(crate) retry_bound: Option<NonZeroU32>,
    /// Whether a client may name the runtime. A server does in any case.
    pub(crate) has_runtime: bool,
    /// When the server answers.
    pub(crate) style: ServerStyle,
    /// The server that fails every operation.
    pub(crate) fail_server: FailServer,
    /// Functions of operations that cannot fail return the bare value, where
    /// they return anything.
    pub(crate) plain_infallible: bool,
    /// Operations with a default body that faults the client.
    pub(crate) unsupported: Vec<String>,
    /// Which tasks, by index, may call an operation. Operations that are not
    /// here may be called by any.
    pub(crate) allowed_callers: Vec<(String, Vec<usize>)>,
}

/// What is counted.
#[derive(Copy, Clone, Eq, PartialEq)]
pub(crate) enum Counting {
    Nothing,
    /// Each operation's results, the errors of clients among them.
    Results,
    /// Each operation's results; the errors of clients in one place.
    ResultsWithClientErrorsCombined,
}

/// Whether a server that fails every operation is written.
#[derive(Copy, Clone, Eq, PartialEq)]
pub(crate) enum FailServer {
    /// It is not.
    None,
    /// It is, and left out by the compiler where the error is not `Clone`.
    WhereErrorIsClone,
    /// It is, and the compiler insists on an error that is `Clone`.
    Demanded,
    /// It is, of any error that converts into all that there are.
    Mixed,
}

/// What a client does when the server dies before it answers, under these
/// settings.
#[derive(Copy, Clone, Eq, PartialEq)]
pub(crate) enum OnDeath {
    /// It asks the next generation, for as long as it takes.
    RetryForEver,
    /// It asks so many times in all, then gives up.
    Report {
        /// 1 for operations that are not idempotent.
        attempts: NonZeroU32,
    },
}

impl Dialect {
    /// Whether an operation has a default body that faults the client.
    pub(crate) fn is_unsupported(&self, op: &Operation) -> bool {
        self.unsupported.iter().any(|name| op.name.as_str() == name)
    }

    /// The indices of the tasks that may call an operation, each once; `None`
    /// if all may.
    pub(crate) fn callers(&self, op: &Operation) -> Option<Vec<usize>> {
        let (_, listed) = self
            .allowed_callers
            .iter()
            .find(|(name, _)| op.name.as_str() == name)?;
        let mut callers = Vec::with_capacity(listed.len());
        for caller in listed {
            if !callers.contains(caller) {
                callers.push(*caller);
            }
        }
        Some(callers)
    }

    pub(crate) fn on_death(&self, op: &Operation) -> OnDeath {
        match (op.on_death, self.retry_bound) {
            (model::OnDeath::Retry, None) => OnDeath::RetryForEver,
            (model::OnDeath::Retry, Some(attempts)) => {
                OnDeath::Report { attempts }
            }
            (
                model::OnDeath::ErrorFromCode
                | model::OnDeath::ErrorFromServerDeath
                | model::OnDeath::ServerDeath
                | model::OnDeath::Untold,
                _,
            ) => OnDeath::Report {
                attempts: NonZeroU32::MIN,
            },
        }
    }
}

/// The types of errors that operations have, each once.
pub(crate) fn errors(interface: &Interface) -> Vec<&Ty> {
    let mut errors = Vec::new();
    for op in &interface.operations {
        if let Failure::CLike(error) | Failure::Complex { error, .. } =
            &op.reply.failure
            && !errors.contains(&error)
        {
            errors.push(error);
        }
    }
    errors
}

/// The error of all operations, if they have one type and kind of error.
pub(crate) fn common_error(interface: &Interface) -> Option<&str> {
    let mut failures = interface.operations.iter().map(|op| &op.reply.failure);
    let first = failures.next()?;
    let same = |other: &Failure| match (first, other) {
        (Failure::CLike(a), Failure::CLike(b)) => a == b,
        (
            Failure::Complex { error: a, .. },
            Failure::Complex { error: b, .. },
        ) => a == b,
        (
            Failure::Simple
            | Failure::ServerDeath
            | Failure::CLike(_)
            | Failure::Complex { .. },
            _,
        ) => false,
    };
    if !failures.all(same) {
        return None;
    }
    match first {
        Failure::CLike(error) | Failure::Complex { error, .. } => {
            Some(error.as_str())
        }
        Failure::Simple | Failure::ServerDeath => None,
    }
}
