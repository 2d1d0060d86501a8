//! What `benches/tree` prints.

use std::fs;

use super::generator::Libraries;
use super::hubris::Tree;
use super::task::Task;
use super::{units, with_and_without};

/// Ten tasks built clean, one run of cargo each.
pub(crate) fn print() {
    let build = |tree: &Tree, tasks: &[Task]| {
        let host = units::host(tree);
        let count = units::compiled(tree, tasks).values().sum::<usize>();
        let _ = fs::remove_dir_all(tree.target());
        let before = children_ticks();
        for task in tasks {
            tree.run(
                "cargo",
                &[
                    "build",
                    "--locked",
                    "--package",
                    &task.name,
                    "--target",
                    &host,
                ],
            )
            .success();
        }
        (count, children_ticks() - before)
    };
    for (name, libraries) in [
        ("the common libraries", Libraries::Common),
        ("the same libraries as ours", Libraries::Few),
    ] {
        let [without, with] = with_and_without("hubris-cost", libraries, build);
        for (generator, (count, ticks)) in [
            (format!("a stub with {name}"), without),
            ("ours".to_owned(), with),
        ] {
            // A tick is a hundredth of a second on all of Linux.
            let seconds =
                f64::from(u32::try_from(ticks).unwrap_or(u32::MAX)) / 100.0;
            println!("{generator}: {count} crates, {seconds:.1} s of CPU");
        }
    }
}

/// User and system time of all that this process has waited for.
fn children_ticks() -> u64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux");
    let (_, fields) = stat.rsplit_once(')').expect("a name");
    fields
        .split_whitespace()
        .skip(13)
        .take(2)
        .map(|field| field.parse::<u64>().expect("a number"))
        .sum()
}
