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
mod device;
mod elf;
pub mod lines;
mod memory;
pub mod processor;
mod setup;
mod task;
pub mod unicorn;
mod watch;

use std::cell::RefCell;
use std::rc::Rc;

pub use device::Bus;
use kernel::System;
use processor::Failure;
pub use setup::Setup;
use task::{Chip, Driven};
pub use task::{Flashed, Taken};

/// Adds tasks from ELF files to a system.
pub trait FromElf {
    /// Adds the task of an ELF file, as
    /// [`System::task`] adds one of a closure.
    ///
    /// # Errors
    ///
    /// If the emulator is not installed, the file is not of a task, or the
    /// setup does not fit it.
    ///
    /// # Panics
    ///
    /// If there are 1,022 tasks already.
    fn task_from_elf(
        &mut self,
        name: &str,
        priority: u8,
        file: &[u8],
        setup: Setup,
    ) -> Result<Flashed, Failure>;
}

impl FromElf for System {
    fn task_from_elf(
        &mut self,
        name: &str,
        priority: u8,
        file: &[u8],
        setup: Setup,
    ) -> Result<Flashed, Failure> {
        let chip = Chip::new(file, setup)
            .map_err(|error| format!("the task `{name}`: {error}"))?;
        let chip = Rc::new(RefCell::new(chip));
        let driven = Driven(Rc::clone(&chip));
        let id = self.machine(name, priority, Box::new(driven));
        Ok(Flashed::new(id, chip))
    }
}
