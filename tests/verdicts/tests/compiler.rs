//! The compiler, and the crates that stubs name.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use trials::Failed;

/// rustc, with what this package's library is built with.
pub(crate) struct Compiler {
    /// Where crates find those that they need.
    folder: PathBuf,
    /// Names and files.
    crates: Vec<(String, PathBuf)>,
}

impl Compiler {
    /// Builds the crates, or finds them built.
    pub(crate) fn new() -> Result<Self, Failed> {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--locked", "--quiet", "--lib"])
            .args(["--package", "verdicts", "--message-format=json"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("cargo: {said}").into());
        }
        let mut crates = Vec::new();
        for line in String::from_utf8(output.stdout)?.lines() {
            let message: Value = serde_json::from_str(line)?;
            let files = message["filenames"].as_array();
            let (Some(name), Some(files)) =
                (message["target"]["name"].as_str(), files)
            else {
                continue;
            };
            let is_used = |file: &&Value| {
                let file = file.as_str().unwrap_or_default();
                [".rlib", ".so", ".dylib", ".dll"]
                    .iter()
                    .any(|end| file.ends_with(end))
            };
            let file = files.iter().find(is_used).and_then(Value::as_str);
            if let Some(file) = file {
                crates.push((name.replace('-', "_"), PathBuf::from(file)));
            }
        }
        let folder = crates.last().and_then(|(_, file)| file.parent());
        let folder = folder.ok_or("cargo built nothing")?;
        // Those of libraries are one folder deeper than the last.
        let folder = match folder.ends_with("deps") {
            true => folder.to_owned(),
            false => folder.join("deps"),
        };
        Ok(Self { folder, crates })
    }

    /// Whether a crate compiles, and what is said if not.
    pub(crate) fn compile(
        &self,
        name: &str,
        text: &str,
    ) -> Result<Result<(), String>, Failed> {
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("verdicts");
        std::fs::create_dir_all(&out)?;
        let file = out.join(format!("{name}.rs"));
        std::fs::write(&file, text)?;
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let mut rustc = Command::new(rustc);
        rustc
            .args(["--edition", "2024", "--crate-type", "lib"])
            .args(["--emit", "metadata", "--crate-name", "verdict", "-o"])
            .arg(out.join(format!("{name}.rmeta")))
            .arg("-L")
            .arg(format!("dependency={}", self.folder.display()));
        for (name, file) in &self.crates {
            rustc.arg("--extern");
            rustc.arg(format!("{name}={}", file.display()));
        }
        let output = rustc.arg(&file).output()?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok(match output.status.success() {
            true => Ok(()),
            false => Err(said),
        })
    }
}
