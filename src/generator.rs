//! The settings of a generator, and the ways to run it.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::io::Write;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use crate::check::{self, Checks, Side};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::server::ServerStyle;
use crate::source::Source;
use crate::syntax::Interface;
use crate::{embed, emit, load, model, plan, render};

/// What the functions of a build script return.
pub(crate) type BuildResult = Result<(), Box<dyn Error + Send + Sync>>;

/// Which tasks may call an operation: the operation's name, and the indices of
/// the tasks. Operations that are not listed may be called by any.
pub type AllowedCallers = BTreeMap<String, Vec<usize>>;

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
    pub(crate) fast_calls: bool,
    pub(crate) missing_docs: bool,
}

/// Whether a server that fails every operation is generated.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum ErrorServer {
    /// Where all operations have one error.
    #[default]
    WherePossible,
    /// Always; it is an error if that is not possible.
    Always,
    /// Never.
    Never,
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
            if syn::parse_str::<syn::Path>(derive).is_err() {
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

    /// Whether a build warns of operations without `doc`. Off by default.
    pub fn with_missing_doc_warnings(self, missing_docs: bool) -> Self {
        Self {
            missing_docs,
            ..self
        }
    }

    /// A client's calls that succeed go the shortest way, past everything that
    /// only matters when one fails. Off by default: it saves up to 2 of about
    /// 40 instructions of a call, and costs about 7 bytes for each operation
    /// of a client, as `firmware/README.md` has it. Servers are the same with
    /// it and without.
    pub fn with_fast_calls(self, fast: bool) -> Self {
        Self {
            fast_calls: fast,
            ..self
        }
    }

    /// Reads the interface at `source`, a path relative to the current
    /// directory, and writes a client to `$OUT_DIR/{stub_name}`.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or is wrong, or the stub cannot be written.
    /// The error prints all that is wrong, with `Debug` as with `Display`.
    /// Nothing is written unless everything went well, nor if the stub is
    /// there already. Then warnings go to cargo, which shows them.
    pub fn build_client_stub(
        &self,
        source: &str,
        stub_name: &str,
    ) -> BuildResult {
        build(source, stub_name, |source| self.client_of(source))
    }

    /// Reads the interface at `source`, a path relative to the current
    /// directory, and writes a server to `$OUT_DIR/{stub_name}`.
    ///
    /// # Errors
    ///
    /// As [`build_client_stub`](Self::build_client_stub).
    pub fn build_server_support(
        &self,
        source: &str,
        stub_name: &str,
        style: ServerStyle,
    ) -> BuildResult {
        let callers = AllowedCallers::new();
        self.build_restricted_server_support(source, stub_name, style, &callers)
    }

    /// Like [`build_server_support`](Self::build_server_support), for a
    /// server that lets only certain tasks call certain operations.
    ///
    /// # Errors
    ///
    /// As [`build_client_stub`](Self::build_client_stub), and if
    /// `allowed_callers` names an operation that there is not.
    pub fn build_restricted_server_support(
        &self,
        source: &str,
        stub_name: &str,
        style: ServerStyle,
        allowed_callers: &AllowedCallers,
    ) -> BuildResult {
        build(source, stub_name, |source| {
            self.server_of(source, style, allowed_callers)
        })
    }

    /// Writes a client of an interface.
    ///
    /// # Errors
    ///
    /// If the interface is wrong, or writing fails.
    pub fn generate_client_stub(
        &self,
        interface: &Interface,
        out: impl Write,
    ) -> BuildResult {
        let interface = checked(interface, Side::Client)?;
        deliver(&self.client_text(&interface, None)?, out)
    }

    /// Reads the interface at `path` and writes a client.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or is wrong, or writing fails.
    pub fn generate_client_stub_from_file(
        &self,
        path: impl AsRef<Path>,
        out: impl Write,
    ) -> BuildResult {
        deliver(&self.client_of(&Source::read(path)?)?.text, out)
    }

    /// Writes a server of an interface.
    ///
    /// # Errors
    ///
    /// If the interface is wrong, or writing fails.
    pub fn generate_server_support(
        &self,
        interface: &Interface,
        style: ServerStyle,
        out: impl Write,
    ) -> BuildResult {
        let callers = AllowedCallers::new();
        self.generate_restricted_server_support(interface, style, &callers, out)
    }

    /// Reads the interface at `path` and writes a server.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or is wrong, or writing fails.
    pub fn generate_server_support_from_file(
        &self,
        path: impl AsRef<Path>,
        style: ServerStyle,
        out: impl Write,
    ) -> BuildResult {
        let callers = AllowedCallers::new();
        let source = Source::read(path)?;
        deliver(&self.server_of(&source, style, &callers)?.text, out)
    }

    /// Writes a server of an interface that lets only certain tasks call
    /// certain operations.
    ///
    /// # Errors
    ///
    /// If the interface is wrong, if `allowed_callers` names an operation that
    /// there is not, or if writing fails.
    pub fn generate_restricted_server_support(
        &self,
        interface: &Interface,
        style: ServerStyle,
        allowed_callers: &AllowedCallers,
        out: impl Write,
    ) -> BuildResult {
        let interface = checked(interface, Side::Server)?;
        let text =
            self.server_text(&interface, style, allowed_callers, None)?;
        deliver(&text, out)
    }

    fn client_of(&self, source: &Source) -> Result<Stub, Report> {
        let loaded = load::load(source, self.checks(Side::Client))?;
        Ok(Stub {
            text: self.client_text(&loaded.interface, Some(source))?,
            warnings: loaded.warnings,
        })
    }

    fn server_of(
        &self,
        source: &Source,
        style: ServerStyle,
        allowed: &AllowedCallers,
    ) -> Result<Stub, Report> {
        let loaded = load::load(source, self.checks(Side::Server))?;
        let interface = &loaded.interface;
        Ok(Stub {
            text: self.server_text(interface, style, allowed, Some(source))?,
            warnings: loaded.warnings,
        })
    }

    fn checks(&self, side: Side) -> Checks {
        Checks::new(side).with_missing_docs(self.missing_docs)
    }

    fn client_text(
        &self,
        interface: &model::Interface,
        source: Option<&Source>,
    ) -> Result<String, Report> {
        let dialect = plan::client(interface, self)
            .map_err(|wrong| Report::new(source, wrong))?;
        Ok(emit::client(interface, &dialect))
    }

    fn server_text(
        &self,
        interface: &model::Interface,
        style: ServerStyle,
        allowed_callers: &AllowedCallers,
        source: Option<&Source>,
    ) -> Result<String, Report> {
        let dialect = plan::server(interface, self, style, allowed_callers)
            .map_err(|wrong| Report::new(source, wrong))?;
        let embedded = embed::embedded(interface);
        Ok(emit::server(interface, &dialect, &embedded))
    }
}

