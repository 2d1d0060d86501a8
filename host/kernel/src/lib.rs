//! The rules of the Hubris kernel on a laptop.
//!
//! A [`System`] holds tasks, which are ordinary closures calling `userlib`,
//! and runs them as the kernel does: one at a time, by importance, with
//! synchronous messages, leases, notifications, faults and restarts. Nothing
//! in a run depends on the machine or on the clock on the wall, so a run
//! repeats exactly; a system is a value, and many run side by side in one
//! test process.
//!
//! ```
//! use kernel::{End, System};
//! use userlib::{sys_recv_open, sys_reply, sys_send};
//!
//! let mut system = System::new();
//! let server = system.task("doubler", 1, || {
//!     loop {
//!         let mut buffer = [0; 4];
//!         let message = sys_recv_open(&mut buffer, 0);
//!         sys_reply(message.sender, 0, &[buffer[0] * 2]);
//!     }
//! });
//! system.name_operations(server, &[(1, "double")]);
//! let client = system.task("client", 2, move || {
//!     let mut reply = [0; 1];
//!     assert_eq!(sys_send(server, 1, &[21], &mut reply, &[]), (0, 1));
//!     assert_eq!(reply, [42]);
//! });
//!
//! // The client has finished, the server waits for more.
//! assert_eq!(system.run(), End::Idle);
//! assert_eq!(system.fault(client), None);
//! assert!(
//!     system.trace().to_string().contains(
//!         "client        SEND doubler.double [15], room for 1 -> ok [2a]"
//!     )
//! );
//! ```
//!
//! What can be set up beside tasks:
//!
//! - tasks that are no closures: [`System::machine`], which the package `board`
//!   uses for ARM code in an emulator;
//! - who restarts a task that faulted: [`System::supervisor`];
//! - in which order tasks run: [`System::schedule`], [`seeds`];
//! - what happens from outside, and when: [`System::script`];
//! - interrupts and notifications: [`System::interrupt`], [`System::post`];
//! - who drives it, if it is part of a world outside: [`System::run_now`].
//!
//! ```
//! use kernel::{Action, CallKind, End, Restart, System, When};
//! use userlib::{sys_recv_open, sys_reply, sys_send};
//!
//! let mut system = System::new();
//! let server = system.task("server", 1, || {
//!     loop {
//!         let message = sys_recv_open(&mut [], 0);
//!         sys_reply(message.sender, 0, &[]);
//!     }
//! });
//! // The server dies with the first request in its hands.
//! system.script(
//!     When::after(server, CallKind::Recv, 1),
//!     Action::kill(server, Restart::AtOnce),
//! );
//! system.task("client", 2, move || {
//!     let (code, _) = sys_send(server, 1, &[], &mut [], &[]);
//!     let next = server.next_generation();
//!     assert_eq!(code, userlib::dead_response_code(next.generation()));
//!     assert_eq!(sys_send(next, 1, &[], &mut [], &[]), (0, 0));
//! });
//! assert_eq!(system.run(), End::Idle);
//! ```
//!
//! Leases point straight into the client's memory, and only while it waits;
//! `cargo +nightly miri test -p kernel --test rules` checks that. There, and
//! with the feature `threads`, each task has a thread of its own; runs are the
//! same.
//!
//! A panic in a task is that task's fault and does not print or unwind
//! further: look at what [`System::run`] returns. If a run ends badly, or a
//! test panics while it has a system, the trace of the run is printed; faults
//! that a test is about are not a bad end, see [`System::expect_fault`].

mod charts;
mod core;
mod explore;
mod failure;
mod fuzz;
mod isolated;
mod line;
pub mod machine;
mod panics;
mod report;
mod schedule;
mod script;
mod switch;
mod system;
pub mod trace;
mod trial;
mod watchdog;

pub use explore::{Explored, explore};
pub use fuzz::{Fuzz, Fuzzed, fuzz_server};
pub use isolated::{Isolated, isolated};
pub use line::Line;
pub use report::{End, Fault, Wait, WaitKind};
pub use schedule::{Schedule, seeds};
pub use script::{Action, CallKind, Restart, When};
pub use system::{Now, System, Warning, WarningKind};
pub use trial::Trial;
pub use userlib::{TaskId, TaskState};
