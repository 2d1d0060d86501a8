//! What a build script can choose. What is generated of an interface with
//! these settings is for [`Generator`]'s other methods.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::num::NonZeroU32;

use crate::check;

/// Generates clients and servers, with settings.
///
/// ```no_run
/// use idol::{CounterSettings, Generator, server::ServerStyle};
///
/// fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
///     Generator::new()
///         .with_counters(CounterSettings::default().with_client_counters(false))
///         .build_server_support(
///             "idl/spi.idol",
///             "server_stub.rs",
///             ServerStyle::InOrder,
///         )
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Generator {
    pub(crate) counters: CounterSettings,
    pub(crate) error_server: ErrorServer,
    pub(crate) op_enum_derives: Vec<String>,
    pub(crate) plain_infallible: bool,
    pub(crate) unsupported: Vec<String>,
    pub(crate) retry_bound: Option<NonZeroU32>,
    pub(crate) missing_docs: bool,
    pub(crate) silent: bool,
    pub(crate) task_slots: bool,
    /// `None` is for the manifest to say.
    pub(crate) client_runtime: Option<bool>,
}

impl Generator {
    /// The default settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is counted. By default both sides count.
    pub fn with_counters(self, counters: CounterSettings) -> Self {
        Self { counters, ..self }
    }

    /// Kept for build scripts that call it: what is generated is always
    /// formatted.
    pub fn with_fmt(self, _: bool) -> Self {
        self
    }

    /// Insists on `FailServer`, a server that fails every operation with one
    /// error. A build where the operations' errors differ then fails.
    pub fn with_error_server(self) -> Self {
        Self {
            error_server: ErrorServer::Always,
            ..self
        }
    }

    /// Insists on `FailServer` where operations have errors of several types,
    /// or none: its error converts into each of them, and what has no error of
    /// its own faults the client with
    /// [`UnknownOperation`](https://docs.rs/idol-runtime).
    pub fn with_mixed_error_server(self) -> Self {
        Self {
            error_server: ErrorServer::Mixed,
            ..self
        }
    }

    /// Leaves `FailServer` out, which is there by default where all operations
    /// have the same error.
    pub fn without_error_server(self) -> Self {
        Self {
            error_server: ErrorServer::Never,
            ..self
        }
    }

    /// Derives more traits on `{Iface}Operation`, by their paths.
    ///
    /// # Errors
    ///
    /// If one of the texts is not a path.
    pub fn with_op_enum_derives(
        mut self,
        derives: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<Self, BadDerive> {
        for derive in derives {
            let derive = derive.as_ref();
            if !check::is_path(derive) {
                return Err(BadDerive(derive.to_owned()));
            }
            self.op_enum_derives.push(derive.to_owned());
        }
        Ok(self)
    }

    /// The functions of operations that cannot fail return the bare value
    /// instead of a `Result`, in a server that answers in order; those of a
    /// pipelined one return nothing anyway. Off by default: existing servers return
    /// `Result<T, RequestError<Infallible>>`.
    pub fn with_plain_infallible_returns(self, plain: bool) -> Self {
        Self {
            plain_infallible: plain,
            ..self
        }
    }

    /// Operations that this build of the server does not support. Their
    /// functions get a default body that answers
    /// [`UnknownOperation`](https://docs.rs/idol-runtime), which faults the
    /// client.
    pub fn with_unsupported_operations(
        mut self,
        operations: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Self {
        self.unsupported
            .extend(operations.into_iter().map(|op| op.as_ref().to_owned()));
        self
    }

    /// Sends idempotent requests at most so many times, the first included.
    /// When the server has died as often, the call ends as one that is not
    /// idempotent does. `None`, the default, sends for as long as it takes.
    ///
    /// Error types then need what operations that are not idempotent ask of
    /// them, so set it for clients and server alike. A client of an interface
    /// with an idempotent operation that cannot fail is refused.
    pub fn with_retry_bound(self, sends: Option<NonZeroU32>) -> Self {
        Self {
            retry_bound: sends,
            ..self
        }
    }

    /// Whether clients are made of task slots, too: `Spi::from(&SPI)` for
    /// `Spi::from(SPI.get_task_id())`. Off by default: with two conversions
    /// `Spi::from(..)` no longer tells the compiler a type.
    pub fn with_task_slots(self, task_slots: bool) -> Self {
        Self { task_slots, ..self }
    }

    /// Whether clients use `idol-runtime`, which a package that includes one then
    /// depends on. Such a client is shorter and quicker to compile, is as large
    /// and as fast in firmware, and has traces on hosts show what its messages
    /// say, whoever answers them. By default one does that a build script makes
    /// for a package whose `[dependencies]` have `idol-runtime` in any build:
    /// not `optional`, not for some targets. Any other has what it needs in its
    /// own text, unless its errors are the runtime's anyway.
    pub fn with_client_runtime(self, runtime: bool) -> Self {
        Self {
            client_runtime: Some(runtime),
            ..self
        }
    }

    /// Whether a build warns of operations without `doc`. Off by default.
    pub fn with_missing_doc_warnings(self, missing_docs: bool) -> Self {
        Self {
            missing_docs,
            ..self
        }
    }

    /// Whether a build tells what is likely a bug in an interface that is
    /// legal. On by default; what a file `idol.toml` denies fails the build
    /// either way, as [`levels`](crate::levels) has it.
    pub fn with_warnings(self, warnings: bool) -> Self {
        Self {
            silent: !warnings,
            ..self
        }
    }
}

/// When a server answers.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum ServerStyle {
    /// Each request before it takes the next: what a function returns is the
    /// answer.
    InOrder,
    /// When it is ready, in any order: a function gets a handle that answers
    /// the request now or later.
    Pipelined,
}

/// Which tasks may call an operation: the operation's name, and the indices of
/// the tasks, 0 to 1,021. Operations that are not listed may be called by any,
/// those with an empty list by none.
pub type AllowedCallers = BTreeMap<String, Vec<usize>>;

/// Whether a server that fails every operation is generated.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum ErrorServer {
    /// Where all operations have one error.
    #[default]
    WherePossible,
    /// Always; it is an error if that is not possible.
    Always,
    /// Always, whatever errors there are.
    Mixed,
    /// Never.
    Never,
}

/// What generated code counts. Both sides count by default, unless the cargo
/// feature `no-counters` is on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct CounterSettings {
    pub(crate) server: bool,
    pub(crate) client: bool,
    pub(crate) combine_client_errors: bool,
}

impl Default for CounterSettings {
    fn default() -> Self {
        let on = !cfg!(feature = "no-counters");
        Self {
            server: on,
            client: on,
            combine_client_errors: false,
        }
    }
}

impl CounterSettings {
    /// Whether servers count.
    pub fn with_server_counters(self, server: bool) -> Self {
        Self { server, ..self }
    }

    /// Whether clients count.
    pub fn with_client_counters(self, client: bool) -> Self {
        Self { client, ..self }
    }

    /// Whether a server counts the errors of its clients in one place instead
    /// of with each operation.
    pub fn combine_client_errors(self, combine: bool) -> Self {
        Self {
            combine_client_errors: combine,
            ..self
        }
    }
}

/// A derive that is not a path.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BadDerive(String);

impl fmt::Display for BadDerive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot derive `{}`: it is not the path of a trait",
            self.0
        )
    }
}

impl Error for BadDerive {}
