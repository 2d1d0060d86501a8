//! A small tree in the shape of Hubris, in a folder of its own: a workspace
//! with a committed lock, a generator and a runtime from git, `userlib` and
//! `counters` by path, and tasks, each of which cargo builds alone.
//!
//! The generator there is a few lines that write a fixed text. The address of
//! its repository is the public one, which git is told to look for in a
//! folder.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use crate::lock;

pub(crate) const GENERATOR: &str =
    "https://github.com/oxidecomputer/idolatry.git";
const HUBRIS: &str = "https://github.com/oxidecomputer/hubris";

/// What the generator of the tree writes first.
pub(crate) const MARK: &str = "// the generator from git";

/// The crates that the generator from git depends on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Libraries {
    /// As few as ours.
    Few,
    /// Those with which such a generator is commonly written.
    Common,
}

pub(crate) struct Tree {
    folder: PathBuf,
    /// The repositories of the generator and of Hubris.
    public: PathBuf,
    cargo_home: PathBuf,
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
        for folder in ["tree", "public", "home"] {
            let _ = fs::remove_dir_all(temporary.join(folder));
        }
        let tree = Self {
            folder: temporary.join("tree"),
            public: temporary.join("public"),
            cargo_home: temporary.join("home"),
        };
        tree.make_cargo_home();
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
        self.environment(&mut command);
        command.envs(environment.iter().copied());
        Run::of(&mut command)
    }

    fn environment(&self, command: &mut Command) {
        // Nothing but the tree decides how it is built.
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if name.starts_with("CARGO") || name.starts_with("GIT_") {
                command.env_remove(name);
            }
        }
        let instead_of = |repository| {
            let folder = self.public.join(repository);
            format!("url.file://{}.insteadOf", folder.display())
        };
        command
            .env_remove("RUSTFLAGS")
            .env_remove("RUSTC_WRAPPER")
            .env("CARGO_HOME", &self.cargo_home)
            .env("CARGO_TARGET_DIR", self.target())
            .env("CARGO_NET_GIT_FETCH_WITH_CLI", "true")
            .env("CARGO_TERM_COLOR", "never")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_COUNT", "4")
            .env("GIT_CONFIG_KEY_0", instead_of("generator"))
            .env("GIT_CONFIG_VALUE_0", GENERATOR)
            .env("GIT_CONFIG_KEY_1", instead_of("hubris"))
            .env("GIT_CONFIG_VALUE_1", HUBRIS)
            .env("GIT_CONFIG_KEY_2", "user.name")
            .env("GIT_CONFIG_VALUE_2", "nobody")
            .env("GIT_CONFIG_KEY_3", "user.email")
            .env("GIT_CONFIG_VALUE_3", "nobody@example.com");
    }

    fn git(&self, folder: &Path, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        command.current_dir(folder).args(arguments);
        self.environment(&mut command);
        Run::of(&mut command).success().stdout
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.with_file_name(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("it can be written");
    }

    /// The user's own, but for what cargo keeps of git: the addresses there
    /// are real ones.
    fn make_cargo_home(&self) {
        let home = env::var_os("CARGO_HOME").map_or_else(
            || {
                let home = env::home_dir().expect("a home folder");
                home.join(".cargo")
            },
            PathBuf::from,
        );
        fs::create_dir_all(&self.cargo_home).expect("a folder");
        for name in ["registry", "config.toml", "config", "credentials.toml"] {
            let of_user = home.join(name);
            if of_user.exists() {
                std::os::unix::fs::symlink(of_user, self.cargo_home.join(name))
                    .expect("a link");
            }
        }
    }

    fn make_public(&self, libraries: Libraries) {
        let dependencies: String = match libraries {
            Libraries::Few => {
                "indexmap = { version = \"2\", default-features = false }\n\
                 proc-macro2 = { version = \"1\", default-features = false }\n"
            }
            Libraries::Common => {
                "indexmap = { version = \"2\", features = [\"serde\"] }\n\
                 prettyplease = \"0.2\"\n\
                 proc-macro2 = \"1\"\n\
                 quote = \"1\"\n\
                 ron = \"0.8\"\n\
                 serde = { version = \"1\", features = [\"derive\"] }\n\
                 serde_with = { version = \"3\", default-features = false, features = [\"macros\"] }\n\
                 syn = { version = \"2\", features = [\"full\", \"extra-traits\"] }\n"
            }
        }
        .to_owned();
        self.write(
            "public/generator/Cargo.toml",
            "[workspace]\nresolver = \"2\"\nmembers = [\"idol\", \"runtime\"]\n",
        );
        self.write(
            "public/generator/idol/Cargo.toml",
            &format!(
                "[package]\nname = \"idol\"\nversion = \"0.6.0\"\n\
                 edition = \"2021\"\n\n[dependencies]\n{dependencies}"
            ),
        );
        self.write("public/generator/idol/src/lib.rs", GENERATOR_SOURCE);
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
        self.write("public/generator/runtime/src/lib.rs", RUNTIME_SOURCE);
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
        let mut manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"0.1.0\"\n\
             edition = \"2021\"\n\n[dependencies]\n",
            task.name
        );
        for dependency in task.dependencies() {
            manifest += &match dependency {
                "counters" => {
                    "counters = { path = \"../../lib/counters\" }\n".to_owned()
                }
                "userlib" => {
                    "userlib = { path = \"../../sys/userlib\" }\n".to_owned()
                }
                "idol-runtime" => {
                    format!("idol-runtime = {{ git = \"{GENERATOR}\" }}\n")
                }
                "hubpack" => "hubpack = \"0.1\"\n".to_owned(),
                "num-traits" => "num-traits = { version = \"0.2\", \
                    default-features = false }\n"
                    .to_owned(),
                "num-derive" => "num-derive = { version = \"0.4\", \
                    default-features = false }\n"
                    .to_owned(),
                "serde" => "serde = { version = \"1\", default-features = \
                    false, features = [\"derive\"] }\n"
                    .to_owned(),
                name => format!("{name} = \"0.8\"\n"),
            };
        }
        let source = match task.kind {
            Kind::Neither => NEITHER_SOURCE,
            Kind::Client => CLIENT_SOURCE,
            Kind::Server => SERVER_SOURCE,
        };
        let call = match task.kind {
            Kind::Neither => None,
            Kind::Client => Some(
                "idol::client::build_client_stub(\
                 \"../../idl/lamp.idol\", \"stub.rs\")",
            ),
            Kind::Server => Some(
                "idol::server::build_server_support(\
                 \"../../idl/lamp.idol\", \"stub.rs\", \
                 idol::server::ServerStyle::InOrder)",
            ),
        };
        if let Some(call) = call {
            manifest += &format!(
                "\n[build-dependencies]\nidol = {{ git = \"{GENERATOR}\", \
                 default-features = false }}\n"
            );
            self.write(
                &format!("{folder}/build.rs"),
                &format!(
                    "fn main() -> Result<(), Box<dyn std::error::Error + Send \
                     + Sync>> {{\n    {call}\n}}\n"
                ),
            );
        }
        self.write(&format!("{folder}/Cargo.toml"), &manifest);
        self.write(&format!("{folder}/src/lib.rs"), source);
    }
}

