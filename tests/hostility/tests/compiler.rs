//! What the compiler says about interfaces and servers that are wrong in its
//! eyes alone: it names the operation, the argument and the fix.

fn main() {
    trials::run(vec![trials::with_long!(
        "the_compiler_names_the_operation_and_the_fix",
        "compiles a crate for each file",
        "hostility --test compiler",
        || {
            the_compiler_names_the_operation_and_the_fix();
            Ok(())
        }
    )]);
}

#[cfg(feature = "long")]
fn the_compiler_names_the_operation_and_the_fix() {
    let tests = trybuild::TestCases::new();
    // At least one that is run, or constants are not evaluated.
    tests.pass("tests/accepted/*.rs");
    tests.compile_fail("tests/refused/*.rs");
}
