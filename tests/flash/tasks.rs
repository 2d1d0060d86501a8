//! The tasks of the package `firmware`, built for bare metal.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
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

/// What a panic does, and whether events are counted.
#[derive(Copy, Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Variant {
    /// A panic does nothing.
    Nopm,
    /// A panic formats its message.
    Pm,
    /// A panic does nothing, and events are counted.
    Counted,
    /// A panic does nothing, and clients are generated for speed.
    Fast,
    /// A panic does not link.
    NoPanic,
}

const VARIANTS: [(Variant, &str); 5] = [
    (Variant::Nopm, ""),
    (Variant::Pm, "pm"),
    (Variant::Counted, "counters"),
    (Variant::Fast, "fast"),
    (Variant::NoPanic, "no-panic"),
];

/// The names of the tasks: the files of the package's binaries.
pub(crate) fn names() -> Vec<String> {
    let folder = root().join("firmware/src/bin");
    let mut names: Vec<_> = fs::read_dir(folder)
        .expect("the firmware has tasks")
        .map(|entry| {
            let path = entry.expect("the folder can be read").path();
            let name = path.file_stem().unwrap_or_default();
            name.to_string_lossy().into_owned()
        })
        .collect();
    names.sort();
    names
}

/// All tasks for all targets that are installed.
pub(crate) struct Tasks(BTreeMap<(&'static str, Variant, String), Vec<u8>>);

impl Tasks {
    /// Builds them.
    ///
    /// # Errors
    ///
    /// What the compiler said.
    pub(crate) fn build() -> Result<Self, String> {
        let targets: Vec<_> =
            TARGETS.into_iter().filter(|t| t.is_installed()).collect();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tasks");
        let mut files = BTreeMap::new();
        for (variant, features) in VARIANTS {
            let built = |target: &Target, name: &str| {
                folder.join(target.name).join("firmware").join(name)
            };
            for target in &targets {
                for name in names() {
                    // What does not link must not be there from before.
                    let _ = fs::remove_file(built(target, &name));
                }
            }
            build(&targets, variant, features, &folder)?;
            for target in &targets {
                for name in names() {
                    if let Ok(file) = fs::read(built(target, &name)) {
                        files.insert((target.name, variant, name), file);
                    }
                }
            }
        }
        Ok(Self(files))
    }

    /// A task, if it links.
    pub(crate) fn find(
        &self,
        target: Target,
        variant: Variant,
        name: &str,
    ) -> Option<Image> {
        let file = self.0.get(&(target.name, variant, name.to_owned()))?;
        Some(Image::read(file).expect("the linker writes ELF files"))
    }

    /// The file of a task that links.
    pub(crate) fn file(
        &self,
        target: Target,
        variant: Variant,
        name: &str,
    ) -> &[u8] {
        self.0
            .get(&(target.name, variant, name.to_owned()))
            .unwrap_or_else(|| panic!("{name} does not link"))
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

fn build(
    targets: &[Target],
    variant: Variant,
    features: &str,
    folder: &Path,
) -> Result<(), String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .current_dir(root())
        .args(["build", "--package", "firmware", "--bins", "--locked"])
        .args(["--profile", "firmware", "--features", features])
        .arg("--target-dir")
        .arg(folder)
        // Sizes are those of the profile, whatever the environment says.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("CARGO_BUILD_TARGET");
    for target in targets {
        cargo.args(["--target", target.name]);
    }
    if variant == Variant::NoPanic {
        cargo.arg("--keep-going");
    }
    let output = cargo.output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr);
    let as_expected = output.status.success()
        || variant == Variant::NoPanic && said.contains("this_task_can_panic");
    if as_expected {
        Ok(())
    } else {
        Err(format!("{variant:?}: {said}"))
    }
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
