//! Tasks as they are flashed, under the kernel of this laptop.
//!
//! A task's ELF file runs on an emulated Cortex-M; each `svc` is a system call
//! of the crate `kernel`, which knows no difference between such a task and a
//! closure: one schedule, one trace, the same scripts, timers and supervisors,
//! and both kinds in one system.
//!
//! ```no_run
//! use board::{FromElf, Setup};
//! use kernel::{Action, CallKind, End, Restart, System, When};
//! use userlib::sys_send;
//!
//! # fn main() -> Result<(), board::processor::Failure> {
//! let mut system = System::new();
//! let file = std::fs::read("target/thumbv7em-none-eabihf/release/lamp")?;
//! let lamp = system.task_from_elf("lamp", 1, &file, Setup::new())?;
//! let server = lamp.id();
//! system.task("client", 2, move || {
//!     assert_eq!(sys_send(server, 1, &[1], &mut [], &[]), (0, 0));
//! });
//! // It dies with the second request in its hands, and starts anew.
//! let dies = Action::kill(server, Restart::AtOnce);
//! system.script(When::after(server, CallKind::Recv, 2), dies);
//! assert_eq!(system.run(), End::Idle);
//! assert!(lamp.taken().stack <= lamp.stack_size());
//! # Ok(())
//! # }
//! ```
//!
//! A task has the memory that is its own, and no other: what it touches beside
//! it, a jump out of its code, a stack that overflows, an instruction that
//! there is not, a division by zero, and more instructions than its budget
//! between two system calls are its faults, with address, instruction and
//! source line; the others go on. What it lends is read and written where it
//! is.
//!
//! The emulator is Unicorn, version 2, whose library is loaded when the first
//! such task is made: Debian calls it `libunicorn2`. It knows no time: how
//! long code takes on a board it cannot tell, only how many instructions that
//! are.

mod calls;
mod description;
mod device;
mod dump;
mod elf;
mod flash_image;
mod flashed;
mod from_elf;
mod image;
mod layout;
pub mod lines;
mod memory;
pub mod processor;
mod region;
mod setup;
mod shared;
mod slots;
mod task;
mod told;
pub mod unicorn;
mod watch;

pub use device::Bus;
pub use flashed::Flashed;
pub use from_elf::FromElf;
pub use image::{Image, Running};
pub use kernel::Line;
pub use setup::Setup;
pub use shared::Shared;
pub use task::Taken;
