//! The registers of an emulated processor.

use std::ffi::{c_int, c_void};

use super::api::{Api, check};
use crate::processor::{Failure, LR, PC, Register, SP};

/// The processor, as an observer sees it.
pub struct Cpu {
    pub(super) api: &'static Api,
    pub(super) engine: *mut c_void,
}

impl Cpu {
    /// What a register holds.
    ///
    /// # Errors
    ///
    /// If there is no such register.
    pub fn register(&self, register: Register) -> Result<u32, Failure> {
        let mut value = 0_u32;
        // SAFETY: the engine is open, and writes the four bytes of a register.
        check(unsafe {
            (self.api.uc_reg_read)(
                self.engine,
                number(register)?,
                (&raw mut value).cast(),
            )
        })?;
        Ok(value)
    }

    /// Sets a register.
    ///
    /// # Errors
    ///
    /// If there is no such register.
    pub fn set_register(
        &mut self,
        register: Register,
        value: u32,
    ) -> Result<(), Failure> {
        // SAFETY: the engine is open, and reads the four bytes of a register.
        check(unsafe {
            (self.api.uc_reg_write)(
                self.engine,
                number(register)?,
                (&raw const value).cast(),
            )
        })
    }

    /// Has the processor stop as soon as it can.
    pub fn stop(&self) {
        // SAFETY: the engine is open. It cannot fail.
        unsafe { (self.api.uc_emu_stop)(self.engine) };
    }
}

/// Unicorn's number of a register.
fn number(register: Register) -> Result<c_int, Failure> {
    match register {
        SP => Ok(12),
        LR => Ok(10),
        PC => Ok(11),
        0..=12 => Ok(66 + c_int::try_from(register)?),
        _ => Err(format!("there is no r{register}").into()),
    }
}
