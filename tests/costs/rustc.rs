//! The compiler, and what counts its instructions.

use std::ffi::OsString;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use trials::Failed;

pub(crate) fn missing() -> Option<&'static str> {
    match Command::new("valgrind").arg("--version").output() {
        Ok(output) if output.status.success() => None,
        _ => Some("install valgrind"),
    }
}

fn rustc() -> OsString {
    env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

/// As `rustc --version` has it.
pub(crate) fn version() -> Result<String, Failed> {
    let output = Command::new(rustc()).arg("--version").output()?;
    let version = String::from_utf8_lossy(&output.stdout);
    let words: Vec<_> = version.split_whitespace().take(2).collect();
    Ok(words.join(" "))
}

/// That of rustup starts another one, which would not be counted.
pub(crate) fn program() -> Result<PathBuf, Failed> {
    let sysroot = Command::new(rustc())
        .args(["--print", "sysroot"])
        .output()?;
    let sysroot = String::from_utf8(sysroot.stdout)?;
    Ok(Path::new(sysroot.trim()).join("bin/rustc"))
}

/// Cargo, as no variable says otherwise.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    for (key, _) in env::vars_os() {
        let text = key.to_string_lossy();
        if text.starts_with("CARGO_PROFILE_")
            || text.starts_with("CARGO_BUILD_")
            || text.ends_with("RUSTFLAGS")
        {
            cargo.env_remove(&key);
        }
    }
    cargo
}

/// Writes a program for cargo to start in the place of a compiler.
pub(crate) fn wrapper(path: &Path, script: &str) -> Result<(), Failed> {
    fs::write(path, format!("#!/bin/sh\n{script}"))?;
    Ok(fs::set_permissions(path, Permissions::from_mode(0o755))?)
}

/// The instructions that valgrind has counted.
pub(crate) fn counted(log: &Path) -> Result<u64, Failed> {
    let log = fs::read_to_string(log)?;
    let count = log.lines().find_map(|line| line.split_once("refs:"));
    let (_, count) = count.ok_or("valgrind has not counted")?;
    Ok(count.trim().replace(',', "").parse()?)
}
