//! The names, in stubs that are compiled and called.

use idol_derive::IdolError;
use kernel::System;
use serde::{Deserialize, Serialize};
use userlib::FromPrimitive;
use zerocopy_derive::{Immutable, IntoBytes, TryFromBytes};

include!(concat!(env!("OUT_DIR"), "/names.rs"));

/// A number of few values.
#[derive(
    Copy,
    Clone,
    Debug,
    FromPrimitive,
    IntoBytes,
    Immutable,
    TryFromBytes,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
)]
#[repr(u8)]
enum Digit {
    Zero,
    One,
    Two,
}

/// Why a call fails; none does.
#[derive(
    Clone,
    Debug,
    IdolError,
    counters::Count,
    TryFromBytes,
    IntoBytes,
    Immutable,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
)]
#[repr(u8)]
enum Failure {
    #[idol(server_death)]
    Death = 1,
}

impl From<idol_runtime::ServerDeath> for Failure {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self::Death
    }
}

/// Types with a value for each position, so that mixed up ones are noticed.
trait Value {
    fn nth(position: usize) -> Self;
    fn number(self) -> u32;
}

impl Value for u8 {
    fn nth(position: usize) -> Self {
        position as u8 + 1
    }
    fn number(self) -> u32 {
        self.into()
    }
}

impl Value for u16 {
    fn nth(position: usize) -> Self {
        position as u16 + 300
    }
    fn number(self) -> u32 {
        self.into()
    }
}

impl Value for bool {
    fn nth(position: usize) -> Self {
        position.is_multiple_of(3)
    }
    fn number(self) -> u32 {
        self.into()
    }
}

impl Value for Option<u8> {
    fn nth(position: usize) -> Self {
        (!position.is_multiple_of(5)).then_some(position as u8)
    }
    fn number(self) -> u32 {
        self.map_or(1000, u32::from)
    }
}

impl Value for Digit {
    fn nth(position: usize) -> Self {
        [Self::Zero, Self::One, Self::Two][position % 3]
    }
    fn number(self) -> u32 {
        self as u32
    }
}

impl Value for [u8; 2] {
    fn nth(position: usize) -> Self {
        [position as u8, 7]
    }
    fn number(self) -> u32 {
        u16::from_le_bytes(self).into()
    }
}

fn nth<T: Value>(position: usize) -> T {
    T::nth(position)
}

/// What an operation answers: the sum of what it got, weighted by position.
trait Digest {
    fn digest(sum: u32) -> Self;
}

impl Digest for u32 {
    fn digest(sum: u32) -> Self {
        sum
    }
}

impl Digest for [u8; 4] {
    fn digest(sum: u32) -> Self {
        sum.to_le_bytes()
    }
}

impl Digest for Option<u32> {
    fn digest(sum: u32) -> Self {
        Some(sum)
    }
}

fn digest<T: Digest>(operation: u32, numbers: &[u32]) -> T {
    let weighted = (1..).zip(numbers).map(|(weight, n): (u32, _)| weight * n);
    T::digest(operation * 1_000_000 + weighted.sum::<u32>())
}

/// A client of an interface, and its calls.
macro_rules! client {
    ($module:ident: $file:ident $(, $uncounted:ident)?; $calls:literal) => {
        mod $module {
            use super::*;

            pub(super) mod client {
                use super::super::*;
                matrix::stub!($file, client $(, $uncounted)?);
            }

            include!(concat!(env!("OUT_DIR"), $calls));
        }
    };
}

/// A server of an interface.
macro_rules! server {
    ($module:ident: $file:ident, $style:ident; $server:literal) => {
        mod $module {
            use super::*;

            mod server {
                use super::super::*;
                matrix::stub!($file, $style);
            }

            include!(concat!(env!("OUT_DIR"), $server));

            pub(super) fn main() {
                idol_runtime::serve!(server, Server)
            }
        }
    };
}

