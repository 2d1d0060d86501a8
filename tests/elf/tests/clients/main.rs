//! Clients in other languages, and what shows as ignored without their tools.
//! One program: linking it takes a while.

#[path = "../../languages/mod.rs"]
mod languages;

mod c;
mod python;

fn main() {
    let mut trials = python::trials();
    trials.extend(c::trials());
    trials::run(trials);
}
