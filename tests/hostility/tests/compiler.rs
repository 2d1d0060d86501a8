//! What the compiler says about interfaces and servers that are wrong in its
//! eyes alone: it names the operation, the argument and the fix.

#[test]
#[cfg_attr(miri, ignore = "runs the compiler")]
fn the_compiler_names_the_operation_and_the_fix() {
    let tests = trybuild::TestCases::new();
    // At least one that is run, or constants are not evaluated.
    tests.pass("tests/accepted/*.rs");
    tests.compile_fail("tests/refused/*.rs");
}
