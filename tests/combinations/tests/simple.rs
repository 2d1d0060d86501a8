//! All combinations whose operations cannot fail.

combinations::suites!("simple");

fn main() {
    trials::run(combinations::every_combination::trials(
        combinations::part::Part {
            suites: SUITES,
            extent: combinations::part::Extent::Kind(
                combinations::combination::Kind::Simple,
            ),
        },
    ));
}
