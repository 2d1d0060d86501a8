//! What is seen of a task while it runs, and what stops it: the end of what it
//! may touch, of its budget, and instructions that the processor refuses.

use std::ops::Range;
use std::rc::Rc;

use userlib::{FaultInfo, FaultSource};

use crate::device::Devices;
use crate::memory::Memory;
use crate::processor::{Core, SP};
use crate::unicorn::{Access, Cpu, Observer, SUPERVISOR_CALL};

/// Why the processor stopped.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Halt {
    /// It is behind an `svc`.
    SystemCall,
    /// The task has done what it may not.
    Fault(FaultInfo),
    /// The budget is used up.
    Budget,
}

/// What an instruction needs to be looked at for.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
enum Kind {
    Plain,
    /// `udiv` or `sdiv` by this register.
    Division(usize),
    /// The processor does not have it.
    Unknown,
}

/// Unaligned accesses, which ARMv6-M refuses.
const UNALIGNED: u32 = 1 << 24;

pub(crate) struct Watch {
    core: Core,
    pub(crate) memory: Rc<Memory>,
    pub(crate) devices: Devices,
    /// Lowest address of the stack.
    pub(crate) stack: Range<u32>,
    code: Range<u32>,
    /// By half-words of the code.
    kinds: Vec<Kind>,
    /// How often each half-word was executed as the start of an instruction.
    pub(crate) executed: Vec<u32>,
    /// Instructions since the last system call, or the start.
    pub(crate) instructions: u64,
    pub(crate) budget: u64,
    /// The instruction that is being executed.
    pub(crate) at: u32,
    pub(crate) halt: Option<Halt>,
}

impl Watch {
    /// A watch over the code in this range.
    pub(crate) fn new(
        core: Core,
        memory: Rc<Memory>,
        devices: Devices,
        stack: Range<u32>,
        code: Range<u32>,
    ) -> Self {
        let mut bytes = vec![0; (code.end - code.start) as usize];
        let _ = memory.read(code.start, &mut bytes);
        let halves: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|half| u16::from_le_bytes([half[0], half[1]]))
            .collect();
        let next = halves.iter().skip(1).chain([&0]);
        let kinds: Vec<Kind> = halves
            .iter()
            .zip(next)
            .map(|(first, second)| kind(core, *first, *second))
            .collect();
        Self {
            core,
            memory,
            devices,
            stack,
            executed: vec![0; kinds.len()],
            kinds,
            code,
            instructions: 0,
            budget: u64::MAX,
            at: 0,
            halt: None,
        }
    }

    /// Notes the first reason to stop.
    fn stop(&mut self, halt: Halt) {
        self.halt.get_or_insert(halt);
    }

    /// The fault of an access to data.
    fn bad_access(&mut self, access: Access, address: u32, sp: Option<u32>) {
        let info = match access {
            Access::Fetch => FaultInfo::IllegalText,
            Access::Read | Access::Write
                if self.overflows(address, sp.unwrap_or(u32::MAX)) =>
            {
                FaultInfo::StackOverflow { address }
            }
            Access::Read | Access::Write => FaultInfo::MemoryAccess {
                address: Some(address),
                source: FaultSource::User,
            },
        };
        self.stop(Halt::Fault(info));
    }

    /// Is this below the stack, and at the stack pointer or just below it, as
    /// far as one `push` goes?
    fn overflows(&self, address: u32, sp: u32) -> bool {
        /// Bytes that a `push` or `vpush` of everything writes.
        const PUSHED: u32 = 128;
        let below = address < self.stack.start;
        below
            && (sp < self.stack.start
                || sp <= self.stack.end && sp - address <= PUSHED)
    }

    pub(crate) fn code(&self) -> Range<u32> {
        self.code.clone()
    }
}

/// What is to be known of an instruction.
fn kind(core: Core, first: u16, second: u16) -> Kind {
    let is_wide = first >> 11 >= 0b11101;
    let is_division =
        matches!(first & 0xFFD0, 0xFB90) && second & 0xF0F0 == 0xF0F0;
    match core {
        // Of the wide ones it has `bl`, `msr`, `mrs` and the barriers.
        Core::M0 if is_wide => {
            let known = first >> 11 == 0b11110 && second >> 15 == 1;
            if known { Kind::Plain } else { Kind::Unknown }
        }
        Core::M4 | Core::M33 if is_division => {
            Kind::Division(usize::from(second & 0xF))
        }
        _ => Kind::Plain,
    }
}

impl Observer for Watch {
    fn instruction(&mut self, cpu: &Cpu, address: u32) -> bool {
        let index = (address.wrapping_sub(self.code.start) / 2) as usize;
        let Some(kind) = self.kinds.get(index) else {
            self.stop(Halt::Fault(FaultInfo::IllegalText));
            return false;
        };
        self.at = address;
        if self.instructions >= self.budget {
            self.stop(Halt::Budget);
            return false;
        }
        match *kind {
            Kind::Plain => {}
            Kind::Division(by) => {
                if cpu.register(by).is_ok_and(|divisor| divisor == 0) {
                    self.stop(Halt::Fault(FaultInfo::DivideByZero));
                    return false;
                }
            }
            Kind::Unknown => {
                self.stop(Halt::Fault(FaultInfo::IllegalInstruction));
                return false;
            }
        }
        self.instructions += 1;
        self.executed[index] = self.executed[index].saturating_add(1);
        true
    }

    fn exception(&mut self, number: u32) {
        /// Fetching where nothing is; leaving an exception that was never
        /// entered, by a jump to where only that leads.
        const PREFETCH_ABORT: u32 = 3;
        const EXCEPTION_EXIT: u32 = 8;
        self.stop(match number {
            SUPERVISOR_CALL => Halt::SystemCall,
            PREFETCH_ABORT | EXCEPTION_EXIT => {
                Halt::Fault(FaultInfo::IllegalText)
            }
            other => Halt::Fault(FaultInfo::InvalidOperation(other)),
        });
    }

    fn refused(&mut self, cpu: &Cpu, access: Access, address: u32) {
        self.bad_access(access, address, cpu.register(SP).ok());
    }

    fn touched(
        &mut self,
        cpu: &Cpu,
        access: Access,
        address: u32,
        size: u32,
    ) -> bool {
        if self.core == Core::M0 && !address.is_multiple_of(size.max(1)) {
            self.stop(Halt::Fault(FaultInfo::InvalidOperation(UNALIGNED)));
            return false;
        }
        if self.devices.has(address) {
            return true;
        }
        if !self.memory.allows(access, address, size) {
            self.bad_access(access, address, cpu.register(SP).ok());
            return false;
        }
        true
    }

    fn device_read(&mut self, cpu: &Cpu, address: u32, size: u32) -> u32 {
        match self.devices.read(address, size) {
            Some(value) => value,
            None => {
                self.refuse_device(cpu, address);
                0
            }
        }
    }

    fn device_written(
        &mut self,
        cpu: &Cpu,
        address: u32,
        size: u32,
        value: u32,
    ) {
        if self.devices.write(address, size, value).is_none() {
            self.refuse_device(cpu, address);
        }
    }
}

impl Watch {
    fn refuse_device(&mut self, cpu: &Cpu, address: u32) {
        let source = FaultSource::User;
        let address = Some(address);
        self.stop(Halt::Fault(FaultInfo::BusError { address, source }));
        cpu.stop();
    }
}
