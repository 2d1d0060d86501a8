//! Targets without a system.

use std::env;
use std::path::Path;
use std::process::Command;

/// What is missing to compile for a target, if anything: what to do about it.
pub fn missing(triple: &str) -> Option<String> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let installed = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", triple])
        .output()
        .is_ok_and(|output| {
            let path = String::from_utf8_lossy(&output.stdout);
            Path::new(path.trim()).exists()
        });
    (!installed).then(|| format!("rustup target add {triple}"))
}
