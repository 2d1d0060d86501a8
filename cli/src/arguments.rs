//! What can be asked for: the subcommands, and what holds for all of them.

use clap::{Parser, Subcommand};

use crate::console::Color;
#[cfg(unix)]
use crate::monitor;
use crate::{
    bind, call, check, completions, diff, doc, dump, expand, explain, fmt,
    image, lsp, man, new, schema,
};

/// Checks, explains and shows `.idol` files, the interfaces of Hubris tasks.
#[derive(Debug, Parser)]
#[command(name = "idol", version, after_help = AFTER_HELP)]
pub struct Arguments {
    /// Use colours: auto, always or never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true,
        display_order = 900
    )]
    pub color: Color,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const AFTER_HELP: &str = "\
Examples:
  idol new lamp                        a project to begin with
  idol check                           every .idol file below this folder
  idol explain E0140                   what an error means
  idol expand idl/spi.idol --client    the client that a build would generate
  idol doc idl -o wire                 a page for each interface
  idol dump idl/spi.idol | jq .wire    the wire table as data
  idol schema target/spi               the same with all types, of a task's file
  idol image build.zip                 whether clients and servers agree
  idol call lab.sock sensor.latest     a call to a system that runs

Exit codes:
  0  all is well
  1  something is wrong with an interface
  2  the command could not do what it was asked to";

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a project that builds: an interface, both sides, and a test.
    New(new::Arguments),
    /// Tell what is wrong with interfaces.
    Check(check::Arguments),
    /// Tell what a code means, with a wrong and a right example.
    Explain(explain::Arguments),
    /// Tell what changed from one interface to another, and what that breaks.
    Diff(diff::Arguments),
    /// Show the code that a build script would generate.
    Expand(expand::Arguments),
    /// Write Markdown pages about what interfaces do on the wire.
    Doc(doc::Arguments),
    /// Show an interface and its wire table as data.
    Dump(dump::Arguments),
    /// Show all that a program needs to call a server, as data.
    Schema(schema::Arguments),
    /// Tell what the tasks of an image say to each other, and what is wrong.
    Image(image::Arguments),
    /// Call a system that runs behind a bridge, or show the bytes of a call.
    Call(call::Arguments),
    /// Show what happens in a system behind a bridge, as it happens.
    #[cfg(unix)]
    Monitor(monitor::Arguments),
    /// Write clients in another language.
    Bind(bind::Arguments),
    /// Give files the one layout that all interfaces have.
    Fmt(fmt::Arguments),
    /// Serve an editor, which starts this itself.
    Lsp(lsp::Arguments),
    /// Write a script that completes this command's arguments in a shell.
    Completions(completions::Arguments),
    /// Write the manual pages.
    Man(man::Arguments),
}
