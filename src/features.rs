//! Which operations a build of a server supports: those whose cargo feature is
//! on, and all that name none.

use std::path::Path;
use std::{env, fs};

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Interface, Operation};
use crate::settings::Generator;

/// The features of a package, as its build script sees them.
pub(crate) struct Features {
    /// The package's manifest; `None` where every feature is on, since nothing
    /// is built.
    manifest: Option<String>,
}

impl Features {
    /// All that there could be: what is generated outside a build.
    pub(crate) fn all() -> Self {
        Self { manifest: None }
    }

    /// Those of the package whose build script this is.
    pub(crate) fn of_build() -> Self {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").and_then(|folder| {
            fs::read_to_string(Path::new(&folder).join("Cargo.toml")).ok()
        });
        Self { manifest }
    }

    /// The settings without what this build does not support, or what names a
    /// feature that the package does not have, which nobody could turn on.
    pub(crate) fn apply(
        &self,
        settings: &Generator,
        interface: &Interface,
    ) -> Result<Generator, Vec<Diagnostic>> {
        let Some(manifest) = &self.manifest else {
            return Ok(settings.clone());
        };
        let mut wrong = Vec::new();
        let mut off = Vec::new();
        for op in &interface.operations {
            let Some(feature) = &op.feature else {
                continue;
            };
            if !manifest.contains(feature.as_str()) {
                wrong.push(unknown(op, feature));
            } else if !is_on(feature) {
                off.push(op.name.as_str());
            }
        }
        match wrong.is_empty() {
            true => Ok(settings.clone().with_unsupported_operations(off)),
            false => Err(wrong),
        }
    }
}

/// Cargo's word for it.
fn is_on(feature: &str) -> bool {
    let name = feature.to_uppercase().replace('-', "_");
    env::var_os(format!("CARGO_FEATURE_{name}")).is_some()
}

fn unknown(op: &Operation, feature: &str) -> Diagnostic {
    Diagnostic::new(
        Code::UnfitSetting,
        format!(
            "operation `{}` is there with the feature `{feature}`, which this \
             package does not have",
            op.name
        ),
    )
    .place(format!("operation `{}`", op.name))
    .help(format!(
        "add `{feature} = []` to `[features]` in `Cargo.toml`"
    ))
}
