//! Projects in an empty folder outside this workspace.

use std::collections::BTreeMap;
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
        let mut arguments = vec!["new", name, "--style", style, "--fuzz"];
        if shape == Shape::ApiAndServer {
            arguments.push("--api-and-server");
        }
        let make = |more: &[&str]| {
            let mut idol = Command::new(env!("CARGO_BIN_EXE_idol"));
            idol.current_dir(project.folder.path());
            Run::of(idol.args(&arguments).args(more)).success();
        };
        make(&[]);
        if from == From::Git {
            let url = format!("file://{}", project.repository().display());
            let commit = project.make_repository();
            let lock = project.lock();
            fs::remove_dir_all(project.path()).expect("it was made");
            make(&["--git", &url]);
            let lock = by_git(&lock, &format!("git+{url}#{commit}"));
            fs::write(project.path().join("Cargo.lock"), lock)
                .expect("it can be written");
        }
        project
    }

    /// The lock that cargo makes of what has been fetched for this workspace.
    fn lock(&self) -> String {
        let ask = ["metadata", "--format-version", "1", "--offline"];
        let host = ["--filter-platform", host()];
        self.cargo(&[&ask[..], &host].concat()).success();
        fs::read_to_string(self.path().join("Cargo.lock")).expect("a lock")
    }

    /// Takes what the lock names for this machine, of which only the repository
    /// is not there yet: nothing else is asked.
    pub(crate) fn fetch(&self) {
        let ask = ["metadata", "--format-version", "1", "--locked"];
        let host = ["--filter-platform", host()];
        let run = self.cargo(&[&ask[..], &host].concat()).success();
        for word in [" index", "Downloaded"] {
            assert!(!run.stderr.contains(word), "{}", run.stderr);
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }

    fn repository(&self) -> PathBuf {
        self.folder.path().join("repository")
    }

    /// This project as it is here, committed or not.
    ///
    /// Its commit.
    fn make_repository(&self) -> String {
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
        git(&to, &["rev-parse", "HEAD"]).trim().to_owned()
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

    /// Has libFuzzer try so many messages.
    pub(crate) fn fuzz(&self, runs: u32) -> Run {
        let mut fuzz = Command::new("rustup");
        fuzz.current_dir(self.path());
        self.environment(&mut fuzz);
        // Those of the toolchain that runs this test.
        for name in ["RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
            fuzz.env_remove(name);
        }
        fuzz.args(["run", "nightly", "cargo", "fuzz", "run", "server", "--"])
            .arg(format!("-runs={runs}"))
            .arg("-seed=1");
        Run::of(&mut fuzz)
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

/// Makes the project `lamp` in a folder.
pub(crate) fn make(folder: &Path, options: &[&str]) {
    let mut idol = Command::new(env!("CARGO_BIN_EXE_idol"));
    idol.current_dir(folder).args(["new", "lamp"]).args(options);
    Run::of(&mut idol).success();
}

/// All files in a folder, by their paths there.
pub(crate) fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let path = entry.expect("it can be read").into_path();
        if path.is_file() {
            let below = path.strip_prefix(folder).expect("it is below");
            let text = fs::read_to_string(&path).expect("it is text");
            texts.insert(below.display().to_string(), text);
        }
    }
    texts
}

/// A lock in which the packages of this project come from a repository.
fn by_git(lock: &str, source: &str) -> String {
    let mut text = lock.replace("\r\n", "\n");
    for name in [
        "counters",
        "counters-derive",
        "idol",
        "idol-host-runtime",
        "kernel",
        "userlib",
    ] {
        let head = format!("\nname = \"{name}\"\nversion = \"");
        let (before, after) = text.split_once(&head).expect("it is locked");
        let (version, after) = after.split_once("\"\n").expect("a version");
        text = format!(
            "{before}{head}{version}\"\nsource = \"{source}\"\n{after}"
        );
    }
    text
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
