//! `idol check`: what is wrong with interfaces.

pub mod fix;
pub mod json;
mod known;
mod levels;
mod progress;
mod summary;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use idol::check::{self, Checks, Side};
use idol::diagnostic::{Code, Diagnostic, Severity};
use idol::levels::{FILE, Level, Levels, Teller};
use idol::render;
use idol::report::Report;
use idol::source::Source;

use crate::codes;
use crate::console::Console;
use crate::diff::{self, Audience};
use crate::inputs;
use crate::legal::{self, Legal};
use crate::outcome::{Failure, Outcome};
use crate::reports;
use json::Finding;
use known::Known;
use progress::Progress;
use summary::Summary;

/// What to check, and how to tell what was found.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// Files, folders whose `.idol` files are all checked, or `-` for
    /// standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Check for clients: what no client could use is an error instead of a
    /// warning
    #[arg(long, conflicts_with = "server")]
    pub client: bool,
    /// Check for servers: what no client could use is fine
    #[arg(long)]
    pub server: bool,
    /// Warn of operations without `doc` too
    #[arg(long)]
    pub missing_docs: bool,
    /// Warn of matters of style too, unless a file `idol.toml` allows them
    #[arg(long)]
    pub pedantic: bool,
    /// Check nothing; show the level of each kind of warning in each folder,
    /// for this command and for builds
    #[arg(long)]
    pub print_config: bool,
    /// Fix what can be put right in one way, and say what was done; what is
    /// left is told as without it, and with --against what changed then
    #[arg(long)]
    pub fix: bool,
    /// With --fix, write nothing; show what would change, and end with exit
    /// code 1 if something would
    #[arg(long, requires = "fix")]
    pub diff: bool,
    /// How to tell what was found
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// End with exit code 1 on warnings too: `warnings` means all of them, a
    /// code or its name one kind; with --against, `look` means changes that
    /// are worth a look
    #[arg(long, value_name = "WHAT")]
    pub deny: Vec<Denied>,
    /// Tell what changed since a revision of git too, as `idol diff` does,
    /// and end with exit code 1 if that breaks something; `REV...` means where
    /// HEAD and the revision parted
    #[arg(long, value_name = "REV")]
    pub against: Option<String>,
    /// With --against, end with exit code 1 only on what breaks these; may be
    /// given several times, or with commas between
    #[arg(
        long = "for",
        value_name = "AUDIENCE",
        value_delimiter = ',',
        requires = "against",
        default_values_t = Audience::ALL
    )]
    pub audiences: Vec<Audience>,
    /// With --against, a file with changes that somebody decided to make, in
    /// lines such as `Iface.op operation-removed: nobody calls it`
    #[arg(long, value_name = "FILE", requires = "against")]
    pub accepted: Option<PathBuf>,
    /// With --against, a file with operations that other tools call,
    /// `Iface.op` in each line: what they notice is told as such
    #[arg(long, value_name = "FILE", requires = "against")]
    pub called_by: Option<PathBuf>,
}

const AFTER_HELP: &str = "\
Examples:
  idol check                           every .idol file below this folder
  idol check idl/spi.idol --client     one file, as a client's build would
  idol check idl --deny warnings       no warnings either
  idol check idl --deny machine-word   none of the kind W0202
  idol check --pedantic                matters of style too
  idol check --print-config idl        what is told, and what is denied
  idol check --format json | jq .code  one object for each thing found
  idol check --fix                     put right what can be in one way
  idol check --fix --diff              show what that would change
  idol check --against origin/main     and what changed since then
  idol check --against origin/main...  since this branch left it
  git show HEAD:idl/spi.idol | idol check -

Below a folder, hidden folders and those marked as a cache (as cargo's `target`
is) are left out.

A file `idol.toml` in an interface's folder, or in one above it in the
repository, sets levels: `[levels]`, `[check]`, `[build]` or `[folder.old]`,
and under it lines such as `W0202 = \"allow\"`, with \"allow\", \"warn\" or
\"deny\".

Exit codes:
  0  nothing is wrong; there may be warnings
  1  something is wrong with an interface, or there is a denied warning, or
     something changed that breaks somebody
  2  a file or folder could not be read, or has no interface in it";

