//! Tests of this program that run in another process of it, and fail there.

use std::path::Path;
use std::process::{Command, Output};

/// Set in the child.
pub(crate) const CHILD: &str = "KERNEL_TEST_CHILD";

pub(crate) fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// One test in a process of its own, whose package is in this folder.
pub(crate) fn child(test: &str, package: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, "1")
        .env("CARGO_MANIFEST_DIR", package)
        .env_remove("KERNEL_SEED")
        .env_remove("KERNEL_FAILURES");
    command
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
