//! Commands on pages are those that there are.
//!
//! `idol` is parsed by the command's own definition of its arguments. Cargo's
//! packages and tests are those of the workspace, and what is run is run by
//! `.ci/run`. A path is a file here.

use std::ptr;

use clap::Parser;
use clap::error::ErrorKind;

use crate::page::{Block, Page, read, root};
use crate::workspace::Known;

/// Other programs that pages tell to use.
const OTHERS: [&str; 10] = [
    "apt-get",
    "callgrind_annotate",
    "cd",
    "cp",
    "git",
    "head",
    "mdbook",
    "mkdir",
    "rustup",
    "valgrind",
];

/// Subcommands of cargo that name no package.
const OF_CARGO: [&str; 7] = [
    "clippy", "doc", "fmt", "fuzz", "install", "mutants", "update",
];

impl Known {
    /// Commands on a page that do not exist.
    pub(crate) fn wrong(&self, page: &Page) -> Vec<String> {
        let blocks = page.blocks.iter();
        let commands: Vec<_> = blocks.flat_map(commands).collect();
        commands
            .iter()
            .filter(|command| !is_of_new_project(command, &commands))
            .flat_map(|line| line.split(['|', '&', ';']))
            .filter(|command| !command.trim().is_empty())
            .filter_map(|command| {
                let wrong = self.check(command).err()?;
                Some(format!("`{}`: {wrong}", command.trim()))
            })
            .collect()
    }

    fn check(&self, command: &str) -> Result<(), String> {
        let command = without_placeholders(command);
        let words = shlex::split(&command).ok_or("quotes do not match")?;
        let mut words: Vec<_> = words
            .iter()
            .map(String::as_str)
            .skip_while(|word| is_variable(word))
            .collect();
        if let Some(end) = words.iter().position(|word| *word == ">") {
            words.truncate(end);
        }
        let Some((program, arguments)) = words.split_first() else {
            return Ok(());
        };
        match *program {
            "idol" => idol(&words),
            "cargo" => self.cargo(arguments),
            path if path.contains('/') => match root().join(path).is_file() {
                true => Ok(()),
                false => Err("there is no such file".to_owned()),
            },
            other if OTHERS.contains(&other) => Ok(()),
            other => Err(format!("what is `{other}`?")),
        }
    }

    fn cargo(&self, arguments: &[&str]) -> Result<(), String> {
        let mut arguments = arguments.iter().copied().peekable();
        arguments.next_if(|first| first.starts_with('+'));
        let subcommand = arguments.next().unwrap_or_default();
        let options: Vec<_> =
            arguments.take_while(|option| *option != "--").collect();
        let after = |name: &str| {
            let at = options.iter().position(|option| *option == name)?;
            options.get(at + 1).copied()
        };
        if OF_CARGO.contains(&subcommand) {
            return match after("--path") {
                Some(path) => read(&format!("{path}/Cargo.toml")).map(drop),
                None => Ok(()),
            };
        }
        if !["build", "check", "run", "test"].contains(&subcommand) {
            return Err(format!("what is `cargo {subcommand}`?"));
        }
        let Some(name) = after("-p") else {
            let named = ["--workspace", "--manifest-path"];
            return match options.iter().any(|option| named.contains(option)) {
                true => Ok(()),
                false => Err("of which package?".to_owned()),
            };
        };
        let package = self.packages.get(name).ok_or("no such package")?;
        if let Some(test) = after("--test")
            && !package.tests.iter().any(|known| known == test)
        {
            return Err(format!("`{name}` has no test `{test}`"));
        }
        let is_run = self.ci.lines().any(|line| {
            let mut words = line.split_whitespace();
            words.any(|word| word == "run") && line.ends_with(name)
        });
        if subcommand == "run" && !is_run {
            return Err("`.ci/run` does not run it".to_owned());
        }
        Ok(())
    }
}

/// Whether a command is cargo's in a project that `idol new` has made above,
/// and in which the page went: its own tests run cargo there.
fn is_of_new_project(command: &String, all: &[String]) -> bool {
    let at = all.iter().position(|other| ptr::eq(other, command));
    let mut above = all[..at.unwrap_or_default()].iter().rev();
    let place = above.find_map(|line| line.strip_prefix("cd "));
    let made = place.map(|name| format!("idol new {name}"));
    command == "cargo test" && made.is_some_and(|made| all.contains(&made))
}

/// The commands of a block: the lines with a prompt or, if it is indented,
/// all; each with the lines that continue it.
pub(crate) fn commands(block: &Block) -> Vec<String> {
    let text = block.text.replace("\\\n", " ");
    match block.language.as_deref() {
        None => text.lines().map(str::to_owned).collect(),
        Some("console") => text
            .lines()
            .filter_map(|line| line.strip_prefix("$ "))
            .map(str::to_owned)
            .collect(),
        Some(_) => Vec::new(),
    }
}

/// A command in which `<what to put here>` is one word.
fn without_placeholders(command: &str) -> String {
    let mut is_inside = false;
    let kept = command.chars().filter_map(|c| match c {
        '<' => {
            is_inside = true;
            Some('X')
        }
        '>' if is_inside => {
            is_inside = false;
            None
        }
        _ => (!is_inside).then_some(c),
    });
    kept.collect()
}

fn is_variable(word: &str) -> bool {
    let name = word.split_once('=').map_or("", |(name, _)| name);
    let is_of_name = |c: char| c.is_ascii_uppercase() || c == '_';
    !name.is_empty() && name.chars().all(is_of_name)
}

fn idol(words: &[&str]) -> Result<(), String> {
    match idol_cli::arguments::Arguments::try_parse_from(words) {
        Ok(_) => Ok(()),
        Err(e) if e.kind() == ErrorKind::DisplayHelp => Ok(()),
        Err(e) => Err(e.to_string()),
    }
}
