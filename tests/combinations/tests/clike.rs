//! All combinations whose errors are codes.

#[cfg(idol_tests_all)]
combinations::suites!("clike");

fn main() {
    trials::run_where_compiled!(
        combinations::every_combination::trials(combinations::part::Part {
            suites: SUITES,
            extent: combinations::part::Extent::Kind(
                combinations::combination::Kind::CLike,
            ),
        }),
        "every_clike_operation_runs",
        "compiles its operations",
        "combinations --test clike --features long"
    )
}
