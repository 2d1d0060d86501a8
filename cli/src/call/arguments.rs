//! What `idol call` is told.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Which call.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The socket of a bridge; with --bytes the operation, `Iface.op`, or `op`
    /// where there is one interface
    #[arg(value_name = "SOCKET|OPERATION")]
    pub target: String,
    /// The operation behind the socket, `server.op`; then arguments and leases,
    /// `name=value`: a value is JSON, as the schema says, and a string needs no
    /// quotes
    #[arg(value_name = "OPERATION|NAME=VALUE")]
    pub words: Vec<String>,
    /// The ELF file of a task that serves the interface
    #[arg(long, value_name = "TASK", requires = "bytes", group = "known")]
    pub elf: Option<PathBuf>,
    /// A schema, instead of a task
    #[arg(long, value_name = "FILE", requires = "bytes", group = "known")]
    pub schema: Option<PathBuf>,
    /// The whole request as JSON, instead of `NAME=VALUE`
    #[arg(long, value_name = "OBJECT")]
    pub json: Option<String>,
    /// Show the message, and send nothing
    #[arg(long, requires = "known")]
    pub bytes: bool,
    /// Seconds to wait for the answer; without it, as long as it takes
    #[arg(long, value_name = "SECONDS", conflicts_with = "bytes")]
    pub timeout: Option<u64>,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

const AFTER_HELP: &str = "\
Examples:
  idol call /run/lab.sock                  what can be called there
  idol call /run/lab.sock sensor.latest place=Room
  idol call /run/lab.sock spi.exchange chip=Flash source='[159,0]' sink=2
  idol call /run/lab.sock bridge.kill task=sensor
  idol call --elf target/sensor Sensor.get id=3 --bytes
  idol call --schema spi.json set_clock chip=Flash hertz=1000000 --bytes
  idol call --schema store.json put --bytes --json '{\"what\": {\"Near\": 3}}'

Exit codes:
  0  it has succeeded, or the message is shown
  1  it has failed, or the values fit no such call
  2  there is no bridge or no answer; a file could not be read, or does not
     tell all types";

/// How to show a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// In lines, argument by argument
    #[default]
    Human,
    /// As hexadecimal digits in one line
    Short,
    /// As a JSON object in one line
    Json,
}

impl Arguments {
    /// The first `name=value`, if there is one.
    pub(super) fn values(&self) -> Option<&String> {
        match self.bytes {
            true => self.words.first(),
            false => self.words.get(1),
        }
    }
}
