//! Operations may be called what generated code itself calls things: the names
//! are those that the build script found in it.

#[macro_use]
mod called;
mod types_of_users;

mod all {
    use crate::called::*;
    use crate::types_of_users::*;

    include!(concat!(env!("OUT_DIR"), "/names.rs"));

    client! { operations: operations; "/operations_calls.rs" }
    server! { operations_in_order: operations, server; "/operations_in_order.rs" }
    server! { operations_pipelined: operations, pipelined; "/operations_replies.rs" }

    /// The tests.
    pub(crate) const TESTS: [(&str, fn()); 2] = [
        (
            "operations_may_have_any_name_of_generated_code",
            operations_may_have_any_name_of_generated_code,
        ),
        (
            "the_names_are_those_of_local_variables_and_of_traits",
            the_names_are_those_of_local_variables_and_of_traits,
        ),
    ];

    fn operations_may_have_any_name_of_generated_code() {
        let taken = ["closed_recv_fail", "from_i64", "recv_source"];
        let free = NAMES.iter().filter(|name| !taken.contains(name)).count();
        let calls = call_all!(Operations of operations, operations_in_order);
        assert_eq!(calls, free);
        let calls = call_all!(Operations of operations, operations_pipelined);
        assert_eq!(calls, free);
    }

    fn the_names_are_those_of_local_variables_and_of_traits() {
        for name in [
            "answer", "args", "buffer", "call", "clone", "code", "counted",
            "dispatch", "eq", "error", "fmt", "from", "handle", "incoming",
            "len", "message", "msg", "new", "op", "rc", "reply", "result",
            "rm", "server", "sys_send", "task", "value",
        ] {
            assert!(NAMES.contains(&name), "{name}");
        }
    }
}

fn main() {
    trials::run(trials::each(all::TESTS));
}
