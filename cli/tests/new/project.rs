//! Projects in an empty folder outside this workspace.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{fs, str};

use crate::home::{HUBRIS, Home};
use crate::hubris;
use crate::run::Run;

/// Which packages there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Whole,
    ApiAndServer,
}

/// Where it finds Idol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    Checkout,
    Git,
}

/// A project, and the folder that it is in.
pub(crate) struct Project {
    folder: tempfile::TempDir,
    name: String,
}

impl Project {
    pub(crate) fn new(
        name: &str,
        style: &str,
        shape: Shape,
        from: From,
    ) -> Self {
        let project = Self {
            folder: tempfile::tempdir().expect("a folder"),
            name: name.to_owned(),
        };
        let mut arguments = vec!["new", name, "--style", style];
        if shape == Shape::ApiAndServer {
            arguments.push("--api-and-server");
        }
        let url = format!("file://{}", project.repository().display());
        if from == From::Git {
            project.make_repository();
            arguments.extend(["--git", &url]);
        }
        let mut idol = Command::new(env!("CARGO_BIN_EXE_idol"));
        idol.current_dir(project.folder.path()).args(arguments);
        Run::of(&mut idol).success();
        project
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }

    fn repository(&self) -> PathBuf {
        self.folder.path().join("repository")
    }

    /// This project as it is here, committed or not.
    fn make_repository(&self) {
        let root = hubris::root();
        let to = self.repository();
        let git = |folder: &Path, arguments: &[&str]| {
            let mut command = Command::new("git");
            command.current_dir(folder).args(arguments);
            self.environment(&mut command);
            Run::of(&mut command).success().stdout
        };
        let kinds = ["--cached", "--others", "--exclude-standard", "-z"];
        let files = git(&root, &[&["ls-files"], &kinds[..]].concat());
        for file in files.split('\0').filter(|file| !file.is_empty()) {
            let to = to.join(file);
            fs::create_dir_all(to.parent().expect("a folder"))
                .expect("a folder");
            // One that was taken away is listed until that is committed.
            if root.join(file).is_file() {
                fs::copy(root.join(file), to).expect("it can be copied");
            }
        }
        git(&to, &["init", "-q"]);
        git(&to, &["add", "--all"]);
        git(&to, &["commit", "-q", "-m", "As it is"]);
    }

    pub(crate) fn take_the_repository_away(&self) {
        fs::remove_dir_all(self.repository()).expect("it was there");
    }

    /// Its files with this extension.
    pub(crate) fn files(&self, extension: &str) -> Vec<PathBuf> {
        let all = walkdir::WalkDir::new(self.path()).into_iter();
        all.map(|entry| entry.expect("it can be read").into_path())
            .filter(|path| path.extension().is_some_and(|e| e == extension))
            .collect()
    }

    /// Runs cargo in it; what is built stays for the next project.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Run {
        let cargo = std::env::var_os("CARGO").expect("cargo runs this test");
        let mut cargo = Command::new(cargo);
        cargo.current_dir(self.path()).args(arguments);
        self.environment(&mut cargo);
        Run::of(&mut cargo)
    }

    /// Runs the command in it.
    pub(crate) fn idol(&self, arguments: &[&str]) -> Run {
        let mut idol = Command::new(env!("CARGO_BIN_EXE_idol"));
        idol.current_dir(self.path()).args(arguments);
        Run::of(&mut idol)
    }

    fn environment(&self, command: &mut Command) {
        // One for all: crates of the registry are compiled once.
        static HOME: OnceLock<Home> = OnceLock::new();
        let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let home = HOME.get_or_init(|| {
            let nowhere = temporary.join("nowhere");
            Home::new(temporary.join("new_home"), vec![(HUBRIS, nowhere)])
        });
        home.environment(command, &temporary.join("new_target"));
    }
}

/// The target of this machine.
pub(crate) fn host() -> &'static str {
    static HOST: OnceLock<String> = OnceLock::new();
    HOST.get_or_init(|| {
        let output = Command::new("rustc")
            .arg("-vV")
            .output()
            .expect("rustc can be run");
        let said = str::from_utf8(&output.stdout).expect("a text");
        let host = said.lines().find_map(|line| line.strip_prefix("host: "));
        host.expect("rustc says it").to_owned()
    })
}
