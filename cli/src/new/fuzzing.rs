//! What `--fuzz` adds: a test that tries every message, and a package that has
//! `cargo fuzz` look for them.

use std::path::PathBuf;

use super::checkout::Idol;
use super::made::Made;
use super::manifest::{self, Dependency, Manifest};
use super::name::Name;
use super::template::{self, fill};
use crate::expand::Style;

/// Where the server is that is fuzzed.
pub(super) struct Fuzzed<'a> {
    /// The package that has it, without the task's name.
    pub(super) suffix: &'a str,
    /// Where that is in the project: empty, or with a slash behind it.
    pub(super) folder: &'a str,
    /// How a test outside of that package has its `server`.
    pub(super) uses: String,
}

impl Fuzzed<'_> {
    /// What the project's `README.md` says of these files.
    pub(super) fn rows(&self) -> String {
        let test = format!("{}tests/messages.rs", self.folder);
        format!(
            "| [`{test}`]({test}) | every message is tried |\n\
             | [`fuzz`](fuzz) | looks for more: `cargo +nightly fuzz run \
             server` |\n"
        )
    }

    /// The test, and the package `fuzz` beside it.
    pub(super) fn files(
        &self,
        name: &Name,
        style: Style,
        idol: &Idol,
    ) -> Vec<(PathBuf, String)> {
        let Self {
            suffix,
            folder,
            uses,
        } = self;
        // A request may wait for one that does not come.
        let patience = match style {
            Style::InOrder => "",
            Style::Pipelined => ".may_wait()",
        };
        let above = match *folder {
            "" => "..".to_owned(),
            folder => format!("../{}", folder.trim_end_matches('/')),
        };
        let words = [
            ("uses", uses.as_str()),
            ("patience", patience),
            ("package", &format!("/{above}")),
        ];
        let package = format!("{}{suffix}", name.package());
        let manifest = Manifest::new(&format!("{}-fuzz", name.package()))
            .with("\n[package.metadata]\ncargo-fuzz = true\n")
            .alone()
            .section(
                "dependencies",
                &[
                    Dependency::by_path(&package, &above),
                    manifest::kernel_of_threads(idol),
                    Dependency::of_registry("libfuzzer-sys", "\"0.4\""),
                ],
            )
            .with(
                "\n[[bin]]\nname = \"server\"\n\
                 path = \"fuzz_targets/server.rs\"\ntest = false\n\
                 doc = false\nbench = false\n",
            );
        let ignored = "/artifacts\n/corpus\n/coverage\n/target\n";
        let file = |path: String, text: String| (path.into(), text);
        vec![
            file(
                format!("{folder}tests/messages.rs"),
                fill(template::MESSAGES, &words),
            ),
            file("fuzz/.gitignore".to_owned(), ignored.to_owned()),
            file("fuzz/Cargo.toml".to_owned(), manifest.text()),
            file(
                "fuzz/fuzz_targets/server.rs".to_owned(),
                fill(template::FUZZ, &words),
            ),
        ]
    }
}

/// What is made, in its last folder with what `--fuzz` adds to it.
pub(super) fn with(
    fuzzed: Option<Fuzzed<'_>>,
    name: &Name,
    style: Style,
    idol: &Idol,
    mut made: Made,
) -> Made {
    if let (Some(fuzzed), Some((_, files))) = (fuzzed, made.last_mut()) {
        let dies = "the server dies |\n";
        let rows = format!("{dies}{}", fuzzed.rows());
        for (_, text) in files
            .iter_mut()
            .filter(|(path, _)| path.ends_with("README.md"))
        {
            *text = text.replacen(dies, &rows, 1);
        }
        files.extend(fuzzed.files(name, style, idol));
    }
    made
}
