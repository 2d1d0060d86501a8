//! Where a project finds Idol: in a checkout, or in a repository.

use std::fs;
use std::path::{Path, PathBuf};

use crate::outcome::Failure;

/// Where the packages of this project are.
pub(super) enum Idol {
    /// In a folder. As manifests write it.
    Checkout(String),
    /// In a repository, at a commit or where it stands when it is fetched.
    Git { url: String, rev: Option<String> },
}

/// What a checkout has, and nothing else: the runtime for laptops.
const MARK: &str = "host/runtime/Cargo.toml";

impl Idol {
    /// The checkout in this folder.
    pub(super) fn in_checkout(path: &Path) -> Result<Self, Failure> {
        let shown = path.display();
        if !is_checkout(path) {
            return Err(Failure::new(format!(
                "`{shown}` is no checkout of Idol: it has no `{MARK}`"
            )));
        }
        let path = std::path::absolute(path).map_err(|error| {
            Failure::new(format!("cannot find `{shown}`: {error}"))
        })?;
        match path.to_str() {
            Some(path) => Ok(Self::Checkout(path.to_owned())),
            None => Err(Failure::new(format!(
                "`{shown}` cannot be written in a manifest: it is not UTF-8"
            ))),
        }
    }

    /// The repository at this address.
    pub(super) fn by_git(
        url: &str,
        rev: Option<&str>,
    ) -> Result<Self, Failure> {
        match url.contains("://") {
            true => Ok(Self::Git {
                url: url.to_owned(),
                rev: rev.map(str::to_owned),
            }),
            false => Err(Failure::new(format!(
                "`{url}` is no address: one begins as in `https://` or \
                 `file://`; a folder is named with `--path`"
            ))),
        }
    }

    /// The checkout that this command was built from, unless it is gone, or is
    /// cargo's own, which cargo may take away.
    pub(super) fn of_this_command() -> Result<Self, Failure> {
        let package = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let root = package.parent().unwrap_or(&package);
        let cargos = Path::new("git").join("checkouts");
        let parents: Vec<_> = root.ancestors().collect();
        let is_cargos = parents.iter().any(|path| path.ends_with(&cargos));
        match !is_cargos && is_checkout(root) {
            true => Self::in_checkout(root),
            false => Err(Failure::new(
                "the checkout that this command was built from is gone, or \
                 is cargo's own: say with `--path DIR` or `--git URL` where \
                 Idol is",
            )),
        }
    }

    /// A line of `[dependencies]`: `name`, which is the package `package` in
    /// the folder `folder` of this project, and settings behind it.
    pub(super) fn dependency(
        &self,
        name: &str,
        package: &str,
        folder: &str,
        settings: &str,
    ) -> String {
        let mut line = match self {
            Self::Checkout(path) => {
                let path = match folder {
                    "" => path.clone(),
                    folder => format!("{path}/{folder}"),
                };
                format!("{name} = {{ path = {}", quoted(&path))
            }
            Self::Git { url, rev } => {
                let rev = rev
                    .as_ref()
                    .map(|rev| format!(", rev = {}", quoted(rev)))
                    .unwrap_or_default();
                format!("{name} = {{ git = {}{rev}", quoted(url))
            }
        };
        if name != package {
            line += &format!(", package = {}", quoted(package));
        }
        line + settings + " }\n"
    }
}

fn is_checkout(folder: &Path) -> bool {
    fs::read_to_string(folder.join(MARK))
        .is_ok_and(|text| text.contains("name = \"idol-host-runtime\""))
}

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
