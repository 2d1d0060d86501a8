//! Which processor runs a task, what its registers are called, and what keeps
//! it from running.

use std::error::Error;

/// Whatever kept the emulator from running.
pub type Failure = Box<dyn Error + Send + Sync>;

/// Which processor runs the task.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Core {
    /// ARMv6-M.
    M0,
    /// ARMv7E-M with floating point.
    M4,
    /// ARMv8-M with floating point.
    M33,
}

/// A register, by its number: r0 to r12, the stack pointer, the link register,
/// the program counter.
pub type Register = usize;

/// The stack pointer.
pub const SP: Register = 13;
/// The link register.
pub const LR: Register = 14;
/// The program counter.
pub const PC: Register = 15;
