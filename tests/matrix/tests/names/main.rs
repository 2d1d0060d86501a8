//! Operations, arguments and leases may be called what generated code itself
//! calls things, with every encoding and kind of reply: the names are those
//! that the build script found in it.

#[cfg(idol_tests_all)]
mod called;

fn main() {
    #[cfg(idol_tests_all)]
    let trials = called::TESTS.map(|(name, test)| {
        trials::Trial::test(name, move || {
            test();
            Ok(())
        })
    });
    #[cfg(not(idol_tests_all))]
    let trials = [trials::long(
        "anything_may_have_any_name_of_generated_code",
        "compiles something of each name",
        "matrix --test names",
        || Err("built without IDOL_TESTS=all".into()),
    )];
    trials::run(trials.into());
}
