//! Whether a system call's stub follows the kernel's convention.

use crate::emulator::{Emulator, SCRATCH, Stop};
use crate::expect::{expect, expect_kept, set_kept};
use crate::image::Image;
use board::processor::{Core, Failure, SP};

/// A function of the task that makes one system call, and what should happen.
#[derive(Copy, Clone, Debug)]
pub struct SystemCall {
    /// The function, which takes the address of six words for the results.
    pub function: &'static str,
    /// The call's number.
    pub number: u32,
    /// What it finds in r4 and up.
    pub arguments: &'static [u32],
    /// What the kernel leaves in r4 and up.
    pub results: &'static [u32],
    /// The words that the function writes, if it returns.
    pub written: Option<[u32; 6]>,
}

/// Makes the call, and plays the kernel, which changes the registers of the
/// results and no other.
///
/// # Errors
///
/// If anything differs from what `call` says, or if a register is not kept
/// that a function has to keep.
pub fn check(
    core: Core,
    image: &Image,
    call: &SystemCall,
) -> Result<(), Failure> {
    let function = image
        .symbol(call.function)
        .ok_or_else(|| format!("there is no {}", call.function))?;
    let mut cpu = Emulator::new(core, image)?;
    let stack = cpu.register(SP)?;
    cpu.set_register(0, SCRATCH)?;
    set_kept(&mut cpu)?;
    expect("the first stop", cpu.call(function)?, Stop::SystemCall)?;
    expect("the number", cpu.register(11)?, call.number)?;
    for (register, argument) in (4..).zip(call.arguments) {
        let what = format!("r{register}");
        expect(&what, cpu.register(register)?, *argument)?;
    }
    let Some(written) = call.written else {
        return Ok(());
    };
    for (register, result) in (4..).zip(call.results) {
        cpu.set_register(register, *result)?;
    }
    expect("the second stop", cpu.resume()?, Stop::Returned)?;
    let expected: Vec<_> = written.map(u32::to_le_bytes).concat();
    expect("what is written", cpu.read(SCRATCH, 24)?, expected)?;
    expect("the stack", cpu.register(SP)?, stack)?;
    expect_kept(&cpu)
}