/// A crate of the tree that is built alone.
pub(crate) struct Task {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// What it names beside what its stub needs.
    pub(crate) more: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Client,
    Server,
    Neither,
}

impl Task {
    pub(crate) fn new(name: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.into(),
            kind,
            more: &[],
        }
    }

    /// Sorted, as a lock has them.
    pub(crate) fn dependencies(&self) -> Vec<&'static str> {
        let mut dependencies = vec!["userlib"];
        if self.kind != Kind::Neither {
            dependencies.extend([
                "counters",
                "idol-runtime",
                "num-traits",
                "zerocopy",
                "zerocopy-derive",
            ]);
        }
        dependencies.extend(self.more);
        dependencies.sort_unstable();
        dependencies.dedup();
        dependencies
    }
}

/// How a program ran.
pub(crate) struct Run {
    ok: bool,
    what: String,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    fn of(command: &mut Command) -> Self {
        let Output {
            status,
            stdout,
            stderr,
        } = command
            .output()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self {
            ok: status.success(),
            what: format!(
                "{:?} {:?}",
                command.get_program(),
                command.get_args().collect::<Vec<_>>()
            ),
            stdout: String::from_utf8_lossy(&stdout).into_owned(),
            stderr: String::from_utf8_lossy(&stderr).into_owned(),
        }
    }

