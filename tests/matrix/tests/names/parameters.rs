//! Arguments and leases may be called what generated code itself calls things,
//! with every encoding and kind of reply: the names are those that the build
//! script found in it.

#[macro_use]
mod called;
mod types_of_users;

mod all {
    use crate::called::*;
    use crate::types_of_users::*;

    client! { parameters: parameters; "/parameters_calls.rs" }
    client! { uncounted: parameters, uncounted; "/parameters_calls.rs" }
    server! { in_order: parameters, server; "/parameters_in_order.rs" }

    /// The tests.
    pub(crate) const TESTS: [(&str, fn()); 2] = [
        (
            "arguments_and_leases_may_have_any_name_of_generated_code",
            arguments_and_leases_may_have_any_name_of_generated_code,
        ),
        (
            "so_they_may_without_counters_and_for_speed",
            so_they_may_without_counters_and_for_speed,
        ),
    ];

    fn arguments_and_leases_may_have_any_name_of_generated_code() {
        // 13 kinds of operations, 9 of which lend.
        assert_eq!(call_all!(Parameters of parameters, in_order), 22);
    }

    fn so_they_may_without_counters_and_for_speed() {
        assert_eq!(call_all!(Parameters of uncounted, in_order), 22);
    }
}

fn main() {
    trials::run(trials::each(all::TESTS));
}
