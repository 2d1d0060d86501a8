//! Tests over what is not here: real files, and git.
//!
//! `IDOL_CORPUS` names the folder with the files. Without it, or without git,
//! tests are ignored, or fail under `IDOL_REQUIRE=all`.

mod against;
mod command;
mod diff;
mod fmt;
mod install;

fn main() {
    let mut trials = against::trials();
    trials.extend(command::trials());
    trials.extend(diff::trials());
    trials.extend(fmt::trials());
    trials.extend(install::trials());
    trials::run(trials);
}
