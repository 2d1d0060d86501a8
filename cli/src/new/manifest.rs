//! The manifests of new packages: what they depend on, exactly as it must
//! stand.

use std::collections::BTreeMap;

use super::checkout::{Idol, quoted};
use super::tree::{GENERATOR, Tree};

/// The manifest of one package.
pub(super) struct Manifest {
    text: String,
}

impl Manifest {
    pub(super) fn new(package: &str) -> Self {
        Self {
            text: format!(
                "[package]\nname = {}\nversion = \"0.1.0\"\n\
                 edition = \"2024\"\npublish = false\n",
                quoted(package)
            ),
        }
    }

    /// Makes the package the root of a workspace, wherever it is.
    pub(super) fn alone(self) -> Self {
        self.with(
            "\n# The root of a workspace, whatever is in the folders above. \
             A member of\n# another workspace has no such line.\n[workspace]\n",
        )
    }

    pub(super) fn with(mut self, text: &str) -> Self {
        self.text += text;
        self
    }

    /// Adds a section, sorted by name.
    pub(super) fn section(self, name: &str, lines: &[Dependency]) -> Self {
        let lines: BTreeMap<_, _> = lines
            .iter()
            .map(|line| (line.name(), line.as_str()))
            .collect();
        let lines: String = lines.into_values().collect();
        self.with(&format!("\n[{name}]\n{lines}"))
    }

    pub(super) fn text(self) -> String {
        self.text
    }
}

/// A line of a manifest.
pub(super) struct Dependency(String);

impl Dependency {
    pub(super) fn by_path(name: &str, path: &str) -> Self {
        Self(format!("{name} = {{ path = {} }}\n", quoted(path)))
    }

    pub(super) fn of_registry(name: &str, version: &str) -> Self {
        Self(format!("{name} = {version}\n"))
    }

    fn name(&self) -> &str {
        self.0.split(' ').next().unwrap_or_default()
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a stub of either side calls, on a laptop.
pub(super) fn of_stubs(idol: &Idol) -> Vec<Dependency> {
    let mut lines = vec![
        idol.dependency("counters", "counters", "host/counters", ""),
        idol.dependency(
            "idol-runtime",
            "idol-host-runtime",
            "host/runtime",
            "",
        ),
        idol.dependency("userlib", "userlib", "host/userlib", ""),
    ];
    lines
        .extend(of_registry().map(|(name, line)| format!("{name} = {line}\n")));
    lines.into_iter().map(Dependency).collect()
}

/// The kernel that runs tasks on a laptop.
pub(super) fn kernel(idol: &Idol) -> Dependency {
    Dependency(idol.dependency("kernel", "kernel", "host/kernel", ""))
}

/// The kernel, with a thread for each task: coroutines have stacks of their own,
/// of which the sanitizer that `cargo fuzz` builds in knows nothing, and takes
/// what it finds there for a mistake.
pub(super) fn kernel_of_threads(idol: &Idol) -> Dependency {
    let threads = ", features = [\"threads\"]";
    Dependency(idol.dependency("kernel", "kernel", "host/kernel", threads))
}

/// The generator.
pub(super) fn generator(idol: &Idol) -> Dependency {
    let lean = ", default-features = false";
    Dependency(idol.dependency("idol", "idol", "", lean))
}

/// The same in a tree, two folders below its root: as the tree shares them.
pub(super) fn of_stubs_in(tree: &Tree) -> Vec<Dependency> {
    let mut lines = vec![
        Dependency::by_path("counters", "../../lib/counters"),
        Dependency::by_path("userlib", "../../sys/userlib"),
        shared(tree, "idol-runtime", &from_git("")),
    ];
    lines.extend(of_registry().map(|(name, line)| shared(tree, name, line)));
    lines
}

/// The generator in a tree.
pub(super) fn generator_in(tree: &Tree) -> Dependency {
    shared(tree, "idol", &from_git(", default-features = false"))
}

fn from_git(settings: &str) -> String {
    format!("{{ git = \"{GENERATOR}\"{settings} }}")
}

/// What the tree says of a package, or what it would have to.
fn shared(tree: &Tree, name: &str, line: &str) -> Dependency {
    let line = match tree.shared.contains(name) {
        true => "{ workspace = true }",
        false => line,
    };
    Dependency(format!("{name} = {line}\n"))
}

fn of_registry() -> impl Iterator<Item = (&'static str, &'static str)> {
    [
        // Named by what `userlib::FromPrimitive` derives.
        (
            "num-traits",
            "{ version = \"0.2\", default-features = false }",
        ),
        (
            "zerocopy",
            "{ version = \"0.8\", default-features = false }",
        ),
        ("zerocopy-derive", "\"0.8\""),
    ]
    .into_iter()
}
