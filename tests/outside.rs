//! Tests over what is not the generator itself: real files, wrong files and what
//! builds say of them, packages, trees, and what all of it costs. Those that need
//! something, or take long, say so where they do not run. One program: linking
//! it takes a while. Trials of each kind begin with its name.

#[path = "front/corpus.rs"]
mod corpus;
mod costs;
mod packages;
mod reject;
mod tree;

use std::env;

fn main() -> reject::build::BuildResult {
    // The processes that `reject` starts are this program again.
    if let Some(script) = reject::build::script() {
        return script();
    }
    if env::var_os("IDOL_TREE_COST").is_some() {
        tree::cost::print();
        return Ok(());
    }
    let mut trials = costs::trials();
    trials.extend(corpus::trials());
    trials.extend(packages::trials());
    trials.extend(reject::trials());
    trials.extend(tree::trials());
    trials::run(trials);
}
