//! All combinations whose only error is the server's death.

#[cfg(idol_tests_all)]
combinations::suites!("death");

fn main() {
    #[cfg(idol_tests_all)]
    let trials =
        combinations::every_combination::trials(combinations::part::Part {
            suites: SUITES,
            extent: combinations::part::Extent::Kind(
                combinations::combination::Kind::ServerDeath,
            ),
        });
    #[cfg(not(idol_tests_all))]
    let trials = vec![trials::long(
        "every_death_operation_runs",
        "compiles its operations",
        "combinations --test death",
        || Err("built without IDOL_TESTS=all".into()),
    )];
    trials::run(trials);
}
