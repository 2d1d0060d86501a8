//! What the lean build of `idol` gives the compiler to do is no more than what
//! is committed in `tests/build_cost.txt`: the lines of MIR that each crate
//! becomes, the instructions that LLVM is handed for it, and those that rustc
//! executes for the crate that is ours. They are exact, and together they follow
//! the CPU time; `benches/README.md` shows how closely.
//!
//! It compiles for minutes, so `IDOL_TESTS=all` asks for it. The last count needs
//! `valgrind`.
//! `IDOL_BLESS=1 IDOL_TESTS=all cargo test -p idol --test outside build_cost` writes
//! what it costs now.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use trials::{Failed, Trial};

use crate::costs::rustc;

mod executed;

/// How far a count may be above the committed one, in percent.
const TOLERANCE: u64 = 3;

const GOLDEN: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/build_cost.txt");

const BLESS: &str =
    "IDOL_BLESS=1 IDOL_TESTS=all cargo test -p idol --test outside build_cost";

/// The crate whose cost is ours to choose.
const OURS: &str = "idol";

/// What one crate costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cost {
    mir: u64,
    llvm: u64,
}

type Costs = BTreeMap<String, Cost>;

pub(crate) fn trials() -> Vec<Trial> {
    if env::var_os("IDOL_BLESS").is_some() {
        return vec![long("what_it_costs_is_written", bless)];
    }
    let executes = "rustc_executes_what_is_committed";
    vec![
        long("the_lean_build_costs_what_is_committed", compare),
        match trials::all() {
            true => trials::needing(named(executes), rustc::missing(), || {
                executed::compare(
                    &fs::read_to_string(GOLDEN)?,
                    &rustc::version()?,
                )
            }),
            false => long(executes, || Ok(())),
        },
    ]
}

fn long(name: &str, test: fn() -> Result<(), Failed>) -> Trial {
    trials::long(named(name), "compiles crates", "idol", test)
}

fn named(name: &str) -> String {
    format!("build_cost::{name}")
}

fn bless() -> Result<(), Failed> {
    let table = table(&rustc::version()?, &measure()?, executed::measure()?);
    Ok(fs::write(GOLDEN, table)?)
}

fn compare() -> Result<(), Failed> {
    let compiler = rustc::version()?;
    let now = measure()?;
    let text = fs::read_to_string(GOLDEN)?;
    let mut committed = read(&text)?;
    if !now.keys().eq(committed.keys()) {
        let (now, then) = (now.keys(), committed.keys());
        return Err(format!(
            "the lean build compiles {now:?}, and {then:?} is committed\nIf \
             that is right: {BLESS}"
        )
        .into());
    }
    if !text.contains(&format!("# {compiler}\n")) {
        // Another compiler writes another MIR: for crates that are not ours
        // as well, which are the same as ever.
        scale(&mut committed, &now);
    }
    for (name, cost) in &now {
        let then = committed[name];
        let above = |now: u64, then: u64| now * 100 > then * (100 + TOLERANCE);
        if above(cost.mir, then.mir) || above(cost.llvm, then.llvm) {
            return Err(format!(
                "`{name}` is {} lines of MIR and {} instructions of LLVM, and \
                 {} and {} are committed\nIf that is right: {BLESS}",
                cost.mir, cost.llvm, then.mir, then.llvm
            )
            .into());
        }
    }
    Ok(())
}

/// Turns committed counts into those of another compiler: as many times more
/// as the dependencies have become, which did not change.
fn scale(committed: &mut Costs, now: &Costs) {
    let theirs = |costs: &Costs, count: fn(&Cost) -> u64| -> u64 {
        let theirs = costs.iter().filter(|(name, _)| *name != OURS);
        theirs.map(|(_, cost)| count(cost)).sum()
    };
    let times = |count: fn(&Cost) -> u64, committed: &Costs| {
        (theirs(now, count), theirs(committed, count).max(1))
    };
    let mir = times(|cost| cost.mir, committed);
    let llvm = times(|cost| cost.llvm, committed);
    for (name, cost) in committed {
        *cost = match name == OURS {
            true => Cost {
                mir: cost.mir * mir.0 / mir.1,
                llvm: cost.llvm * llvm.0 / llvm.1,
            },
            false => now[name],
        };
    }
}

/// Compiles `idol` without default features, as a build script's dependency
/// is compiled, and counts what the compiler makes of it.
fn measure() -> Result<Costs, Failed> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build_cost");
    // What an earlier run left is of other sources.
    match fs::remove_dir_all(&target) {
        Err(error) if target.exists() => return Err(error.into()),
        _ => {}
    }
    let output = build(&target)
        .env("CARGO_INCREMENTAL", "0")
        .env(
            "RUSTFLAGS",
            "--emit=mir,llvm-ir -Cno-prepopulate-passes -Ccodegen-units=1",
        )
        .output()?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("idol does not build:\n{errors}").into());
    }
    let mut costs = Costs::new();
    for entry in fs::read_dir(target.join("debug/deps"))? {
        let path: PathBuf = entry?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let name = stem.split('-').next().unwrap_or_default();
        let kind = path.extension().unwrap_or_default();
        if kind != "mir" && kind != "ll" {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        let cost = costs.entry(name.to_owned()).or_default();
        match kind == "mir" {
            true => cost.mir = text.lines().count() as u64,
            false => {
                cost.llvm =
                    text.lines().filter(|l| is_instruction(l)).count() as u64;
            }
        }
    }
    fs::remove_dir_all(&target)?;
    match costs.get(OURS) {
        Some(Cost {
            mir: 1..,
            llvm: 1..,
        }) => Ok(costs),
        _ => Err("nothing was counted".into()),
    }
}

/// The lean build in a folder of its own, without debug information as cargo
/// builds what build scripts need, and as no variable says otherwise.
fn build(target: &Path) -> Command {
    let mut cargo = rustc::cargo();
    cargo
        .args(["build", "--locked", "--quiet", "--package", "idol", "--lib"])
        .args(["--no-default-features", "--target-dir"])
        .arg(target)
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    cargo
}

/// Whether a line of LLVM's notation is an instruction: two spaces, then what
/// it is or the register that it sets.
fn is_instruction(line: &str) -> bool {
    line.strip_prefix("  ").is_some_and(|rest| {
        rest.starts_with(|c: char| c == '%' || c.is_ascii_lowercase())
    })
}

fn table(compiler: &str, costs: &Costs, executed: u64) -> String {
    let mut text = format!(
        "# What the lean build of `idol` gives the compiler to do.\n\
         # {compiler}\n\
         # Refreshed by: {BLESS}\n\
         #{:<19} {:>9} {:>9}\n",
        " crate", "MIR", "LLVM",
    );
    let mut sum = Cost::default();
    for (name, cost) in costs {
        text += &format!("{name:<20} {:>9} {:>9}\n", cost.mir, cost.llvm);
        sum.mir += cost.mir;
        sum.llvm += cost.llvm;
    }
    text += &format!("#{:<19} {:>9} {:>9}\n", " all", sum.mir, sum.llvm);
    text + &executed::line(executed)
}

fn read(text: &str) -> Result<Costs, Failed> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let costs = lines.map(|line| {
        let words: Vec<_> = line.split_whitespace().collect();
        let [name, mir, llvm] = words[..] else {
            return Err(format!("build_cost.txt: {line:?}").into());
        };
        let (mir, llvm) = (mir.parse()?, llvm.parse()?);
        Ok((name.to_owned(), Cost { mir, llvm }))
    });
    costs.collect()
}
