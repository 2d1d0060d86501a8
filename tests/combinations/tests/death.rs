//! All combinations whose only error is the server's death.

combinations::suites!("death");

fn main() {
    trials::run(combinations::every_combination::trials(
        combinations::part::Part {
            suites: SUITES,
            extent: combinations::part::Extent::Kind(
                combinations::combination::Kind::ServerDeath,
            ),
        },
    ));
}
