//! All combinations whose errors have something to say.

#[cfg(idol_tests_all)]
combinations::suites!("complex");

fn main() {
    trials::run_where_compiled!(
        combinations::every_combination::trials(combinations::part::Part {
            suites: SUITES,
            extent: combinations::part::Extent::Kind(
                combinations::combination::Kind::Complex,
            ),
        }),
        "every_complex_operation_runs",
        "compiles its operations",
        "combinations --test complex --features long"
    )
}