client! { parameters: parameters; "/parameters_calls.rs" }
client! { uncounted: parameters, uncounted; "/parameters_calls.rs" }
server! { in_order: parameters, server; "/parameters_in_order.rs" }
server! { pipelined: parameters, pipelined; "/parameters_replies.rs" }

client! { operations: operations; "/operations_calls.rs" }
server! { operations_in_order: operations, server; "/operations_in_order.rs" }
server! { operations_pipelined: operations, pipelined; "/operations_replies.rs" }

macro_rules! every {
    ($($name:ident,)*) => {
        /// An enum that has a variant of each name.
        #[derive(
            Copy,
            Clone,
            FromPrimitive,
            counters::Count,
            TryFromBytes,
            IntoBytes,
            Immutable,
            Serialize,
            Deserialize,
            hubpack::SerializedSize,
        )]
        #[repr(u8)]
        #[allow(dead_code, nonstandard_style)]
        enum Every {
            $($name,)*
        }
    };
}
include!(concat!(env!("OUT_DIR"), "/every.rs"));

impl From<idol_runtime::ServerDeath> for Every {
    fn from(_: idol_runtime::ServerDeath) -> Self {
        Self::value
    }
}

/// Stubs that compile, beside rivals for all names or variants of them.
macro_rules! compile {
    ($($module:ident: $side:ident $(, $word:ident)?;)*) => {
        mod types {
            $(
                #[allow(dead_code, nonstandard_style)]
                mod $module {
                    use super::super::{Digit, Failure};

                    include!(concat!(env!("OUT_DIR"), "/rivals.rs"));
                    matrix::stub!(types, $side $(, $word)?);
                }
            )*
        }

        mod variants {
            $(
                mod $module {
                    use super::super::{Every, Failure};

                    matrix::stub!(variants, $side $(, $word)?);
                }
            )*
        }
    };
}
compile! {
    a: client;
    b: client, uncounted;
    c: server;
    d: server, uncounted;
    e: pipelined;
    f: pipelined, uncounted;
}

/// Runs a server, and a client that makes all calls; says how many.
macro_rules! call_all {
    ($client:ident of $interface:ident, $server:ident) => {{
        let mut system = System::new();
        let server = system.task("server", 1, $server::main);
        system.task("client", 2, move || {
            let client = <$interface::client::$client>::from_task(server);
            for call in $interface::CALLS {
                call(&client);
            }
        });
        system.run().expect_success();
        $interface::CALLS.len()
    }};
}

/// A client of a server. `from` may be one of its operations.
trait FromTask: From<userlib::TaskId> {
    fn from_task(task: userlib::TaskId) -> Self {
        <Self as From<userlib::TaskId>>::from(task)
    }
}

impl<T: From<userlib::TaskId>> FromTask for T {}

/// The tests.
pub(crate) const TESTS: [(&str, fn()); 4] = [
    (
        "arguments_and_leases_may_have_any_name_of_generated_code",
        arguments_and_leases_may_have_any_name_of_generated_code,
    ),
    (
        "so_they_may_without_counters_and_for_speed",
        so_they_may_without_counters_and_for_speed,
    ),
    (
        "operations_may_have_any_name_of_generated_code",
        operations_may_have_any_name_of_generated_code,
    ),
    (
        "the_names_are_those_of_local_variables_and_of_traits",
        the_names_are_those_of_local_variables_and_of_traits,
    ),
];

fn arguments_and_leases_may_have_any_name_of_generated_code() {
    // 13 kinds of operations, 9 of which lend.
    assert_eq!(call_all!(Parameters of parameters, in_order), 22);
    assert_eq!(call_all!(Parameters of parameters, pipelined), 22);
}

fn so_they_may_without_counters_and_for_speed() {
    assert_eq!(call_all!(Parameters of uncounted, in_order), 22);
}

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
        "dispatch", "eq", "error", "fmt", "from", "handle", "incoming", "len",
        "message", "msg", "new", "op", "rc", "reply", "result", "rm", "server",
        "sys_send", "task", "value",
    ] {
        assert!(NAMES.contains(&name), "{name}");
    }
}