/// How to tell what was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// With the lines of the file that it is about
    #[default]
    Human,
    /// In one line: file, line, column, what is wrong
    Short,
    /// As a JSON object in a line of its own
    Json,
}

/// Warnings that change the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// All of them.
    Warnings,
    /// Those of one kind.
    Kind(Code),
    /// Changes that are worth a look.
    Look,
}

impl std::str::FromStr for Denied {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "warnings" {
            return Ok(Self::Warnings);
        }
        if text == "look" {
            return Ok(Self::Look);
        }
        let code = codes::parse(text)?;
        match code.severity() {
            Severity::Warning => Ok(Self::Kind(code)),
            Severity::Error => Err(format!("{code} is an error already")),
        }
    }
}

impl Arguments {
    /// What is checked where nothing in particular is asked for.
    pub(crate) fn usual(pedantic: bool) -> Self {
        Self {
            paths: Vec::new(),
            client: false,
            server: false,
            missing_docs: false,
            pedantic,
            print_config: false,
            fix: false,
            diff: false,
            format: Format::Human,
            deny: Vec::new(),
            against: None,
            audiences: Audience::ALL.to_vec(),
            accepted: None,
            called_by: None,
        }
    }

    /// What there is to tell about a file.
    fn found(&self, source: &Source, levels: &Levels) -> Report {
        self.read(source, levels).0
    }

    /// The same, and the interface, if it is legal: without its warnings.
    pub(crate) fn read(
        &self,
        source: &Source,
        levels: &Levels,
    ) -> (Report, Option<Legal>) {
        let levels = self.asked(levels);
        let read = legal::read(source, self.checks(&levels));
        let (report, legal) = match read {
            Ok(mut legal) => {
                let none = Report::new(None, Vec::new());
                let told = std::mem::replace(&mut legal.warnings, none);
                (told, Some(legal))
            }
            Err(report) => (report, None),
        };
        // Usually levels change nothing, and there may be much to copy.
        let is_told = |found: &Diagnostic| {
            found.severity() == Severity::Error
                || levels.level(found.code, Teller::Check) == Level::Warn
        };
        if report.diagnostics().iter().all(is_told) {
            return (report, legal);
        }
        let mut found = report.diagnostics().to_vec();
        if levels.level(Code::ServerOnly, Teller::Check) == Level::Allow {
            check::no_client(&mut found);
        }
        levels.apply(Teller::Check, &mut found);
        (Report::new(Some(source), found), legal)
    }

    /// What becomes of what can be fixed.
    fn way(&self) -> Option<fix::run::Way> {
        match (self.fix, self.diff) {
            (true, true) => Some(fix::run::Way::Show),
            (true, false) => Some(fix::run::Way::Write),
            (false, _) => None,
        }
    }

    /// The paths in which something can be found. Where there was something
    /// in a revision, nothing now is told as a change.
    fn present(&self) -> Vec<PathBuf> {
        let paths = self.paths.iter();
        let is_there = |path: &&PathBuf| match self.against {
            Some(_) if path.is_dir() => !inputs::is_empty(path),
            Some(_) => path.exists(),
            None => true,
        };
        paths.filter(is_there).cloned().collect()
    }

    /// The levels, with what the command line asks for.
    fn asked(&self, levels: &Levels) -> Levels {
        let levels = levels.clone().pedantic(self.pedantic);
        let docs = levels.level(Code::MissingDoc, Teller::Check);
        match self.missing_docs && docs == Level::Allow {
            true => levels.with(Code::MissingDoc, Level::Warn),
            false => levels,
        }
    }

    /// What becomes of a kind of warning.
    fn level(&self, levels: &Levels, code: Code) -> Level {
        match self.asked(levels).level(code, Teller::Check) {
            Level::Warn if self.denies(code) => Level::Deny,
            level => level,
        }
    }

    fn checks(&self, levels: &Levels) -> Checks {
        let side = match (self.client, self.server) {
            (true, _) => Side::Client,
            (false, true) => Side::Server,
            (false, false) => Side::Either,
        };
        let docs = levels.level(Code::MissingDoc, Teller::Check);
        Checks::new(side)
            .with_missing_docs(docs != Level::Allow)
            .with_debuggers(true)
    }

