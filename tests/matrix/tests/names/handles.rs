//! Arguments and leases may be called what generated code itself calls things,
//! where a server answers later: they are what a reply handle may be asked for.

#[macro_use]
mod called;
mod types_of_users;

mod all {
    use crate::called::*;
    use crate::types_of_users::*;

    client! { parameters: parameters; "/parameters_calls.rs" }
    server! { pipelined: parameters, pipelined; "/parameters_replies.rs" }

    /// The tests.
    pub(crate) const TESTS: [(&str, fn()); 1] = [(
        "arguments_and_leases_may_where_replies_have_handles",
        arguments_and_leases_may_where_replies_have_handles,
    )];

    fn arguments_and_leases_may_where_replies_have_handles() {
        // 13 kinds of operations, 9 of which lend.
        assert_eq!(call_all!(Parameters of parameters, pipelined), 22);
    }
}

fn main() {
    trials::run(trials::each(all::TESTS));
}
