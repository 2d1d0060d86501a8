//! How many instructions rustc executes for `idol` itself. What is evaluated
//! while compiling is in neither MIR nor LLVM's, and may be most of it.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use trials::Failed;

use super::{BLESS, OURS, TOLERANCE, build, rustc};

/// How far the count may be above that of another compiler, in percent.
const OF_ANOTHER: u64 = 20;

const START: &str = "# rustc executes";

pub(super) fn missing() -> Option<&'static str> {
    match Command::new("valgrind").arg("--version").output() {
        Ok(output) if output.status.success() => None,
        _ => Some("install valgrind"),
    }
}

/// The line of the committed file.
pub(super) fn line(millions: u64) -> String {
    format!("{START} {millions} million instructions for `{OURS}`\n")
}

pub(super) fn compare(committed: &str, compiler: &str) -> Result<(), Failed> {
    let line = committed.lines().find_map(|line| line.strip_prefix(START));
    let then = line.and_then(|line| line.split_whitespace().next());
    let then: u64 = then.ok_or("it has no committed count")?.parse()?;
    let now = measure()?;
    let is_same = committed.contains(&format!("# {compiler}\n"));
    let tolerance = if is_same { TOLERANCE } else { OF_ANOTHER };
    if now * 100 > then * (100 + tolerance) {
        return Err(format!(
            "rustc executes {now} million instructions for `{OURS}`, and \
             {then} million are committed\nIf that is right: {BLESS}"
        )
        .into());
    }
    Ok(())
}

/// Builds the package as a path leads to it, incrementally, with valgrind
/// around its compiler. Returns millions; two runs differ by 0.02 %.
pub(super) fn measure() -> Result<u64, Failed> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("executed");
    let logs = target.join("counted");
    let _ = fs::remove_dir_all(&target);
    fs::create_dir_all(&logs)?;
    // That of rustup starts another one, which would not be counted.
    let sysroot = Command::new(rustc())
        .args(["--print", "sysroot"])
        .output()?;
    let sysroot = String::from_utf8(sysroot.stdout)?;
    let wrapper = target.join("counting");
    fs::write(
        &wrapper,
        format!(
            "#!/bin/sh\nexec valgrind --tool=cachegrind --cache-sim=no \
             --branch-sim=no --cachegrind-out-file=/dev/null \
             --log-file='{}/%p' \"$@\"\n",
            logs.display()
        ),
    )?;
    fs::set_permissions(&wrapper, Permissions::from_mode(0o755))?;
    let output = build(&target)
        .env("CARGO_INCREMENTAL", "1")
        .env("RUSTC", Path::new(sysroot.trim()).join("bin/rustc"))
        .env("RUSTC_WORKSPACE_WRAPPER", &wrapper)
        .output()?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("idol does not build:\n{errors}").into());
    }
    // Cargo also asks the compiler who it is.
    let mut most = 0;
    for log in fs::read_dir(&logs)? {
        let log = fs::read_to_string(log?.path())?;
        let count = log.lines().find_map(|line| line.split_once("refs:"));
        let (_, count) = count.ok_or("valgrind has not counted")?;
        most = most.max(count.trim().replace(',', "").parse::<u64>()?);
    }
    fs::remove_dir_all(&target)?;
    match most / 1_000_000 {
        0 => Err("nothing was counted".into()),
        millions => Ok(millions),
    }
}
