//! All combinations whose errors are codes.

#[cfg(idol_tests_all)]
combinations::suites!("clike");

fn main() {
    #[cfg(idol_tests_all)]
    let trials =
        combinations::every_combination::trials(combinations::part::Part {
            suites: SUITES,
            extent: combinations::part::Extent::Kind(
                combinations::combination::Kind::CLike,
            ),
        });
    #[cfg(not(idol_tests_all))]
    let trials = vec![trials::long(
        "every_clike_operation_runs",
        "compiles its operations",
        "combinations --test clike",
        || Err("built without IDOL_TESTS=all".into()),
    )];
    trials::run(trials);
}
