//! All combinations whose errors have something to say.

combinations::suites!("complex");

fn main() {
    trials::run(combinations::every_combination::trials(
        combinations::part::Part {
            suites: SUITES,
            extent: combinations::part::Extent::Kind(
                combinations::combination::Kind::Complex,
            ),
        },
    ));
}