    pub(crate) fn success(self) -> Self {
        assert!(self.ok, "{} fails:\n{}", self.what, self.stderr);
        self
    }

    /// It succeeds, asks nobody, and has nothing to say.
    pub(crate) fn quiet(self) -> Self {
        let run = self.success();
        for word in ["warning", "Updating", "Downloading", "Locking"] {
            assert!(
                !run.stderr.contains(word),
                "{} says `{word}`:\n{}",
                run.what,
                run.stderr
            );
        }
        run
    }
}

/// One of Hubris's crates, in the version that it has there.
fn copy_system(name: &str, to: &Path) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&from.join("tests/contract-only").join(name), to);
    let path = to.join("Cargo.toml");
    let manifest = fs::read_to_string(&path).expect("a manifest");
    let versioned =
        manifest.replace("version = \"0.0.0\"", "version = \"0.1.0\"");
    assert_ne!(manifest, versioned);
    fs::write(path, versioned).expect("it is ours");
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
            idempotent: true,
        ),
    },
)
"#;

const GENERATOR_SOURCE: &str = r#"
type Done = Result<(), Box<dyn std::error::Error + Send + Sync>>;

fn write(source: &str, name: &str, text: &str) -> Done {
    println!("cargo:rerun-if-changed={source}");
    let path = std::path::Path::new(&std::env::var_os("OUT_DIR").unwrap()).join(name);
    Ok(std::fs::write(path, format!("// the generator from git\n{text}"))?)
}

pub mod client {
    pub fn build_client_stub(source: &str, name: &str) -> crate::Done {
        crate::write(source, name, "pub struct Lamp(pub userlib::TaskId);
            impl From<userlib::TaskId> for Lamp {
                fn from(task: userlib::TaskId) -> Self { Self(task) }
            }")
    }
}

pub mod server {
    pub enum ServerStyle { InOrder, Pipelined }

    pub fn build_server_support(source: &str, name: &str, _: ServerStyle) -> crate::Done {
        crate::write(source, name, "pub trait InOrderLampImpl {
            fn set(&mut self, _: &userlib::RecvMessage, on: bool)
                -> Result<(), idol_runtime::RequestError<core::convert::Infallible>>;
        }")
    }
}
"#;

const RUNTIME_SOURCE: &str = r#"#![no_std]
pub enum RequestError<E> { Runtime(E) }
pub trait NotificationHandler {
    fn current_notification_mask(&self) -> u32;
    fn handle_notification(&mut self, bits: userlib::NotificationBits);
}
"#;

const NEITHER_SOURCE: &str = r#"#![no_std]
pub fn me() -> userlib::TaskId { userlib::TaskId(3) }
"#;

const CLIENT_SOURCE: &str = r#"#![no_std]
pub mod idl { include!(concat!(env!("OUT_DIR"), "/stub.rs")); }
pub fn lamp() -> idl::Lamp { idl::Lamp::from(userlib::TaskId(3)) }
"#;

const SERVER_SOURCE: &str = r#"#![no_std]
pub mod idl { include!(concat!(env!("OUT_DIR"), "/stub.rs")); }

pub struct Lamp { pub on: bool }

impl idl::InOrderLampImpl for Lamp {
    fn set(&mut self, _: &userlib::RecvMessage, on: bool)
        -> Result<(), idol_runtime::RequestError<core::convert::Infallible>>
    {
        self.on = on;
        Ok(())
    }
}

impl idol_runtime::NotificationHandler for Lamp {
    fn current_notification_mask(&self) -> u32 { 0 }
    fn handle_notification(&mut self, _: userlib::NotificationBits) {}
}
"#;
