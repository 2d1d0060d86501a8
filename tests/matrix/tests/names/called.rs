//! How operations of any name are served and called.

use crate::types_of_users::Digit;

/// Types with a value for each position, so that mixed up ones are noticed.
pub(crate) trait Value {
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

pub(crate) fn nth<T: Value>(position: usize) -> T {
    T::nth(position)
}

/// What an operation answers: the sum of what it got, weighted by position.
pub(crate) trait Digest {
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

pub(crate) fn digest<T: Digest>(operation: u32, numbers: &[u32]) -> T {
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

/// Runs a server, and a client that makes all calls; says how many.
macro_rules! call_all {
    ($client:ident of $interface:ident, $server:ident) => {{
        let mut system = kernel::System::new();
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
pub(crate) trait FromTask: From<userlib::TaskId> {
    fn from_task(task: userlib::TaskId) -> Self {
        <Self as From<userlib::TaskId>>::from(task)
    }
}

impl<T: From<userlib::TaskId>> FromTask for T {}
