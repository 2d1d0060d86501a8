//! `idol new`: a project that builds, with an interface, a server, a client
//! and a test that kills the server.

mod checkout;
mod fuzzing;
mod lock;
mod made;
mod manifest;
mod name;
mod place;
mod project;
mod template;
mod tree;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::console::Console;
use crate::expand::Style;
use crate::outcome::{Failure, Outcome};
use checkout::Idol;
use name::Name;
use tree::Tree;

/// What to make, and where.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    /// The folder to make, which has the name of the task; with `--hubris` the
    /// name alone
    pub name: PathBuf,
    /// When the server answers
    #[arg(long, value_name = "STYLE", default_value = "in-order")]
    pub style: Style,
    /// Make two packages: one for those who call the server, one for itself
    #[arg(long)]
    pub api_and_server: bool,
    /// Make a task in the Hubris tree that this folder is in: both packages,
    /// and a third beside them that tests the server on a laptop
    #[arg(long)]
    pub hubris: bool,
    /// Add a test that tries every message, and a package for `cargo fuzz`
    #[arg(long)]
    pub fuzz: bool,
    /// The checkout of Idol that the project depends on; without this or
    /// `--git` the one that this command was built from, or that a Hubris tree
    /// names
    #[arg(long, value_name = "DIR", conflicts_with = "git")]
    pub path: Option<PathBuf>,
    /// The repository of Idol that the project depends on
    #[arg(long, value_name = "URL")]
    pub git: Option<String>,
    /// The commit of that repository
    #[arg(long, value_name = "COMMIT", requires = "git")]
    pub rev: Option<String>,
}

const AFTER_HELP: &str = "\
Examples:
  idol new lamp                          a folder `lamp`; `cargo test` there
  idol new lamp --style pipelined        a server that answers when it is ready
  idol new lamp --fuzz                   tries every message, too
  idol new lamp --git URL --rev COMMIT   depends on a repository
  idol new lamp --hubris                 a task in the Hubris tree around here

If anything is wrong, or any of it is there already, nothing is written.";

/// Makes the project.
///
/// # Errors
///
/// If the name is none, something is in the way, what the project depends on is
/// not found, or a file cannot be written. Nothing is left behind then.
pub fn run(
    arguments: &Arguments,
    console: &mut Console,
) -> Result<Outcome, Failure> {
    let chosen = match (&arguments.path, &arguments.git) {
        (Some(path), _) => Some(Idol::in_checkout(path)?),
        (_, Some(url)) => Some(Idol::by_git(url, arguments.rev.as_deref())?),
        (None, None) => None,
    };
    let style = arguments.style;
    let name = &arguments.name;
    let next = if arguments.hubris {
        let name = Name::parse(name.as_os_str())?;
        let tree = Tree::around_here()?;
        let files =
            project::in_tree(&name, style, &tree, chosen, arguments.fuzz)?;
        place::all(&tree.root, &files)?;
        let [api, task] =
            ["-api", ""].map(|which| format!("task-{}{which}", name.package()));
        // Without this, too, all of it is there.
        let _ = lock::add(&tree.root, &[&task, &api]);
        let laptop = tree.folder_of(&name).join("laptop");
        tree.root.join(laptop)
    } else {
        let last = name.file_name().unwrap_or_default();
        let task = Name::parse(last)?;
        let idol = match chosen {
            Some(idol) => idol,
            None => Idol::of_this_command()?,
        };
        let files = match arguments.api_and_server {
            true => {
                project::api_and_server(&task, style, &idol, arguments.fuzz)
            }
            false => project::whole(&task, style, &idol, arguments.fuzz),
        };
        let parent = match name.parent() {
            Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
            Some(parent) => parent,
            None => Path::new("."),
        };
        place::all(parent, &files)?;
        name.clone()
    };
    let next = next.display();
    writeln!(console.out(), "made; next: cd {next} && cargo test")?;
    Ok(Outcome::Fine)
}

/// The text of a file of the project that the command makes in its plainest
/// shape; `None` if that has no such file, or cannot be called so.
pub fn file_of(name: &str, file: &str) -> Option<String> {
    let name = Name::parse(name.as_ref()).ok()?;
    let idol = Idol::of_this_command().ok()?;
    // All that there is in that shape.
    let made = project::whole(&name, Style::InOrder, &idol, true);
    let files = made.into_iter().flat_map(|(_, files)| files);
    let mut found = files.filter(|(path, _)| path == Path::new(file));
    found.next().map(|(_, text)| text)
}
