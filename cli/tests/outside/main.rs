//! Tests over what is not here: real files, git, editors, one that follows a
//! script and those that there are, and projects in other folders. One program:
//! linking it takes a while.
//!
//! `IDOL_CORPUS` names the folder with the files. Without it, or without git,
//! tests are ignored, or fail under `IDOL_REQUIRE=all`.

mod against;
mod command;
mod diff;
mod fmt;
mod install;

#[path = "../editors/mod.rs"]
mod editors;
#[path = "../lsp/mod.rs"]
mod lsp;
#[path = "../new/mod.rs"]
mod new;

// The tree that projects are made in, as `tests/tree` has it.
#[expect(dead_code, reason = "trees need more of them")]
#[path = "../../../tests/tree/generator.rs"]
mod generator;
#[path = "../../../tests/tree/home.rs"]
mod home;
#[expect(dead_code, reason = "trees need more of it")]
#[path = "../../../tests/tree/hubris.rs"]
mod hubris;
#[expect(dead_code, reason = "trees need more of it")]
#[path = "../../../tests/tree/lock.rs"]
mod lock;
#[path = "../../../tests/tree/run.rs"]
mod run;
#[path = "../../../tests/tree/task.rs"]
mod task;

fn main() {
    let mut trials = against::trials();
    trials.extend(command::trials());
    trials.extend(diff::trials());
    trials.extend(fmt::trials());
    trials.extend(install::trials());
    trials.extend(editors::trials());
    trials.extend(lsp::trials());
    trials.extend(new::trials());
    trials::run(trials);
}
