//! How many instructions rustc executes for `idol` itself. What is evaluated
//! while compiling is in neither MIR nor LLVM's, and may be most of it.

use std::fs;
use std::path::Path;

use trials::Failed;

use super::{BLESS, OURS, TOLERANCE, build};
use crate::costs::rustc;

/// How far the count may be above that of another compiler, in percent.
const OF_ANOTHER: u64 = 20;

const START: &str = "# rustc executes";

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
    let wrapper = target.join("counting");
    rustc::wrapper(
        &wrapper,
        &format!(
            "exec valgrind --tool=cachegrind --cache-sim=no --branch-sim=no \
             --cachegrind-out-file=/dev/null --log-file='{}/%p' \"$@\"\n",
            logs.display()
        ),
    )?;
    let output = build(&target)
        .env("CARGO_INCREMENTAL", "1")
        .env("RUSTC", rustc::program()?)
        .env("RUSTC_WORKSPACE_WRAPPER", &wrapper)
        .output()?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("idol does not build:\n{errors}").into());
    }
    // Cargo also asks the compiler who it is.
    let mut most = 0;
    for log in fs::read_dir(&logs)? {
        most = most.max(rustc::counted(&log?.path())?);
    }
    fs::remove_dir_all(&target)?;
    match most / 1_000_000 {
        0 => Err("nothing was counted".into()),
        millions => Ok(millions),
    }
}
