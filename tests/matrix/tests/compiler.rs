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
    trials.extend(trials::elsewhere!(
        [
            "arguments_and_leases_may_have_any_name_of_generated_code",
            "arguments_and_leases_may_where_replies_have_handles",
            "operations_may_have_any_name_of_generated_code",
            "types_and_variants_may_have_any_name_of_generated_code",
        ],
        "compiles something of each name",
        "matrix"
    ));
    // Packages of their own, which no features make the default tests run.
    #[cfg(not(feature = "long"))]
    trials.push(trials::needing(
        "stubs_stand_in_all_places_in_the_editions_of_2021_and_2024",
        Some(trials::later(
            "compiles them twice",
            "matrix-2021 -p matrix-2024 --lib",
        )),
        || Ok(()),
    ));
    trials::run(trials);
}

#[cfg(feature = "long")]
fn stubs_that_share_names_need_a_module_each() {
    let tests = trybuild::TestCases::new();
    tests.pass("tests/accepted/*.rs");
    tests.compile_fail("tests/refused/*.rs");
}
