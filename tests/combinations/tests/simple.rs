//! All combinations whose operations cannot fail.

#[cfg(idol_tests_all)]
combinations::suites!("simple");

fn main() {
    #[cfg(idol_tests_all)]
    let trials =
        combinations::every_combination::trials(combinations::part::Part {
            suites: SUITES,
            extent: combinations::part::Extent::Kind(
                combinations::combination::Kind::Simple,
            ),
        });
    #[cfg(not(idol_tests_all))]
    let trials = vec![trials::long(
        "every_simple_operation_runs",
        "compiles its operations",
        "combinations --test simple",
        || Err("built without IDOL_TESTS=all".into()),
    )];
    trials::run(trials);
}
