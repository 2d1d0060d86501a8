//! What the generator costs whoever builds with it, in exact counts.

mod build_cost;
mod check_cost;
mod growth;
mod instructions;
mod rustc;

use trials::Trial;

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = build_cost::trials();
    trials.extend(check_cost::trials());
    trials.extend(growth::trials());
    trials.extend(instructions::trials());
    trials
}
