//! Commands on pages are those that there are.
//!
//! `idol` is parsed by the command's own definition of its arguments. Cargo's
//! packages and tests are those of the workspace, and what is run is run by
//! `.ci/run`. A path is a file here. Where a page shows what a run prints, it
//! is run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use clap::Parser;
use clap::error::ErrorKind;
use serde_json::Value;

use crate::page::{Block, Page, read, root};

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

/// What is in the workspace.
pub(crate) struct Known {
    packages: BTreeMap<String, Package>,
    ci: String,
}

struct Package {
    manifest: PathBuf,
    is_for_users: bool,
    tests: Vec<String>,
}

/// The manifests of the workspace.
pub(crate) fn manifests() -> Vec<PathBuf> {
    let known = Known::of_this_workspace();
    let packages = known.packages.into_values();
    packages.map(|package| package.manifest).collect()
}

impl Known {
    pub(crate) fn of_this_workspace() -> Self {
        let cargo = env::var_os("CARGO").expect("cargo runs this test");
        let output = Command::new(cargo)
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .args(["--offline", "--locked"])
            .current_dir(root())
            .output()
            .expect("cargo can be run");
        let metadata: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| {
                panic!("{}", String::from_utf8_lossy(&output.stderr))
            });
        let text = |value: &Value| {
            value.as_str().expect("cargo says a text").to_owned()
        };
        let list = |value: &Value| {
            value.as_array().cloned().expect("cargo says a list")
        };
        let package = |package: &Value| Package {
            manifest: text(&package["manifest_path"]).into(),
            is_for_users: package["publish"].is_null()
                || text(&package["manifest_path"]).contains("/host/"),
            tests: list(&package["targets"])
                .iter()
                .filter(|target| target["kind"][0] == "test")
                .map(|target| text(&target["name"]))
                .collect(),
        };
        Self {
            packages: list(&metadata["packages"])
                .iter()
                .map(|of| (text(&of["name"]), package(of)))
                .collect(),
            ci: read(".ci/run").expect("there is a CI script"),
        }
    }

    /// Commands on a page that do not exist.
    pub(crate) fn wrong(&self, page: &Page) -> Vec<String> {
        let blocks = page.blocks.iter();
        let commands: Vec<_> = blocks.flat_map(commands).collect();
        commands
            .iter()
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

    /// Packages for users, which are published or stand in for Hubris's, that
    /// have no page with an example: neither a README beside the manifest nor
    /// the documentation of the library.
    pub(crate) fn without_example(&self) -> Vec<&str> {
        let has_example = |package: &Package| {
            let folder = package.manifest.parent().expect("it has a folder");
            ["README.md", "src/lib.rs"].iter().any(|file| {
                let text = fs::read_to_string(folder.join(file));
                let text = text.unwrap_or_default();
                let page = |line: &&str| {
                    file.ends_with(".md") || line.starts_with("//!")
                };
                text.lines().filter(page).any(|line| line.contains("```"))
            })
        };
        self.packages
            .iter()
            .filter(|(_, package)| package.is_for_users)
            .filter(|(_, package)| !has_example(package))
            .map(|(name, _)| name.as_str())
            .collect()
    }
}

/// The commands of a block: the lines with a prompt or, if it is indented,
/// all; each with the lines that continue it.
fn commands(block: &Block) -> Vec<String> {
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

/// Runs on a page that print something else than is shown. Only what cargo
/// runs of this workspace may show what it prints.
pub(crate) fn printed_otherwise(page: &Page) -> Vec<String> {
    let blocks = page.blocks.iter().filter(|b| b.is("console"));
    blocks.filter_map(|block| printed(block).err()).collect()
}

fn printed(block: &Block) -> Result<(), String> {
    let shown: Vec<_> = block
        .text
        .lines()
        .filter(|line| !line.starts_with("$ "))
        .collect();
    if shown.is_empty() {
        return Ok(());
    }
    let [command] = &commands(block)[..] else {
        return Err(format!("output of which command?\n{}", block.text));
    };
    let words = shlex::split(command).unwrap_or_default();
    let ["cargo", "run", arguments @ ..] =
        &words.iter().map(String::as_str).collect::<Vec<_>>()[..]
    else {
        return Err(format!("`{command}` is not run by this test"));
    };
    let output = Command::new(env::var_os("CARGO").expect("cargo is running"))
        .args(["run", "-q", "--locked"])
        .args(arguments)
        .current_dir(root())
        .output()
        .map_err(|why| format!("{command}: {why}"))?;
    let printed = String::from_utf8_lossy(&output.stdout);
    match output.status.success() && printed.trim() == shown.join("\n") {
        true => Ok(()),
        false => Err(format!(
            "`{command}` prints\n{printed}{}",
            String::from_utf8_lossy(&output.stderr)
        )),
    }
}

/// What tests say to run for blessing, and `CONTRIBUTING.md` does not.
pub(crate) fn unexplained_blessings() -> Vec<String> {
    let page = read("CONTRIBUTING.md").expect("there is one");
    let mut files = Vec::new();
    for folder in ["cli/tests", "tests"] {
        rust_in(&root().join(folder), &mut files);
    }
    let mut unexplained: Vec<_> = files
        .iter()
        .flat_map(|file| blessings(file))
        .filter(|command| !page.contains(&format!("`{command}`")))
        .collect();
    unexplained.sort();
    unexplained.dedup();
    unexplained
}

fn rust_in(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            rust_in(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The commands with `IDOL_BLESS` that a file has in quotes.
fn blessings(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).expect("the file can be read");
    let commands = text.match_indices("IDOL_BLESS=1 cargo").map(|(at, _)| {
        let rest = &text[at..];
        let end = rest.find(['`', '"', '\\', '\n']);
        rest[..end.unwrap_or(rest.len())].to_owned()
    });
    // This file names the beginning alone.
    commands.filter(|c| c.contains(" test ")).collect()
}
