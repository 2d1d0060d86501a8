//! What the compiler says about code that uses the runtime wrongly: it names
//! the fix. About enums that cannot be errors: it names the place. And what it
//! must accept.

fn main() {
    trials::run(vec![trials::with_long!(
        "the_compiler_names_the_fix_and_the_place",
        "compiles a crate for each file",
        "idol-runtime-compiler",
        || {
            the_compiler_names_the_fix_and_the_place();
            Ok(())
        }
    )]);
}

#[cfg(feature = "long")]
fn the_compiler_names_the_fix_and_the_place() {
    let tests = trybuild::TestCases::new();
    // At least one that is run, or constants are not evaluated.
    tests.pass("tests/accepted/*.rs");
    tests.compile_fail("tests/refused/*.rs");
    tests.compile_fail("tests/derive/*.rs");
}
