//! Stubs whose fixed names clash do not compile in one module, and do in a
//! module each.

#[test]
#[cfg_attr(miri, ignore = "runs the compiler")]
fn stubs_that_share_names_need_a_module_each() {
    let tests = trybuild::TestCases::new();
    tests.pass("tests/accepted/*.rs");
    tests.compile_fail("tests/refused/*.rs");
}
