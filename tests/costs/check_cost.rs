//! What a stub gives `cargo check` to do is no more than what is committed in
//! `tests/check_cost.txt`, and within a budget where it is known what the
//! existing generator's cost: the instructions that rustc executes for a crate
//! with the stub, above those for the same crate, with the same types, without
//! it. `firmware/README.md` says what they go into. (`benches/check_cost` times
//! `idol check`.)
//!
//! `IDOL_TESTS=all` asks for it, `IDOL_CORPUS` names the folder with the files,
//! `valgrind` counts, and firmware's stubs are checked for its target. What is
//! missing shows as ignored, or fails under `IDOL_REQUIRE=all`.
//! `IDOL_BLESS=1 IDOL_TESTS=all cargo test -p idol --test outside check_cost` writes
//! what it costs now.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::{env, fs};

use trials::{Failed, Trial, bare_metal, corpus};

use crate::costs::rustc;
use rows::{FIRMWARE, ROWS, Row};

mod package;
mod rows;

/// The budget, in percent of what the existing generator's stub costs.
const LIMIT: u64 = 70;

/// How far a count may be above the committed one, in percent. Two runs differ
/// by 0.03.
const TOLERANCE: u64 = 3;

/// How far it may be above that of another compiler.
const OF_ANOTHER: u64 = 20;

const GOLDEN: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/check_cost.txt");

const BLESS: &str =
    "IDOL_BLESS=1 IDOL_TESTS=all cargo test -p idol --test outside check_cost";

/// Thousands of instructions, by the row's name.
type Costs = BTreeMap<String, u64>;

pub(crate) fn trials() -> Vec<Trial> {
    if env::var_os("IDOL_BLESS").is_some() {
        return vec![trial(
            "what_checking_costs_is_written",
            missing(Some(FIRMWARE)),
            bless,
        )];
    }
    vec![
        trial(
            "checking_stubs_for_firmware_costs_what_is_committed",
            missing(Some(FIRMWARE)),
            || compare(Some(FIRMWARE)),
        ),
        trial(
            "checking_stubs_for_a_host_costs_what_is_committed",
            missing(None),
            || compare(None),
        ),
    ]
}

fn trial(
    name: &str,
    missing: Option<String>,
    test: fn() -> Result<(), Failed>,
) -> Trial {
    let name = format!("check_cost::{name}");
    match trials::all() {
        true => trials::needing(name, missing, test),
        false => trials::long(name, "compiles crates", "idol", test),
    }
}

fn missing(target: Option<&str>) -> Option<String> {
    corpus::missing()
        .or_else(rustc::missing)
        .map(str::to_owned)
        .or_else(|| target.and_then(bare_metal::missing))
}

fn bless() -> Result<(), Failed> {
    let costs = costs()?;
    within_budget(costs)?;
    Ok(fs::write(GOLDEN, table(&rustc::version()?, costs))?)
}

fn compare(target: Option<&'static str>) -> Result<(), Failed> {
    let text = fs::read_to_string(GOLDEN)?;
    let committed = read(&text)?;
    let names: Vec<_> = ROWS.iter().map(Row::to_string).collect();
    if !names.iter().all(|name| committed.contains_key(name))
        || names.len() != committed.len()
    {
        return Err(format!("it has other rows\n{BLESS}").into());
    }
    let is_same = text.contains(&format!("# {}\n", rustc::version()?));
    let now = costs()?;
    if is_same && target.is_some() {
        within_budget(now)?;
    }
    let tolerance = if is_same { TOLERANCE } else { OF_ANOTHER };
    let above: Vec<_> = ROWS
        .iter()
        .filter(|row| row.target == target)
        .map(Row::to_string)
        .map(|name| (now[&name], committed[&name], name))
        .filter(|(now, then, _)| now * 100 > then * (100 + tolerance))
        .map(|(now, then, name)| format!("{name}: {now}, was {then}"))
        .collect();
    if above.is_empty() {
        return Ok(());
    }
    Err(format!(
        "rustc executes more thousands of instructions than are committed:\n\
         {}\nIf that is right: {BLESS}",
        above.join("\n")
    )
    .into())
}

fn within_budget(costs: &Costs) -> Result<(), Failed> {
    for row in ROWS.iter().filter(|row| row.existing.is_some()) {
        let cost = costs.get(&row.to_string());
        let cost = *cost.ok_or("nobody has counted what a budget is for")?;
        let percent = row.percent(cost).unwrap_or_default();
        if percent > LIMIT {
            return Err(format!(
                "{row}: {cost} thousand instructions, {percent} percent of the \
                 existing generator's: the budget is {LIMIT}"
            )
            .into());
        }
    }
    Ok(())
}

/// What all stubs cost, but those for firmware where nothing compiles for it.
/// They are counted once: each run of cargo takes all processors.
fn costs() -> Result<&'static Costs, Failed> {
    static COSTS: OnceLock<Result<Costs, String>> = OnceLock::new();
    let measured = COSTS.get_or_init(|| {
        let measured = measure();
        measured.map_err(|error| error.message().unwrap_or_default().into())
    });
    Ok(measured.as_ref()?)
}

fn measure() -> Result<Costs, Failed> {
    // What an earlier run left is of other sources.
    package::remove()?;
    let mut costs = Costs::new();
    for target in [Some(FIRMWARE), None] {
        if target.is_some_and(|it| bare_metal::missing(it).is_some()) {
            continue;
        }
        let rows = || ROWS.iter().filter(|row| row.target == target);
        let host = package::host()?;
        let counts = package::counts(rows(), target.unwrap_or(&host))?;
        for row in rows() {
            let with = counts[&row.with_stub()];
            let cost = with.saturating_sub(counts[&row.without()]) / 1_000;
            if cost == 0 {
                return Err(format!("{row}: nothing was counted").into());
            }
            costs.insert(row.to_string(), cost);
        }
    }
    package::remove()?;
    Ok(costs)
}

fn table(compiler: &str, costs: &Costs) -> String {
    let mut text = format!(
        "# Thousands of instructions of rustc for `cargo check` of a stub,\n\
         # above the same crate without it, and in percent of the existing\n\
         # generator's, at the most, where that is known.\n\
         # {compiler}\n\
         # Refreshed by: {BLESS}\n\
         #{:<59} {:>8} {:>5}\n",
        " stub", "thousand", "%"
    );
    for row in ROWS {
        let (name, cost) = (row.to_string(), costs[&row.to_string()]);
        let percent = row.percent(cost);
        let percent = percent.map_or("-".to_owned(), |it| it.to_string());
        text += &format!("{name:<60} {cost:>8} {percent:>5}\n");
    }
    text
}

fn read(text: &str) -> Result<Costs, Failed> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let costs = lines.map(|line| {
        let words: Vec<_> = line.split_whitespace().collect();
        let [name @ .., cost, _percent] = &words[..] else {
            return Err(format!("check_cost.txt: {line:?}").into());
        };
        Ok((name.join(" "), cost.parse()?))
    });
    costs.collect()
}
