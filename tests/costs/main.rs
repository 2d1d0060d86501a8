//! What the generator costs whoever builds with it, in exact counts. One
//! program, since most of it runs nothing in a quick run.

mod build_cost;
mod check_cost;
mod growth;
mod instructions;
mod rustc;

fn main() {
    let mut trials = build_cost::trials();
    trials.extend(check_cost::trials());
    trials.extend(growth::trials());
    trials.extend(instructions::trials());
    trials::run(trials);
}
