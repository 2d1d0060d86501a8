//! What a new task may be called.

use std::ffi::OsStr;

use idol::check::Side;
use idol::load;
use idol::source::Source;

use crate::outcome::Failure;

/// The longest name: lines of what is made stay as they are formatted.
const LONGEST: usize = 32;

/// Packages that the project depends on, crates that all Rust has, folders that
/// cargo makes: none can be the name of a package beside them.
const TAKEN: [&str; 18] = [
    "alloc",
    "build",
    "core",
    "counters",
    "deps",
    "examples",
    "idol",
    "idol-host-runtime",
    "idol-runtime",
    "incremental",
    "kernel",
    "proc-macro",
    "std",
    "test",
    "userlib",
    "zerocopy",
    "zerocopy-derive",
    "num-traits",
];

/// The name of a task, as in `bus-monitor`.
pub(super) struct Name(String);

impl Name {
    /// Takes a name: lower-case letters, digits, `-` and `_`, a letter first.
    pub(super) fn parse(name: &OsStr) -> Result<Self, Failure> {
        let text = name.to_string_lossy().into_owned();
        let refuse = |why: &str| {
            Err(Failure::new(format!(
                "`{text}` is no name of a task: {why}"
            )))
        };
        let is_ordinary = |c: char| {
            c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c)
        };
        if !text.starts_with(|c: char| c.is_ascii_lowercase())
            || !text.chars().all(is_ordinary)
            || text.ends_with(['-', '_'])
        {
            return refuse(
                "it has lower-case letters, digits, `-` and `_`, a letter \
                 first and neither `-` nor `_` last",
            );
        }
        if text.len() > LONGEST {
            return refuse(&format!("it is longer than {LONGEST} letters"));
        }
        if TAKEN.contains(&text.replace('_', "-").as_str()) {
            return refuse("a package or a folder that it needs is called so");
        }
        let name = Self(text.clone());
        if syn::parse_str::<syn::Ident>(&name.module()).is_err() {
            return refuse("it is a word of Rust's own");
        }
        let interface = format!(
            "Interface(name: \"{}\", ops: {{ \"add\": \
             (args: {{ \"value\": \"u32\" }}, reply: Result(ok: \"u32\", \
             err: ServerDeath)) }})",
            name.interface()
        );
        let source = Source::new(name.interface(), interface);
        match load::load(&source, Side::Either) {
            Ok(_) => Ok(name),
            Err(report) => {
                let mut found = report.diagnostics().iter();
                let why = found.next().map(|first| first.message.as_str());
                refuse(why.unwrap_or("no interface can be called so"))
            }
        }
    }

    /// As it was given: of the package and the task.
    pub(super) fn package(&self) -> &str {
        &self.0
    }

    /// Of the crate: `bus_monitor`.
    pub(super) fn module(&self) -> String {
        self.0.replace('-', "_")
    }

    /// Of the interface and its client: `BusMonitor`.
    pub(super) fn interface(&self) -> String {
        let words = self.0.split(['-', '_']);
        words
            .flat_map(|word| {
                let mut letters = word.chars();
                let first = letters.next().map(|c| c.to_ascii_uppercase());
                first.into_iter().chain(letters)
            })
            .collect()
    }

    /// Of a static: `BUS_MONITOR`.
    pub(super) fn constant(&self) -> String {
        self.module().to_ascii_uppercase()
    }
}
