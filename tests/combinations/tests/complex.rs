//! All combinations whose errors have something to say.

#[cfg(idol_tests_all)]
combinations::suites!("complex");

fn main() {
    #[cfg(idol_tests_all)]
    let trials =
        combinations::every_combination::trials(combinations::part::Part {
            suites: SUITES,
            extent: combinations::part::Extent::Kind(
                combinations::combination::Kind::Complex,
            ),
        });
    #[cfg(not(idol_tests_all))]
    let trials = vec![trials::long(
        "every_complex_operation_runs",
        "compiles its operations",
        "combinations --test complex",
        || Err("built without IDOL_TESTS=all".into()),
    )];
    trials::run(trials);
}
