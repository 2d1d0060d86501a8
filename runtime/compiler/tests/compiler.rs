//! What the compiler says about code that uses the runtime wrongly: it names
//! the fix. And what it must accept.

#[test]
#[cfg_attr(miri, ignore = "runs the compiler")]
fn the_compiler_names_the_fix() {
    let tests = trybuild::TestCases::new();
    // At least one that is run, or constants are not evaluated.
    tests.pass("tests/accepted/*.rs");
    tests.compile_fail("tests/refused/*.rs");
}
