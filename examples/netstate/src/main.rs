//! The command.

mod command;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::ColorChoice;
use clap::{Args, Parser, Subcommand};
use command::{Format, NoNamespace, Printer, enter};
use netstate::report::{self, Failure, TABLES};
use netstate::{Families, NetError, system};

/// What the network looks like, as the kernel knows it.
#[derive(Parser)]
#[command(version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Print JSON for programs.
    #[arg(long, global = true)]
    json: bool,
    /// Look at another network namespace, by the name that `ip netns` has.
    #[arg(long, global = true, value_name = "NAME")]
    netns: Option<String>,
}

const EXIT_CODES: &str = "\
Exit codes: 0, all is printed; 1, there is no such interface or namespace; 2, \
the arguments are wrong; 3, this user may not; 4, anything else. Nothing is \
printed unless it is 0.";

#[derive(Subcommand)]
enum Command {
    /// Interfaces, with their addresses and what their kinds have.
    Iface {
        /// This one alone.
        name: Option<String>,
    },
    /// Routes.
    Route(RouteArguments),
    /// The rules that say which table of routes is looked at.
    Rule,
    /// The JSON Schema of what `--json` prints.
    Schema,
    /// Open the server to other processes, by a socket.
    Serve {
        /// The socket's file.
        socket: PathBuf,
    },
}

#[derive(Args)]
struct RouteArguments {
    /// The table, by name or number, or `all`.
    #[arg(long, default_value = "main", value_parser = table)]
    table: u32,
    /// Of IPv4 alone.
    #[arg(short = '4', long)]
    ipv4: bool,
    /// Of IPv6 alone.
    #[arg(short = '6', long, conflicts_with = "ipv4")]
    ipv6: bool,
}

/// 0 for all.
fn table(text: &str) -> Result<u32, String> {
    let known = TABLES.iter().find(|(_, name)| *name == text);
    match (known, text.parse()) {
        (Some((number, _)), _) => Ok(*number),
        (None, Ok(number)) if number > 0 => Ok(number),
        (None, _) if text == "all" => Ok(0),
        (None, _) => Err(
            "a table is `main`, `local`, `default`, `all`, or a number from 1 on"
                .to_owned(),
        ),
    }
}

/// Why nothing is printed.
enum End {
    Namespace(NoNamespace),
    Report(Failure),
    Serve(idol_bridge::Error),
    Panicked,
}

impl End {
    fn code(&self) -> u8 {
        let is_denied =
            |error: &io::Error| error.kind() == io::ErrorKind::PermissionDenied;
        match self {
            Self::Report(Failure::NoInterface(_)) => 1,
            Self::Namespace(no)
                if no.error.kind() == io::ErrorKind::NotFound =>
            {
                1
            }
            Self::Namespace(no) if is_denied(&no.error) => 3,
            Self::Report(Failure::Server(_, NetError::NotPermitted)) => 3,
            Self::Serve(idol_bridge::Error::Io(error)) if is_denied(error) => 3,
            _ => 4,
        }
    }
}

impl std::fmt::Display for End {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Namespace(error) => write!(f, "{error}"),
            Self::Report(error) => write!(f, "{error}"),
            Self::Serve(error) => write!(f, "{error}"),
            Self::Panicked => f.write_str("it panicked"),
        }
    }
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        // Nobody reads any more.
        Err(End::Report(Failure::Output(error)))
            if error.kind() == io::ErrorKind::BrokenPipe =>
        {
            ExitCode::SUCCESS
        }
        Err(end) => {
            eprintln!("netstate: {end}");
            end.code().into()
        }
    }
}

fn run(arguments: Arguments) -> Result<(), End> {
    if let Some(name) = &arguments.netns {
        enter(name).map_err(End::Namespace)?;
    }
    let choice = anstream::AutoStream::choice(&io::stdout());
    let format = match (arguments.json, choice) {
        (true, _) => Format::Json,
        (false, ColorChoice::Never) => Format::Yaml,
        (false, _) => Format::Painted,
    };
    match arguments.command {
        Command::Schema => {
            let text = report::json_schema();
            let written =
                io::Write::write_all(&mut io::stdout(), text.as_bytes());
            return written
                .map_err(|error| End::Report(Failure::Output(error)));
        }
        Command::Serve { socket } => {
            let ready = || println!("listening at {}", socket.display());
            return system::serve(&socket, ready).map_err(End::Serve);
        }
        _ => {}
    }
    let print = move |state: &_| print(state, &arguments.command, format);
    let printer = system::beside(print).ok_or(End::Panicked)?;
    let printed = printer.and_then(|printer| {
        printer.end(io::stdout().lock()).map_err(Failure::Output)
    });
    printed.map_err(End::Report)
}

/// All that is asked for, not yet printed.
fn print(
    state: &netstate::NetState,
    command: &Command,
    format: Format,
) -> Result<Printer, Failure> {
    let mut printer = Printer::new(format);
    match command {
        Command::Iface { name } => {
            for interface in report::interfaces(state, name.as_deref())? {
                printer.add(&interface).map_err(Failure::Output)?;
            }
        }
        Command::Route(arguments) => {
            let family = match (arguments.ipv4, arguments.ipv6) {
                (true, _) => Families::Inet,
                (_, true) => Families::Inet6,
                _ => Families::Both,
            };
            let printer = std::cell::RefCell::new(&mut printer);
            report::routes(
                state,
                arguments.table,
                family,
                || printer.borrow_mut().begin().map_err(Failure::Output),
                |route| {
                    let mut printer = printer.borrow_mut();
                    printer.add(&route).map_err(Failure::Output)
                },
            )?;
        }
        Command::Rule => {
            for rule in report::rules(state)? {
                printer.add(&rule).map_err(Failure::Output)?;
            }
        }
        Command::Schema | Command::Serve { .. } => {}
    }
    Ok(printer)
}
