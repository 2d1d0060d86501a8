//! A small tree in the shape of Hubris, in a folder of its own: a workspace
//! with a committed lock, a generator and a runtime from git, `userlib` and
//! `counters` by path, and tasks, each of which cargo builds alone.
//!
//! The generator there is a few lines that write a fixed text. The address of
//! its repository is the public one, which git is told to look for in a
//! folder.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use super::generator::{self, GENERATOR, Libraries};
use super::home::{HUBRIS, Home};
use super::lock;
use super::run::Run;
use super::task::Task;

pub(crate) struct Tree {
    folder: PathBuf,
    /// The repositories of the generator and of Hubris.
    public: PathBuf,
    home: Home,
}

impl Tree {
    /// Makes the tree `name`; `tasks` are its crates in `task/`, and more
    /// packages of the registry are in its lock for `libraries`.
    pub(crate) fn new(
        name: &str,
        libraries: Libraries,
        tasks: &[Task],
    ) -> Self {
        let temporary = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        // The target folder stays: what comes from the registry is the same
        // the next time.
        for folder in ["tree", "public"] {
            let _ = fs::remove_dir_all(temporary.join(folder));
        }
        let public = temporary.join("public");
        let addresses = vec![
            (GENERATOR, public.join("generator")),
            (HUBRIS, public.join("hubris")),
        ];
        let tree = Self {
            folder: temporary.join("tree"),
            public,
            home: Home::new(temporary.join("home"), addresses),
        };
        tree.make_public(libraries);
        tree.make_system();
        for task in tasks {
            tree.make_task(task);
        }
        tree.write("tree/idl/lamp.idol", INTERFACE);
        tree.write(
            "tree/Cargo.toml",
            &format!(
                "[workspace]\nresolver = \"2\"\n\
                 members = [\"lib/*\", \"sys/*\", \"task/*\"]\n\n\
                 [patch.\"{HUBRIS}\"]\n\
                 userlib = {{ path = \"sys/userlib\" }}\n\
                 counters = {{ path = \"lib/counters\" }}\n"
            ),
        );
        let generator = tree.public.join("generator");
        let revision = tree.git(&generator, &["rev-parse", "HEAD"]);
        tree.write(
            "tree/Cargo.lock",
            &lock::for_tree(revision.trim(), libraries, tasks),
        );
        tree.git(&tree.folder, &["init", "-q"]);
        tree
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    pub(crate) fn target(&self) -> PathBuf {
        self.folder.with_file_name("target")
    }

    pub(crate) fn lock(&self) -> String {
        fs::read_to_string(self.path("Cargo.lock")).expect("a lock")
    }

    /// Puts more lines behind the tree's `Cargo.toml`.
    pub(crate) fn append(&self, lines: &str) {
        let path = self.path("Cargo.toml");
        let manifest = fs::read_to_string(&path).expect("a manifest");
        fs::write(path, format!("{manifest}\n{lines}")).expect("it is ours");
    }

    pub(crate) fn commit(&self) {
        self.git(&self.folder, &["add", "--all"]);
        self.git(&self.folder, &["commit", "-q", "-m", "The tree"]);
    }

    /// From now on whoever asks for one of the git addresses fails.
    pub(crate) fn take_the_addresses_away(&self) {
        fs::remove_dir_all(&self.public).expect("it was there");
    }

    /// Runs a program in the tree.
    pub(crate) fn run(&self, program: &str, arguments: &[&str]) -> Run {
        self.run_with(&[], program, arguments)
    }

    /// The same with more in its environment.
    pub(crate) fn run_with(
        &self,
        environment: &[(&str, &str)],
        program: &str,
        arguments: &[&str],
    ) -> Run {
        let program = if program == "cargo" {
            env::var_os("CARGO").expect("cargo runs this test")
        } else {
            program.into()
        };
        let mut command = Command::new(program);
        command.current_dir(&self.folder).args(arguments);
        self.home.environment(&mut command, &self.target());
        command.envs(environment.iter().copied());
        Run::of(&mut command)
    }

    fn git(&self, folder: &Path, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        command.current_dir(folder).args(arguments);
        self.home.environment(&mut command, &self.target());
        Run::of(&mut command).success().stdout
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.with_file_name(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("it can be written");
    }

    fn make_public(&self, libraries: Libraries) {
        self.write(
            "public/generator/Cargo.toml",
            "[workspace]\nresolver = \"2\"\nmembers = [\"idol\", \"runtime\"]\n",
        );
        self.write(
            "public/generator/idol/Cargo.toml",
            &format!(
                "[package]\nname = \"idol\"\nversion = \"0.6.0\"\n\
                 edition = \"2021\"\n\n[dependencies]\n{}",
                libraries.manifest()
            ),
        );
        self.write("public/generator/idol/src/lib.rs", generator::SOURCE);
        self.write(
            "public/generator/runtime/Cargo.toml",
            &format!(
                "[package]\nname = \"idol-runtime\"\nversion = \"0.3.0\"\n\
                 edition = \"2021\"\n\n[dependencies]\n\
                 counters = {{ git = \"{HUBRIS}\" }}\n\
                 userlib = {{ git = \"{HUBRIS}\" }}\n\
                 zerocopy = {{ version = \"0.8\", default-features = false }}\n"
            ),
        );
        self.write("public/generator/runtime/src/lib.rs", generator::RUNTIME);
        // Cargo looks into it for the runtime's dependencies, before it lets
        // the tree's patch stand for what it finds.
        for name in ["userlib", "counters"] {
            copy_system(name, &self.public.join("hubris").join(name));
        }
        for repository in ["generator", "hubris"] {
            let folder = self.public.join(repository);
            self.git(&folder, &["init", "-q"]);
            self.git(&folder, &["add", "--all"]);
            self.git(&folder, &["commit", "-q", "-m", "As published"]);
        }
    }

    /// `userlib` and `counters`: what Hubris documents, in the version that
    /// it has there.
    fn make_system(&self) {
        copy_system("userlib", &self.folder.join("sys/userlib"));
        copy_system("counters", &self.folder.join("lib/counters"));
    }

    fn make_task(&self, task: &Task) {
        let folder = format!("tree/task/{}", task.name);
        self.write(&format!("{folder}/Cargo.toml"), &task.manifest());
        self.write(&format!("{folder}/src/lib.rs"), task.source());
        if let Some(script) = task.build_script() {
            self.write(&format!("{folder}/build.rs"), &script);
        }
    }
}

/// One of Hubris's crates, in the version that it has there.
fn copy_system(name: &str, to: &Path) {
    let from = root().join("tests/contract-only").join(name);
    copy(&from, to);
    let path = to.join("Cargo.toml");
    let manifest = fs::read_to_string(&path).expect("a manifest");
    let versioned =
        manifest.replace("version = \"0.0.0\"", "version = \"0.1.0\"");
    assert_ne!(manifest, versioned);
    fs::write(path, versioned).expect("it is ours");
    for manifest in [to.join("Cargo.toml"), to.join("derive/Cargo.toml")] {
        if let Ok(text) = fs::read_to_string(&manifest) {
            let named = text.replace("\"documented-", "\"");
            assert_ne!(text, named);
            fs::write(manifest, named).expect("it is ours");
        }
    }
}

/// The folder of this project, of which this file may be part of more than one
/// package.
pub(crate) fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut above = package.ancestors();
    let root = above.find(|folder| folder.join("tests/contract-only").is_dir());
    root.expect("a test is in the project").to_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("a readable folder");
        let to = to.join(entry.file_name());
        if entry.file_type().expect("a file or folder").is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("it can be copied");
        }
    }
}

const INTERFACE: &str = r#"Interface(
    name: "Lamp",
    ops: {
        "set": (
            doc: "Turns it on or off.",
            args: { "on": "bool" },
            reply: Result(ok: "()", err: ServerDeath),
        ),
    },
)
"#;
