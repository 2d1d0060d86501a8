//! The command: a server, or a client that prints what it hears.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use routebond::install::{Installer, Way};
use routebond::{
    Client, Route, RouteHandler, Server, ServerSettings, Settings,
};

/// Distributes routes of virtual networks between hypervisors.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Take connections, and tell each what the others announce.
    Server(ServerArguments),
    /// Connect to servers, announce routes, and print or install what they tell.
    Client(ClientArguments),
}

#[derive(Args)]
struct ServerArguments {
    /// Where to listen.
    #[arg(long, default_value = "[::]:4711")]
    listen: String,
    /// Seconds between two signs of life.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    keepalive: u32,
    /// Say nothing about who comes and goes.
    #[arg(long)]
    quiet: bool,
}

#[derive(Args)]
struct ClientArguments {
    /// A server, as host:port. Several share the work: each route is told once.
    #[arg(long, required = true)]
    server: Vec<String>,
    /// A virtual network to be told of, by its number.
    #[arg(long, value_name = "VNI")]
    subscribe: Vec<u32>,
    /// A route to announce: VNI#prefix@nexthop[#std|#lb|#nat#FROM#TO].
    #[arg(long, value_name = "ROUTE")]
    announce: Vec<Route>,
    /// A network's routes go to this table of the kernel.
    #[arg(long, value_name = "VNI#TABLE", requires = "tun")]
    install: Vec<Way>,
    /// The tunnel through which they lead.
    #[arg(long, value_name = "DEVICE")]
    tun: Option<String>,
    /// Seconds between two signs of life.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    keepalive: u32,
}

/// What went wrong, for people.
type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Server(arguments) => serve(&arguments),
        Command::Client(arguments) => client(arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("routebond: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Waits for Ctrl-C, or for the signal that ends services.
fn wait() -> Result<(), Failure> {
    let (sender, receiver) = sync_channel(1);
    ctrlc::set_handler(move || {
        let _ = sender.try_send(());
    })?;
    receiver.recv()?;
    Ok(())
}

fn serve(arguments: &ServerArguments) -> Result<(), Failure> {
    let settings = ServerSettings {
        keepalive: arguments.keepalive,
        is_loud: !arguments.quiet,
        ..ServerSettings::default()
    };
    let server = Server::start(&arguments.listen, settings)
        .map_err(|error| format!("{}: {error}", arguments.listen))?;
    println!("listening at {}", server.address());
    wait()
}

/// Prints what is told, and installs it.
struct Told(Option<Installer>);

impl Told {
    fn tell(&mut self, sign: char, route: &Route, installed: io::Result<()>) {
        // Nobody reads any more: the next signal ends this.
        let _ = writeln!(io::stdout(), "{sign} {route}");
        if let Err(error) = installed {
            eprintln!("routebond: {route}: {error}");
        }
    }
}

impl RouteHandler for Told {
    fn add_route(&mut self, route: &Route) {
        let done = self.0.as_mut().map_or(Ok(()), |to| to.add(route));
        self.tell('+', route, done);
    }

    fn remove_route(&mut self, route: &Route) {
        let done = self.0.as_mut().map_or(Ok(()), |to| to.remove(route));
        self.tell('-', route, done);
    }
}

fn client(arguments: ClientArguments) -> Result<(), Failure> {
    let installer = match &arguments.tun {
        Some(device) if !arguments.install.is_empty() => Some(
            Installer::new(device, &arguments.install)
                .map_err(|error| format!("cannot install routes: {error}"))?,
        ),
        _ => None,
    };
    let settings = Settings {
        keepalive: arguments.keepalive,
        ..Settings::default()
    };
    let servers = &arguments.server;
    let client = Client::connect(servers, Told(installer), settings)?;
    while let Err(why) = client.wait_established(Duration::from_secs(5)) {
        eprintln!("routebond: {why}; trying again");
    }
    for vni in &arguments.subscribe {
        client.subscribe(*vni)?;
    }
    for route in &arguments.announce {
        let announced = client.announce(*route);
        announced.map_err(|error| format!("{route}: {error}"))?;
    }
    wait()
}
