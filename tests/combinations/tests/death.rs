//! All combinations whose only error is the server's death.

#[cfg(idol_tests_all)]
combinations::suites!("death");

fn main() {
    trials::run_where_compiled!(
        combinations::every_combination::trials(combinations::part::Part {
            suites: SUITES,
            extent: combinations::part::Extent::Kind(
                combinations::combination::Kind::ServerDeath,
            ),
        }),
        "every_death_operation_runs",
        "compiles its operations",
        "combinations --test death --features long"
    )
}
