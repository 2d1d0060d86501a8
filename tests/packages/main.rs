//! What holds of packages as a whole.

mod circles;
mod contract_only;
mod packaged;

fn main() {
    let mut trials = packaged::trials();
    trials.extend(circles::trials());
    trials.extend(contract_only::trials());
    trials::run(trials);
}
