//! What is seen of an emulated processor while it runs.

use std::ffi::c_int;

use super::cpu::Cpu;

/// What memory may be used for. The bits are the emulator's.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Use {
    /// Reading and executing.
    Code = 1 | 4,
    /// Reading and writing.
    Data = 1 | 2,
    /// Everything.
    Any = 1 | 2 | 4,
}

/// An access to memory.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Access {
    /// A load.
    Read,
    /// A store.
    Write,
    /// Of an instruction.
    Fetch,
}

impl Access {
    /// Unicorn's numbers: from 16 what is done, from 19 what is done where
    /// nothing is, from 22 what is done though it may not.
    pub(super) fn of(number: c_int) -> Self {
        match (number - 16).rem_euclid(3) {
            _ if number == 22 => Access::Write,
            _ if number == 23 => Access::Read,
            0 => Access::Read,
            1 => Access::Write,
            _ => Access::Fetch,
        }
    }
}

/// The exception that an `svc` raises.
pub const SUPERVISOR_CALL: u32 = 2;

/// Sees what the processor does while it runs.
pub trait Observer {
    /// An instruction is about to be executed. Says whether it may be; if
    /// not, the processor stops in front of it.
    fn instruction(&mut self, cpu: &Cpu, address: u32) -> bool;

    /// An exception was raised. The processor stops: behind an `svc`, at
    /// whatever else raised it.
    fn exception(&mut self, number: u32);

    /// Memory was touched where there is none, or as it may not be. The
    /// processor stops.
    fn refused(&mut self, cpu: &Cpu, access: Access, address: u32);

    /// Memory of a [watched](crate::unicorn::Engine::watch) range is touched. Says whether it
    /// may be; if not, the processor stops.
    fn touched(
        &mut self,
        cpu: &Cpu,
        access: Access,
        address: u32,
        size: u32,
    ) -> bool {
        let _ = (cpu, access, address, size);
        true
    }

    /// A register of a device is read.
    fn device_read(&mut self, cpu: &Cpu, address: u32, size: u32) -> u32 {
        let _ = (cpu, address, size);
        0
    }

    /// A register of a device is written.
    fn device_written(
        &mut self,
        cpu: &Cpu,
        address: u32,
        size: u32,
        value: u32,
    ) {
        let _ = (cpu, address, size, value);
    }
}
