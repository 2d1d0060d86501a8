//! What a task is expected to do.

use std::fmt::Debug;

use crate::emulator::Emulator;
use board::processor::Failure;

/// Fails unless the two are equal.
pub(crate) fn expect<T: PartialEq + Debug>(
    what: &str,
    found: T,
    expected: T,
) -> Result<(), Failure> {
    if found == expected {
        Ok(())
    } else {
        Err(format!("{what}: {found:x?} instead of {expected:x?}").into())
    }
}

/// Fills the registers that a function has to keep.
pub(crate) fn set_kept(cpu: &mut Emulator) -> Result<(), Failure> {
    for register in 4..12 {
        cpu.set_register(register, kept(register))?;
    }
    Ok(())
}

/// Fails unless these registers are as they were filled.
pub(crate) fn expect_kept(cpu: &Emulator) -> Result<(), Failure> {
    for register in 4..12 {
        let what = format!("r{register}");
        expect(&what, cpu.register(register)?, kept(register))?;
    }
    Ok(())
}

fn kept(register: usize) -> u32 {
    0xC0DE_0000 | register as u32
}
