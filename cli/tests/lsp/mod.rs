//! `idol lsp`, as an editor speaks to it: the real command over its pipes.

mod answers;
mod client;
mod cost;
mod edits;
mod pictures;
mod script;
mod unkind;

use trials::Trial;

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = trials::each(script::TESTS.iter().copied());
    trials.extend(trials::each(answers::TESTS.iter().copied()));
    trials.extend(trials::each(unkind::TESTS.iter().copied()));
    trials.extend(trials::each(pictures::TESTS.iter().copied()));
    trials.extend(edits::trials());
    trials.extend(cost::trials());
    trials
}
