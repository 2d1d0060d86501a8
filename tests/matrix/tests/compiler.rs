//! Stubs whose fixed names clash do not compile in one module, and do in a
//! module each.

fn main() {
    let mut trials = vec![trials::with_long!(
        "stubs_that_share_names_need_a_module_each",
        "compiles a crate for each file",
        "matrix --test compiler",
        || {
            stubs_that_share_names_need_a_module_each();
            Ok(())
        }
    )];
    // Where all tests run, this one is a package.
    if !trials::all() {
        trials.push(trials::long(
            "stubs_stand_in_all_places_in_the_edition_of_2024_too",
            "compiles them once more",
            "matrix-2024 --features long",
            || Err("a package of its own".into()),
        ));
    }
    trials::run(trials);
}

#[cfg(feature = "long")]
fn stubs_that_share_names_need_a_module_each() {
    let tests = trybuild::TestCases::new();
    tests.pass("tests/accepted/*.rs");
    tests.compile_fail("tests/refused/*.rs");
}
