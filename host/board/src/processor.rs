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

impl Core {
    /// Bytes that the hardware pushes at an exception, and so at each system
    /// call: r0 to r3, r12, the link register, the program counter and the
    /// flags; with floating point s0 to s15, its flags and a word more.
    ///
    /// With floating point it is the long one always, also of a task that never
    /// calculates so: the hardware pushes it if CONTROL.FPCA is set, and Hubris
    /// starts tasks by a return from an exception with the long frame, which
    /// sets that. No task can clear it.
    pub fn frame(self) -> u32 {
        match self {
            Core::M0 => 8 * 4,
            Core::M4 | Core::M33 => 26 * 4,
        }
    }
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