    fn denies(&self, code: Code) -> bool {
        self.deny.iter().any(|denied| match denied {
            Denied::Warnings => code.severity() == Severity::Warning,
            Denied::Kind(kind) => *kind == code,
            Denied::Look => false,
        })
    }

    /// What one diagnostic means for the exit code.
    fn outcome(&self, diagnostic: &Diagnostic) -> Outcome {
        match self.denies(diagnostic.code) {
            true => Outcome::Problems,
            false => reports::outcome_of(diagnostic),
        }
    }
}

/// Checks interfaces and writes what was found to standard output.
///
/// # Errors
///
/// If a folder has no interface in it, or the result cannot be written.
pub fn run(
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    if arguments.print_config {
        let inputs = inputs::find(&arguments.paths)?;
        let as_json = arguments.format == Format::Json;
        let level = |levels: &Levels, code| arguments.level(levels, code);
        return levels::print(&inputs, as_json, level, console);
    }
    if arguments.deny.contains(&Denied::Look) && arguments.against.is_none() {
        return Err(Failure::new(
            "`--deny look` is about changes: name a revision, `--against REV`",
        ));
    }
    let mut pairs = match &arguments.against {
        Some(revision) => diff::git::pairs(&arguments.paths, revision)?,
        None => Vec::new(),
    };
    let inputs = inputs::find(&arguments.present())?;
    let mut summary = Summary::default();
    let mut outcome = Outcome::Fine;
    let mut known = Known::default();
    let progress = Progress::of(inputs.len());
    for input in inputs {
        let (near, wrong) = known.of(&input);
        if let Some(report) = wrong {
            outcome = Outcome::Incomplete;
            summary.add(&report);
            let name = report.source().map_or(FILE, Source::name);
            progress.pause(|| {
                write(name, &report, arguments.format, console)?;
                Ok::<_, Failure>(console.flush()?)
            })?;
        }
        let report = match input.read() {
            Ok(source) => {
                let found = |of: &Source| arguments.found(of, &near.levels);
                let (source, ended) = match arguments.way() {
                    Some(way) => {
                        fix::run::one(&input, source, way, found, console)?
                    }
                    None => (source, Outcome::Fine),
                };
                outcome = outcome.max(ended);
                // What is compared was read before.
                if arguments.fix {
                    for pair in &mut pairs {
                        pair.is_now(&source);
                    }
                }
                found(&source)
            }
            Err(unread) => unread,
        };
        summary.add(&report);
        for diagnostic in report.diagnostics() {
            outcome = outcome.max(arguments.outcome(diagnostic));
        }
        if !report.is_empty() {
            progress.pause(|| {
                let name = input.name();
                write(&name, &report, arguments.format, console)?;
                Ok::<_, Failure>(console.flush()?)
            })?;
        }
        progress.advance();
    }
    progress.end();
    if arguments.against.is_some() {
        let changes = diff::All {
            format: match arguments.format {
                Format::Human => diff::Format::Human,
                Format::Short => diff::Format::Short,
                Format::Json => diff::Format::Json,
            },
            audiences: &arguments.audiences,
            denies_look: arguments.deny.contains(&Denied::Look),
            denies_warnings: arguments.deny.contains(&Denied::Warnings),
            accepted: arguments.accepted.as_deref(),
            called_by: arguments.called_by.as_deref(),
            is_whole: arguments.paths.iter().any(|path| path.is_dir()),
            new_is_checked: true,
        };
        outcome = outcome.max(changes.run(pairs, console)?);
    }
    if arguments.format == Format::Human {
        writeln!(console.err()?, "{summary}")?;
    }
    Ok(outcome)
}

/// Writes what was found in the file of that name.
fn write(
    name: &str,
    report: &Report,
    format: Format,
    console: &mut Console,
) -> Result<(), Failure> {
    let out = console.out();
    let source = report.source();
    match format {
        Format::Human => {
            reports::write(report, out)?;
            writeln!(out)?;
        }
        Format::Short => {
            for diagnostic in report.diagnostics() {
                writeln!(out, "{}", render::line(source, diagnostic))?;
            }
        }
        Format::Json => {
            for finding in Finding::all(name, report) {
                out.json(&finding)?;
            }
        }
    }
    Ok(())
}
