//! A Cortex-M that runs a task up to its next system call, and counts.

use crate::image::Image;
use crate::observed::Observed;
use board::processor::{Core, Failure, LR, PC, Register, SP};
use board::unicorn::{self, Engine};

/// Why the processor stopped.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Stop {
    /// It is behind an `svc`, and waits for the kernel.
    SystemCall,
    /// The function that was called has returned.
    Returned,
}

const FLASH_SIZE: usize = 0x100_0000;
const RAM: u32 = 0x2000_0000;
const RAM_SIZE: usize = 0x1_0000;
const STACK_TOP: u32 = RAM + RAM_SIZE as u32;
/// Where the register driver of `firmware` finds its registers.
const REGISTERS: u32 = 0x4000_0000;
const REGISTERS_SIZE: usize = 0x4_0000;
/// Where a called function returns to.
const RETURN: u32 = 0x3000_0000;
const RETURN_SIZE: usize = 0x1000;

/// Memory that the task does not use.
pub const SCRATCH: u32 = RAM + 0x8000;

/// An emulated processor with a task in its memory.
pub struct Emulator {
    engine: Engine<Observed>,
}

impl Emulator {
    /// Whether the emulator is installed.
    ///
    /// # Errors
    ///
    /// What to install if it is not.
    pub fn available() -> Result<(), Failure> {
        unicorn::available()
    }

    /// A processor with `image` in its memory.
    ///
    /// # Errors
    ///
    /// If the emulator is not installed, or refuses.
    pub fn new(core: Core, image: &Image) -> Result<Self, Failure> {
        let mut engine = Engine::open(core, Observed::new(image.measured()))?;
        engine.map(0, FLASH_SIZE)?;
        engine.map(RAM, RAM_SIZE)?;
        engine.map(RETURN, RETURN_SIZE)?;
        engine.map(REGISTERS, REGISTERS_SIZE)?;
        for (address, bytes) in image.loaded() {
            engine.write(address, bytes)?;
        }
        engine.cpu_mut().set_register(SP, STACK_TOP)?;
        Ok(Self { engine })
    }

    /// Runs a function from its start, whose `address` has bit 0 set, up to its
    /// first system call or its return.
    ///
    /// # Errors
    ///
    /// If the task did what the processor does not allow.
    pub fn call(&mut self, address: u32) -> Result<Stop, Failure> {
        self.engine.cpu_mut().set_register(LR, RETURN | 1)?;
        self.run(address)
    }

    /// Goes on behind a system call, up to the next or the return.
    ///
    /// # Errors
    ///
    /// If the task did what the processor does not allow.
    pub fn resume(&mut self) -> Result<Stop, Failure> {
        let address = self.engine.cpu().register(PC)?;
        self.run(address | 1)
    }

    fn run(&mut self, address: u32) -> Result<Stop, Failure> {
        let observed = self.engine.observer_mut();
        observed.system_call = false;
        observed.steps = 0;
        self.engine.run(address, RETURN)?;
        if self.engine.observer().system_call {
            return Ok(Stop::SystemCall);
        }
        match self.engine.cpu().register(PC)? {
            RETURN => Ok(Stop::Returned),
            elsewhere => Err(format!("stopped at {elsewhere:#x}").into()),
        }
    }

    /// What a register holds.
    ///
    /// # Errors
    ///
    /// If there is no such register.
    pub fn register(&self, register: Register) -> Result<u32, Failure> {
        self.engine.cpu().register(register)
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
        self.engine.cpu_mut().set_register(register, value)
    }

    /// `len` bytes at `address`.
    ///
    /// # Errors
    ///
    /// If there is no such memory.
    pub fn read(&self, address: u32, len: u32) -> Result<Vec<u8>, Failure> {
        let mut bytes = vec![0; usize::try_from(len)?];
        self.engine.read(address, &mut bytes)?;
        Ok(bytes)
    }

    /// Writes memory.
    ///
    /// # Errors
    ///
    /// If there is no such memory.
    pub fn write(&mut self, address: u32, bytes: &[u8]) -> Result<(), Failure> {
        self.engine.write(address, bytes)
    }

    /// Measures nothing before the function at `address`, bit 0 clear, is
    /// called: what a caller calls to have its arguments is not measured.
    pub fn measure_from(&mut self, address: u32) {
        self.engine.observer_mut().start = Some(address);
    }

    /// How many instructions have been executed, of those that are measured.
    /// Those that a conditional block skips are not; an `svc` counts as one.
    pub fn instructions(&self) -> u64 {
        let Observed { instructions, .. } = self.engine.observer();
        *instructions
    }

    /// Bytes of stack that the measured code has taken so far, from where its
    /// first instruction found the stack pointer.
    pub fn stack(&self) -> u32 {
        let Observed { first, lowest, .. } = self.engine.observer();
        first.map_or(0, |first| first - lowest)
    }
}
