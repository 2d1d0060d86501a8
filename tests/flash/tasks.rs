//! The tasks of the package `firmware`, built for bare metal.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::{env, fs};

use measure::Image;
use measure::processor::Core;

/// A processor that Hubris runs on.
#[derive(Copy, Clone)]
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) core: Core,
}

pub(crate) const TARGETS: [Target; 3] = [
    Target {
        name: "thumbv6m-none-eabi",
        core: Core::M0,
    },
    Target {
        name: "thumbv7em-none-eabihf",
        core: Core::M4,
    },
    Target {
        name: "thumbv8m.main-none-eabihf",
        core: Core::M33,
    },
];

impl Target {
    /// Whether there is a standard library for it.
    pub(crate) fn is_installed(self) -> bool {
        let mut rustc = Command::new(rustc());
        rustc.args(["--print", "target-libdir", "--target", self.name]);
        rustc.output().is_ok_and(|output| {
            let path = String::from_utf8_lossy(&output.stdout);
            Path::new(path.trim()).exists()
        })
    }
}

/// What is built of a task: what a panic does, and whether events are counted.
#[derive(Copy, Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Variant {
    /// A panic does nothing.
    Nopm,
    /// A panic formats its message.
    Pm,
    /// A panic does nothing, and events are counted.
    Counted,
    /// A panic does not link.
    NoPanic,
    /// Like `Nopm`, with callers of a client's operations and bodies of a
    /// server's.
    Calls,
}

impl Variant {
    fn features(self) -> &'static str {
        match self {
            Self::Nopm => "",
            Self::Pm => "pm",
            Self::Counted => "counters",
            Self::NoPanic => "no-panic",
            Self::Calls => "calls",
        }
    }

    /// Whether a task is built so.
    fn has(self, task: &str) -> bool {
        let side = |side: &str| {
            task.strip_suffix(side)
                .is_some_and(|name| !name.contains('_'))
        };
        let is_pair = PAIRS.iter().any(|(pair, _)| {
            task.strip_suffix("_by_hand").unwrap_or(task) == *pair
        });
        match self {
            Self::Nopm => true,
            Self::Pm | Self::NoPanic => !is_pair,
            Self::Counted => side("_client") || task.ends_with("_server"),
            Self::Calls => side("_client") || side("_server"),
        }
    }
}

/// Tasks that another does by hand what they have a line for, and how many
/// bytes that line may cost more.
pub(crate) const PAIRS: [(&str, usize); 3] =
    [("lending", 0), ("absent", 12), ("some", 0)];

/// The tasks of the quick set.
const QUICK: [&str; 6] = [
    "eeprom_client",
    "eeprom_server",
    "empty",
    "spi_client",
    "spi_server",
    "system_calls",
];

/// The names of the tasks that are built: of the files of the package's
/// binaries.
pub(crate) fn names() -> Vec<String> {
    let folder = root().join("firmware/src/bin");
    let mut names: Vec<_> = fs::read_dir(folder)
        .expect("the firmware has tasks")
        .map(|entry| {
            let path = entry.expect("the folder can be read").path();
            let name = path.file_stem().unwrap_or_default();
            name.to_string_lossy().into_owned()
        })
        .filter(|name| trials::all() || QUICK.contains(&name.as_str()))
        .collect();
    names.sort();
    names
}

type Files = BTreeMap<String, Vec<u8>>;

/// What a build gave: the tasks that link, or what the compiler said.
type Built = Arc<Result<Files, String>>;

/// The tasks. Those of a target and a variant are built when one of them is
/// asked for.
#[derive(Default)]
pub(crate) struct Tasks(Mutex<BTreeMap<(&'static str, Variant), Built>>);

impl Tasks {
    /// The tasks of a target and a variant that link.
    fn files(&self, target: Target, variant: Variant) -> Built {
        let mut built = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(
            built
                .entry((target.name, variant))
                .or_insert_with(|| Arc::new(build(target, variant))),
        )
    }

    /// The file of a task, if it is built so and links.
    pub(crate) fn file(
        &self,
        target: Target,
        variant: Variant,
        name: &str,
    ) -> Option<Vec<u8>> {
        match &*self.files(target, variant) {
            Ok(files) => files.get(name).cloned(),
            Err(error) => panic!("{error}"),
        }
    }

    /// A task, if it is built so and links.
    pub(crate) fn find(
        &self,
        target: Target,
        variant: Variant,
        name: &str,
    ) -> Option<Image> {
        let file = self.file(target, variant, name)?;
        Some(Image::read(&file).expect("the linker writes ELF files"))
    }

    /// A task that links.
    pub(crate) fn get(
        &self,
        target: Target,
        variant: Variant,
        name: &str,
    ) -> Image {
        self.find(target, variant, name)
            .unwrap_or_else(|| panic!("{name} does not link"))
    }
}

/// Builds the tasks of a target and a variant.
fn build(target: Target, variant: Variant) -> Result<Files, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tasks");
    let built =
        |name: &str| folder.join(target.name).join("firmware").join(name);
    let names: Vec<_> = names()
        .into_iter()
        .filter(|task| variant.has(task))
        .collect();
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .current_dir(root())
        .args(["build", "--package", "firmware", "--locked"])
        .args(["--profile", "firmware", "--features", variant.features()])
        .args(["--target", target.name, "--target-dir"])
        .arg(&folder)
        // Sizes are those of the profile, whatever the environment says.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("CARGO_BUILD_TARGET");
    for name in &names {
        cargo.args(["--bin", name]);
        // What does not link must not be there from before.
        let _ = fs::remove_file(built(name));
    }
    if variant == Variant::NoPanic {
        cargo.arg("--keep-going");
    }
    let output = cargo.output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr);
    let as_expected = output.status.success()
        || variant == Variant::NoPanic && said.contains("this_task_can_panic");
    if !as_expected {
        return Err(format!("{variant:?}: {said}"));
    }
    let files = names.into_iter().filter_map(|name| {
        let file = fs::read(built(&name)).ok()?;
        Some((name, file))
    });
    Ok(files.collect())
}

/// The compiler, as it calls itself.
pub(crate) fn compiler() -> String {
    let version = Command::new(rustc()).arg("--version").output();
    let version = version.expect("a compiler compiled this");
    String::from_utf8_lossy(&version.stdout).trim().to_owned()
}

fn rustc() -> PathBuf {
    env::var_os("RUSTC").map_or_else(|| "rustc".into(), PathBuf::from)
}

/// The repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
