//! What debuggers find in the files of optimised tasks, where all tests run.

#[cfg(feature = "long")]
#[path = "debug.rs"]
mod debug;

fn main() {
    trials::run_where_compiled!(
        debug::trials(),
        "debuggers_find_what_optimised_tasks_are_made_of",
        "builds all tasks",
        "debug"
    )
}
