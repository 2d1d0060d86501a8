//! What the compiler says about code that uses the runtime wrongly: it names
//! the fix. And what it must accept.

fn main() {
    trials::run(vec![trials::long(
        "the_compiler_names_the_fix",
        "compiles a crate for each file",
        "idol-runtime-compiler",
        || {
            the_compiler_names_the_fix();
            Ok(())
        },
    )]);
}

fn the_compiler_names_the_fix() {
    let tests = trybuild::TestCases::new();
    // At least one that is run, or constants are not evaluated.
    tests.pass("tests/accepted/*.rs");
    tests.compile_fail("tests/refused/*.rs");
}
