//! What debuggers find in the files of optimised tasks, where all tests run.

#[cfg(idol_tests_all)]
#[path = "debug.rs"]
mod debug;

fn main() {
    #[cfg(idol_tests_all)]
    let trials = debug::trials();
    #[cfg(not(idol_tests_all))]
    let trials = vec![trials::long(
        "debuggers_find_what_optimised_tasks_are_made_of",
        "builds all tasks",
        "debug",
        || Err("built without IDOL_TESTS=all".into()),
    )];
    trials::run(trials);
}
