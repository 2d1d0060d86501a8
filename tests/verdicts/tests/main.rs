//! What the compiler says of all that `idol diff` judges, and of mistakes around
//! a stub.

#[cfg(feature = "long")]
mod compiler;
#[cfg(feature = "long")]
mod mistakes;
#[cfg(feature = "long")]
mod rules;

fn main() {
    trials::run_where_compiled!(
        [rules::trials(), mistakes::trials()]
            .into_iter()
            .flatten()
            .collect(),
        "verdicts_and_mistakes_are_what_rustc_says",
        "compiles three crates for each rule, and one for each mistake",
        "verdicts"
    )
}
