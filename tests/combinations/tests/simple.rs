//! All combinations whose operations cannot fail.

#[cfg(idol_tests_all)]
combinations::suites!("simple");

fn main() {
    trials::run_where_compiled!(
        combinations::every_combination::trials(combinations::part::Part {
            suites: SUITES,
            extent: combinations::part::Extent::Kind(
                combinations::combination::Kind::Simple,
            ),
        }),
        "every_simple_operation_runs",
        "compiles its operations",
        "combinations --test simple --features long"
    )
}
