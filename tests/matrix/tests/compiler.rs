//! Stubs whose fixed names clash do not compile in one module, and do in a
//! module each.

fn main() {
    trials::run(vec![trials::long(
        "stubs_that_share_names_need_a_module_each",
        "compiles a crate for each file",
        "matrix --test compiler",
        || {
            stubs_that_share_names_need_a_module_each();
            Ok(())
        },
    )]);
}

fn stubs_that_share_names_need_a_module_each() {
    let tests = trybuild::TestCases::new();
    tests.pass("tests/accepted/*.rs");
    tests.compile_fail("tests/refused/*.rs");
}