pub(crate) fn checked(
    interface: &Interface,
    side: Side,
) -> Result<model::Interface, Report> {
    check::interface(interface, None, side)
        .map(|checked| checked.interface)
        .map_err(|wrong| Report::new(None, wrong))
}

/// What is generated from a file.
struct Stub {
    text: String,
    warnings: Report,
}

/// Runs in a build script: reads, generates in memory, then writes.
fn build(
    source: &str,
    stub_name: &str,
    generate: impl FnOnce(&Source) -> Result<Stub, Report>,
) -> BuildResult {
    println!("cargo:rerun-if-changed={source}");
    let source = Source::read(source)?;
    let stub = generate(&source)?;
    let Some(folder) = env::var_os("OUT_DIR") else {
        return unwritable(
            "there is no OUT_DIR to write the stub to".to_owned(),
            "call this from a build script, for which cargo sets it",
        );
    };
    replace(&PathBuf::from(folder).join(stub_name), &stub.text)?;
    for warning in stub.warnings.diagnostics() {
        println!("cargo::warning={}", render::line(Some(&source), warning));
    }
    Ok(())
}

/// Makes a file hold a text: all of it, or it stays as it was. A file that
/// holds it already is not touched, so that nothing is built again.
fn replace(path: &Path, text: &str) -> BuildResult {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(format!(".{}.tmp", process::id()));
    let unfinished = PathBuf::from(unfinished);
    let written = fs::write(&unfinished, text)
        .and_then(|()| fs::rename(&unfinished, path));
    if let Err(cause) = written {
        // It may not even exist.
        let _ = fs::remove_file(&unfinished);
        return unwritable(
            format!("cannot write `{}`: {cause}", path.display()),
            "OUT_DIR must be a folder that this process may write to",
        );
    }
    Ok(())
}

/// A build that failed for a reason outside the interface.
fn unwritable(message: String, help: &str) -> BuildResult {
    let diagnostic = Diagnostic::new(Code::Unwritable, message).help(help);
    Err(Report::new(None, vec![diagnostic]).into())
}

pub(crate) fn deliver(text: &str, mut out: impl Write) -> BuildResult {
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
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
