//! All combinations whose errors are codes.

combinations::suites!("clike");

fn main() {
    trials::run(combinations::every_combination::trials(
        combinations::part::Part {
            suites: SUITES,
            extent: combinations::part::Extent::Kind(
                combinations::combination::Kind::CLike,
            ),
        },
    ));
}
