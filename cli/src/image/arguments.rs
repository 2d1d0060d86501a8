//! What `idol image` is told.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::diff::{self, Audience, Deny};

/// Which images, and what to look at.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The ELF files of tasks, folders of them, or archives of a build: all
    /// together are one image
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to tell it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// The image as it was: tell what changed, and what that breaks
    #[arg(long, value_name = "OLD")]
    pub against: Option<PathBuf>,
    /// With `--against`: end with exit code 1 only on what breaks these
    #[arg(
        long = "for",
        value_name = "AUDIENCE",
        value_delimiter = ',',
        default_values_t = Audience::ALL
    )]
    pub audiences: Vec<Audience>,
    /// A file with operations that other tools call, `Iface.op` in each line
    #[arg(long, value_name = "FILE")]
    pub called_by: Option<PathBuf>,
    /// Files or folders with interfaces as clients may know them, to tell how
    /// such a client differs from its server
    #[arg(long, value_name = "PATH")]
    pub idol: Vec<PathBuf>,
    /// End with exit code 1 on what is worth a look too
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
}

const AFTER_HELP: &str = "\
Examples:
  idol image build.zip
  idol image target/thumbv7em-none-eabihf/release/{spi,flash}
  idol image build.zip --called-by names.txt --format short
  idol image build.zip --against last.zip --for wire
  idol image build.zip --idol old/idl   how a client differs from its server

Exit codes:
  0  clients and servers agree; something may be worth a look
  1  they do not, one is missing, or what changed breaks somebody
  2  a file could not be read";

/// How to tell what an image is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Task by task, and then what is wrong
    #[default]
    Human,
    /// What is wrong, each in one line
    Short,
    /// As a JSON object for each task and for all that is wrong
    Json,
}

impl Format {
    /// How changes are told beside.
    pub(super) fn of_changes(self) -> diff::Format {
        match self {
            Self::Human => diff::Format::Human,
            Self::Short => diff::Format::Short,
            Self::Json => diff::Format::Json,
        }
    }
}
