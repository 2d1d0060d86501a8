//! The ways to run a generator.

use std::error::Error;
use std::io::Write;
use std::path::Path;

use crate::check::{self, Checks, Side};
use crate::crates;
use crate::diagnostic::{Code, Diagnostic};
use crate::features::Features;
use crate::levels::{Level, Levels, Teller};
use crate::out_dir::{self, Stub};
use crate::plan::{self, Plan};
use crate::report::Report;
#[cfg(feature = "fakes")]
use crate::settings::CounterSettings;
use crate::settings::{AllowedCallers, ErrorServer, Generator, ServerStyle};
use crate::source::Source;
use crate::syntax::Interface;
use crate::{embed, emit, load, model};

/// What the functions of a build script return.
pub(crate) type BuildResult = Result<(), Box<dyn Error + Send + Sync>>;

impl Generator {
    /// Reads the interface at `source`, a path relative to the current
    /// directory, and writes a client to `$OUT_DIR/{stub_name}`.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or is wrong, or the stub cannot be written;
    /// if cargo cannot be told of `source`, which has a control character or
    /// white space at its end, or if `stub_name` leads out of `OUT_DIR`, by
    /// itself or by a link on the way. The error prints all that is wrong, with
    /// `Debug` as with `Display`.
    /// Nothing is written unless everything went well, nor if the stub is
    /// there already. Then cargo gets to show what is likely a bug in the file,
    /// once in a build script; [`levels`](crate::levels) has what that is, and
    /// how to change it.
    pub fn build_client_stub(
        &self,
        source: &str,
        stub_name: &str,
    ) -> BuildResult {
        Ok(out_dir::build(
            source,
            stub_name,
            self,
            |source, levels| {
                let runtime = match self.client_runtime {
                    Some(runtime) => runtime,
                    None => crates::have_runtime(),
                };
                let settings = self.clone().with_client_runtime(runtime);
                settings.client_of(source, levels)
            },
        )?)
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
    /// `allowed_callers` names an operation that there is not, or a task with
    /// an index above 1,021, which no task has. An operation that lists no
    /// task is worth a warning.
    pub fn build_restricted_server_support(
        &self,
        source: &str,
        stub_name: &str,
        style: ServerStyle,
        allowed_callers: &AllowedCallers,
    ) -> BuildResult {
        Ok(out_dir::build(
            source,
            stub_name,
            self,
            |source, levels| {
                let features = Features::of_build();
                self.server_of(
                    source,
                    levels,
                    style,
                    allowed_callers,
                    &features,
                )
            },
        )?)
    }

    /// Reads the interface at `source`, a path relative to the current
    /// directory, and writes its stand-ins for tests to
    /// `$OUT_DIR/{stub_name}`: `Fake{Iface}`, `Raw{Iface}` and what else the
    /// package `kit` is for, on which the package's tests must depend.
    ///
    /// What is chosen here for clients and servers changes nothing of them.
    ///
    /// # Errors
    ///
    /// As [`build_client_stub`](Self::build_client_stub); the interface must be
    /// legal for clients and for pipelined servers.
    #[cfg(feature = "fakes")]
    pub fn build_fake(&self, source: &str, stub_name: &str) -> BuildResult {
        Ok(out_dir::build(
            source,
            stub_name,
            self,
            |source, levels| self.fake_of(source, levels),
        )?)
    }

    /// Reads the interface at `path` and writes its stand-ins for tests.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or is wrong, or writing fails.
    #[cfg(feature = "fakes")]
    pub fn generate_fake_from_file(
        &self,
        path: impl AsRef<Path>,
        out: impl Write,
    ) -> BuildResult {
        let source = source_at(path)?;
        deliver(&self.fake_of(&source, &Levels::default())?.text, out)
    }

    /// Writes the stand-ins of an interface for tests.
    ///
    /// # Errors
    ///
    /// If the interface is wrong, or writing fails.
    #[cfg(feature = "fakes")]
    pub fn generate_fake(
        &self,
        interface: &Interface,
        out: impl Write,
    ) -> BuildResult {
        let pipelined = checks_of_fake(Side::Server);
        checked(interface, pipelined)?;
        let interface = checked(interface, checks_of_fake(Side::Client))?;
        deliver(&fake_text(&interface, None)?, out)
    }

    #[cfg(feature = "fakes")]
    fn fake_of(
        &self,
        source: &Source,
        levels: &Levels,
    ) -> Result<Stub, Report> {
        load::load(source, checks_of_fake(Side::Server))?;
        let loaded = load::load(source, self.wanted(Side::Client, levels))?;
        let text = fake_text(&loaded.interface, Some(source))?;
        Ok(Stub {
            text,
            warnings: loaded.warnings,
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
        let interface = checked(interface, self.checks(Side::Client))?;
        deliver(&self.client_text(&interface, None)?.0, out)
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
        let source = source_at(path)?;
        let stub = self.client_of(&source, &Levels::default())?;
        deliver(&stub.text, out)
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
        let source = source_at(path)?;
        let levels = Levels::default();
        let all = Features::all();
        let stub = self.server_of(&source, &levels, style, &callers, &all)?;
        deliver(&stub.text, out)
    }

    /// Writes a server of an interface that lets only certain tasks call
    /// certain operations.
    ///
    /// # Errors
    ///
    /// If the interface is wrong, if `allowed_callers` names an operation that
    /// there is not or a task with an index above 1,021, or if writing fails.
    pub fn generate_restricted_server_support(
        &self,
        interface: &Interface,
        style: ServerStyle,
        allowed_callers: &AllowedCallers,
        out: impl Write,
    ) -> BuildResult {
        let checks = self.checks(Side::Server).with_style(known(style));
        let interface = checked(interface, checks)?;
        let (text, _) =
            self.server_text(&interface, style, allowed_callers, None)?;
        deliver(&text, out)
    }

    /// What these settings take for wrong.
    fn checks(&self, side: Side) -> Checks {
        let counters = match side {
            Side::Client => self.counters.client,
            Side::Server | Side::Either => self.counters.server,
        };
        Checks::new(side)
            .with_counters(counters)
            .with_fail_server(self.error_server != ErrorServer::Never)
    }

    /// The same, and what somebody is told of.
    fn wanted(&self, side: Side, levels: &Levels) -> Checks {
        let docs = levels.level(Code::MissingDoc, Teller::Build);
        self.checks(side).with_missing_docs(docs != Level::Allow)
    }

    fn client_of(
        &self,
        source: &Source,
        levels: &Levels,
    ) -> Result<Stub, Report> {
        let loaded = load::load(source, self.wanted(Side::Client, levels))?;
        let mut warnings = loaded.warnings;
        let (text, more) = self.client_text(&loaded.interface, Some(source))?;
        warnings.extend(more);
        Ok(Stub { text, warnings })
    }

    fn server_of(
        &self,
        source: &Source,
        levels: &Levels,
        style: ServerStyle,
        allowed: &AllowedCallers,
        features: &Features,
    ) -> Result<Stub, Report> {
        let checks = self.wanted(Side::Server, levels);
        let loaded = load::load(source, checks.with_style(known(style)))?;
        let mut warnings = loaded.warnings;
        let interface = &loaded.interface;
        let settings = features
            .apply(self, interface)
            .map_err(|wrong| Report::new(Some(source), wrong))?;
        let (text, more) =
            settings.server_text(interface, style, allowed, Some(source))?;
        warnings.extend(more);
        Ok(Stub { text, warnings })
    }

    /// The text, and warnings about the settings.
    fn client_text(
        &self,
        interface: &model::Interface,
        source: Option<&Source>,
    ) -> Result<(String, Vec<Diagnostic>), Report> {
        let Plan { dialect, warnings } = plan::client(interface, self)
            .map_err(|wrong| Report::new(source, wrong))?;
        let mut text = emit::client(interface, &dialect, source);
        if self.task_slots {
            text += &emit::from_slot(interface);
        }
        Ok((text, warnings))
    }

    /// The text, and warnings about the settings.
    fn server_text(
        &self,
        interface: &model::Interface,
        style: ServerStyle,
        allowed_callers: &AllowedCallers,
        source: Option<&Source>,
    ) -> Result<(String, Vec<Diagnostic>), Report> {
        let Plan { dialect, warnings } =
            plan::server(interface, self, style, allowed_callers)
                .map_err(|wrong| Report::new(source, wrong))?;
        let embedded = embed::embedded(interface);
        let text = emit::server(interface, &dialect, &embedded, source);
        Ok((text, warnings))
    }
}

/// What a fake takes for wrong: it has no counters and no `FailServer`.
#[cfg(feature = "fakes")]
fn checks_of_fake(side: Side) -> Checks {
    Checks::new(side)
        .with_counters(false)
        .with_fail_server(false)
        .with_style(check::Style::Pipelined)
}

/// The text of an interface's stand-ins. They count nothing.
#[cfg(feature = "fakes")]
fn fake_text(
    interface: &model::Interface,
    source: Option<&Source>,
) -> Result<String, Report> {
    let counters = CounterSettings::default()
        .with_client_counters(false)
        .with_server_counters(false);
    let settings = Generator::new()
        .with_counters(counters)
        .without_error_server();
    let style = ServerStyle::Pipelined;
    let Plan { dialect, .. } =
        plan::server(interface, &settings, style, &AllowedCallers::new())
            .map_err(|wrong| Report::new(source, wrong))?;
    let embedded = embed::embedded(interface);
    Ok(emit::fake(interface, &dialect, &embedded))
}

/// A style, for whom it is known.
fn known(style: ServerStyle) -> check::Style {
    match style {
        ServerStyle::InOrder => check::Style::InOrder,
        ServerStyle::Pipelined => check::Style::Pipelined,
    }
}

/// The text of a file, or the report that there is none.
fn source_at(path: impl AsRef<Path>) -> Result<Source, Report> {
    Source::read(path).map_err(Report::from)
}

fn checked(
    interface: &Interface,
    checks: Checks,
) -> Result<model::Interface, Report> {
    check::interface(interface, None, checks)
        .map(|checked| checked.interface)
        .map_err(|wrong| Report::new(None, wrong))
}

fn deliver(text: &str, mut out: impl Write) -> BuildResult {
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}
