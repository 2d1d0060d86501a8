//! What the compiler says about enums that cannot be errors.

fn main() {
    trials::run(vec![trials::long(
        "what_is_wrong_with_an_enum_is_said_at_the_place_where_it_is_wrong",
        "compiles a crate for each file",
        "idol-derive --test compiler",
        || {
            trybuild::TestCases::new().compile_fail("tests/refused/*.rs");
            Ok(())
        },
    )]);
}
