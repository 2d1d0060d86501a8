//! `idol expand`: the code that a build script would generate.

use std::error::Error;
use std::io::Write;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};
use idol::check::{self, Checks, Side};
use idol::report::Report;
use idol::server::ServerStyle;
use idol::{AllowedCallers, CounterSettings, Generator};

use crate::console::Console;
use crate::highlight;
use crate::inputs::Input;
use crate::outcome::{Failure, Outcome};
use crate::reports;
use crate::shown::{self, Colors};

/// What to generate.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The `.idol` file, or `-` for standard input
    pub file: PathBuf,
    /// Which side of it.
    #[command(flatten)]
    pub side: SideFlags,
    /// When the server answers
    #[arg(
        long,
        value_name = "STYLE",
        default_value = "in-order",
        conflicts_with = "client"
    )]
    pub style: Style,
    /// Do not count calls and errors
    #[arg(long)]
    pub no_counters: bool,
    /// Count all errors of clients in one place instead of with each
    /// operation
    #[arg(long, conflicts_with_all = ["client", "no_counters"])]
    pub combine_client_errors: bool,
    /// Whether to generate `FailServer`, which fails every operation with one
    /// error
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "where-possible",
        conflicts_with = "client"
    )]
    pub fail_server: FailServer,
    /// Derive one trait more on the enum of operations, by its path
    #[arg(long, value_name = "TRAIT")]
    pub derive: Vec<String>,
    /// Let functions of operations that cannot fail return the bare value
    #[arg(long, conflicts_with = "client")]
    pub plain_infallible_returns: bool,
    /// An operation that the server does not support
    #[arg(long, value_name = "OPERATION", conflicts_with = "client")]
    pub unsupported: Vec<String>,
    /// Let only the tasks of these indices call an operation; without a task,
    /// nobody
    #[arg(long, value_name = "OPERATION=TASK,..", conflicts_with = "client")]
    pub allow: Vec<Allowed>,
    /// Let clients be made of task slots, too
    #[arg(long, conflicts_with = "server")]
    pub task_slots: bool,
    /// Send idempotent requests at most so many times
    #[arg(long, value_name = "SENDS")]
    pub retry_bound: Option<NonZeroU32>,
}

const AFTER_HELP: &str = "\
Examples:
  idol expand idl/spi.idol --client
  idol expand idl/spi.idol --server --no-counters > stub.rs
  idol expand idl/spi.idol --server --allow exchange=2,5 --allow lock=";

/// Which side; one must be given.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub struct SideFlags {
    /// The client
    #[arg(long)]
    pub client: bool,
    /// The server
    #[arg(long)]
    pub server: bool,
}

/// When a server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Style {
    /// Each request before it takes the next
    InOrder,
    /// When it is ready, in any order
    Pipelined,
}

/// When `FailServer` is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailServer {
    /// Where all operations have the same error
    WherePossible,
    /// Always; otherwise there is an error
    Always,
    /// Always, also for errors of several types
    Mixed,
    /// Never
    Never,
}

/// Who may call an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    operation: String,
    tasks: Vec<usize>,
}

/// `exchange=2,5`.
impl FromStr for Allowed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (operation, tasks) = text.split_once('=').ok_or_else(|| {
            "write an operation, `=`, and indices of tasks".to_owned()
        })?;
        let task = |text: &str| {
            text.trim()
                .parse()
                .map_err(|_| format!("`{text}` is not the index of a task"))
        };
        let tasks = match tasks.trim() {
            "" => Vec::new(),
            tasks => tasks.split(',').map(task).collect::<Result<_, _>>()?,
        };
        Ok(Self {
            operation: operation.trim().to_owned(),
            tasks,
        })
    }
}

impl Arguments {
    fn side(&self) -> Side {
        match self.side.client {
            true => Side::Client,
            false => Side::Server,
        }
    }

    fn generator(&self) -> Result<Generator, Failure> {
        let counters = CounterSettings::default();
        let counters = match self.no_counters {
            true => counters
                .with_client_counters(false)
                .with_server_counters(false),
            false => counters.combine_client_errors(self.combine_client_errors),
        };
        let generator = Generator::new()
            .with_counters(counters)
            .with_plain_infallible_returns(self.plain_infallible_returns)
            .with_unsupported_operations(&self.unsupported)
            .with_retry_bound(self.retry_bound)
            .with_task_slots(self.task_slots)
            .with_op_enum_derives(&self.derive)
            .map_err(|error| Failure::new(error.to_string()))?;
        Ok(match self.fail_server {
            FailServer::WherePossible => generator,
            FailServer::Always => generator.with_error_server(),
            FailServer::Mixed => generator.with_mixed_error_server(),
            FailServer::Never => generator.without_error_server(),
        })
    }

    fn allowed_callers(&self) -> AllowedCallers {
        let mut callers = AllowedCallers::new();
        for Allowed { operation, tasks } in &self.allow {
            callers.entry(operation.clone()).or_default().extend(tasks);
        }
        callers
    }
}

/// Generates the code and writes it to standard output.
///
/// # Errors
///
/// If a setting makes no sense, or the code cannot be written.
pub fn run(
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let generator = arguments.generator()?;
    let input = Input::of(&arguments.file);
    let checks =
        Checks::new(arguments.side()).with_style(match arguments.style {
            Style::InOrder => check::Style::InOrder,
            Style::Pipelined => check::Style::Pipelined,
        });
    let (source, loaded) =
        match reports::legal_interface(&input, checks, console)? {
            Ok(legal) => legal,
            Err(outcome) => return Ok(outcome),
        };
    let mut code = Vec::new();
    let generated = match arguments.side() {
        Side::Client => {
            generator.generate_client_stub(&loaded.syntax, &mut code)
        }
        Side::Server | Side::Either => generator
            .generate_restricted_server_support(
                &loaded.syntax,
                match arguments.style {
                    Style::InOrder => ServerStyle::InOrder,
                    Style::Pipelined => ServerStyle::Pipelined,
                },
                &arguments.allowed_callers(),
                &mut code,
            ),
    };
    if let Err(error) = generated {
        return refuse(error, &source, console);
    }
    let code = String::from_utf8_lossy(&code);
    let out = console.out();
    match out.has_color() {
        true => {
            let code = shown::lines(&code, Colors::Shown);
            out.write_all(highlight::rust(&code).as_bytes())?;
        }
        false => out.data(code.as_bytes())?,
    }
    Ok(Outcome::Fine)
}

/// Settings that do not fit the interface.
fn refuse(
    error: Box<dyn Error + Send + Sync>,
    source: &idol::source::Source,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    match error.downcast::<Report>() {
        Ok(report) => {
            let found = report.diagnostics().to_vec();
            reports::refuse(&Report::new(Some(source), found), console)
        }
        Err(error) => Err(Failure::new(error.to_string())),
    }
}
