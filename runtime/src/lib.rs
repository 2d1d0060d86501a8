//! The part of Idol that runs in a task, beside the code that the `idol` crate
//! generates.
//!
//! A server uses [`dispatch`] (or [`serve!`], which is the whole loop), says
//! with [`NotificationHandler`] or [`NoNotifications`] what it does with
//! notifications, reads and writes its clients' memory through [`Leased`], and
//! refuses what it cannot do with [`RequestError`] and [`ClientError`].
//! A client meets this crate only in [`ServerDeath`].
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`server`] | receiving one message and answering it |
//! | [`error`] | what can be wrong with a request, and with a server |
//! | [`lease`] | memory that a client lends for one request |
//! | [`gone`] | leases that can no longer be used, in one word |
//! | [`limit`] | leases of a known greatest length |
//! | [`message`] | messages that are read where they lie |
//! | [`wire`] | values as bytes, in the formats that serde operations use |
//! | [`reply`] | requests that are answered later, by pipelined servers |
//! | [`queue`] | those that wait for their answers, in order |
//! | [`buffered`] | byte by byte through a lease, a chunk per system call |
//!
//! Nothing here panics, formats text or allocates: the code ends up in flash
//! measured in kilobytes, often in tasks that are linked without any panic.
#![no_std]
#![deny(unsafe_code)]
#![deny(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

pub mod answer;
#[doc(hidden)]
pub mod buffer;
pub mod buffered;
pub mod error;
pub mod gone;
#[cfg(not(target_os = "none"))]
#[doc(hidden)]
pub mod host;
mod items;
pub mod lease;
pub mod limit;
pub mod message;
pub mod queue;
pub mod reply;
pub mod server;
mod stub;
// Beside this package, since the generator has it too, for the stubs of clients
// that name no runtime.
#[path = "../../wire/mod.rs"]
pub mod wire;

pub use answer::{Answer, Shape};
pub use buffered::{BufReader, BufWriter, LeaseBufReader, LeaseBufWriter};
pub use error::{
    ClientError, IHaveConsideredServerDeathWithThisErrorType, RequestError,
    ServerDeath,
};
pub use gone::OrWentAway;
pub use lease::{
    Attribute, AttributeRead, AttributeWrite, LeaseError, Leased, Lent, R, RW,
    W,
};
pub use limit::LenLimit;
pub use queue::Queue;
pub use reply::{LeaseGuard, ReplyHandle, Tally, Unanswered};
pub use server::{
    NoNotifications, NotificationHandler, Server, ServerOp, dispatch,
    dispatch_n,
};
