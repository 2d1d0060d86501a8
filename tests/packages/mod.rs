//! What holds of packages as a whole.

mod circles;
mod contract_only;
mod packaged;

use trials::Trial;

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = packaged::trials();
    trials.extend(circles::trials());
    trials.extend(contract_only::trials());
    trials
}
