//! The tasks of this package, built as they are flashed, and for the host.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use std::{env, fs};

/// What tasks are built for.
#[derive(Copy, Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Target {
    Host,
    BareMetal,
}

const TRIPLE: &str = "thumbv7em-none-eabihf";

impl Target {
    /// What is missing for it, if anything.
    pub(crate) fn missing(self) -> Option<String> {
        match self {
            Self::Host => (!cfg!(target_os = "linux"))
                .then(|| "the host's files are not ELF".to_owned()),
            Self::BareMetal => {
                let rustc = env::var_os("RUSTC");
                let rustc = rustc.unwrap_or_else(|| "rustc".into());
                let installed = Command::new(rustc)
                    .args(["--print", "target-libdir", "--target", TRIPLE])
                    .output()
                    .is_ok_and(|output| {
                        let path = String::from_utf8_lossy(&output.stdout);
                        Path::new(path.trim()).exists()
                    });
                (!installed).then(|| format!("rustup target add {TRIPLE}"))
            }
        }
    }
}

/// Whether stubs have what they put into the debug information.
#[derive(Copy, Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Stubs {
    Typed,
    Untyped,
}

/// The tasks that link.
pub(crate) const TASKS: [&str; 7] = [
    "bench",
    "store",
    "relic",
    "riddle",
    "relay",
    "caller",
    "stale_caller",
];

/// Those among them that only serve.
pub(crate) const SERVERS: [&str; 4] = ["bench", "store", "relic", "riddle"];

/// The files of all tasks.
pub(crate) struct Tasks(BTreeMap<(Target, Stubs, &'static str), Vec<u8>>);

impl Tasks {
    /// Builds them for all targets that there are.
    ///
    /// # Errors
    ///
    /// What the compiler said.
    pub(crate) fn build() -> Result<Self, String> {
        let mut files = BTreeMap::new();
        for target in [Target::Host, Target::BareMetal] {
            if target.missing().is_some() {
                continue;
            }
            for stubs in [Stubs::Typed, Stubs::Untyped] {
                let mut cargo =
                    cargo(target, &["--bins", "--features", "tasks"]);
                if stubs == Stubs::Untyped {
                    cargo.env("IDOL_UNTYPED", "1");
                }
                let output = cargo.output().map_err(|e| e.to_string())?;
                if !output.status.success() {
                    return Err(said(&output));
                }
                for task in TASKS {
                    let path = folder(target).join(task);
                    let file = fs::read(&path)
                        .map_err(|e| format!("{}: {e}", path.display()))?;
                    files.insert((target, stubs, task), file);
                }
            }
        }
        Ok(Self(files))
    }

    pub(crate) fn get(
        &self,
        target: Target,
        stubs: Stubs,
        task: &'static str,
    ) -> &[u8] {
        &self.0[&(target, stubs, task)]
    }
}

/// Links a task with two servers: what the compiler said, if it refused.
///
/// # Errors
///
/// If there is no compiler.
pub(crate) fn link_two_servers(
    target: Target,
    task: &str,
    lto: bool,
) -> Result<Result<Vec<u8>, String>, String> {
    let what = ["--bin", task, "--features", "two-servers"];
    let mut cargo = cargo(target, &what);
    if !lto {
        cargo.env("CARGO_PROFILE_FIRMWARE_LTO", "off");
    }
    let output = cargo.output().map_err(|e| e.to_string())?;
    if !output.status.success() {
        return Ok(Err(said(&output)));
    }
    let file = fs::read(folder(target).join(task));
    file.map(Ok).map_err(|error| error.to_string())
}

/// Where cargo puts the tasks.
fn folder(target: Target) -> std::path::PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tasks");
    match target {
        Target::Host => root.join("release"),
        Target::BareMetal => root.join(TRIPLE).join("firmware"),
    }
}

fn cargo(target: Target, what: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["build", "--package", "debug", "--locked"])
        .args(what)
        .arg("--target-dir")
        .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("tasks"))
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("CARGO_BUILD_TARGET")
        .env_remove("IDOL_UNTYPED");
    match target {
        // Optimised, with all debug information.
        Target::Host => cargo
            .args(["--profile", "release"])
            .env("CARGO_PROFILE_RELEASE_DEBUG", "2"),
        Target::BareMetal => cargo
            .args(["--profile", "firmware", "--target", TRIPLE])
            .env("CARGO_PROFILE_FIRMWARE_DEBUG", "2"),
    };
    cargo
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
