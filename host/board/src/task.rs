//! A task's machine: its processor, its memory, and the way from registers to
//! the kernel and back.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use kernel::machine::{Go, Machine, Stop};
use kernel::{Fault, TaskId};
use userlib::FaultInfo;
use userlib::host::Outcome;

use crate::calls;
use crate::device::Devices;
use crate::elf::Elf;
use crate::layout::{
    check_devices, device_pages, end_of_statics, flash, is_beside, stack,
};
use crate::lines;
use crate::memory::{Leases, Memory};
use crate::processor::{Core, Failure, LR, PC, SP};
use crate::region::{Region, check};
use crate::setup::Setup;
use crate::shared::Shared;
use crate::slots::Slots;
use crate::told;
use crate::unicorn::{Engine, Use};
use crate::watch::{Halt, Watch};

/// What the real kernel fills stacks with.
const UNUSED: u32 = 0xBADD_CAFE;
/// Where no instruction is.
const NOWHERE: u32 = 0xFFFF_FFFE;

/// What one task has taken.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Taken {
    /// Instructions, over all generations.
    pub instructions: u64,
    /// Instructions up to each of its system calls, from the one before it, in
    /// the order in which they were made.
    pub calls: Vec<u64>,
    /// Bytes of stack, with what the hardware pushes at a system call.
    pub stack: u32,
}

/// What is loaded at a start.
struct Loaded {
    address: u32,
    bytes: Vec<u8>,
    size: u32,
}

/// The machine of one task.
pub(crate) struct Chip {
    pub(crate) engine: Engine<Watch>,
    pub(crate) memory: Rc<Memory>,
    pub(crate) file: Vec<u8>,
    pub(crate) elf: Elf,
    pub(crate) core: Core,
    /// Statics that no code of the task's initialises.
    statics: Vec<Loaded>,
    pub(crate) slots: Slots,
    pub(crate) stack: Range<u32>,
    pub(crate) flash: u32,
    pub(crate) ram: u32,
    budget: u64,
    /// Peripherals that nobody plays.
    unplayed: Vec<(Range<u32>, String)>,
    /// The leases of the SEND that has not ended.
    leases: Option<Box<Leases>>,
    pub(crate) taken: Taken,
}

impl Chip {
    pub(crate) fn new(file: &[u8], setup: Setup) -> Result<Self, Failure> {
        let elf = Elf::read(file)?;
        let core = setup.core.or(elf.core).or(setup.target).ok_or(
            "the file does not say which processor it is for: \
             `Setup::core` does",
        )?;
        let stack = stack(&elf, &setup)?;
        let flash = flash(&elf, &setup)?;
        let ram = match &setup.ram {
            Some(ram) => ram.clone(),
            None => {
                let end = end_of_statics(&elf, &setup).max(stack.end);
                let most = setup.most_ram.unwrap_or(0);
                stack.start..end.max(stack.start.saturating_add(most))
            }
        };
        if stack.start < ram.start || stack.end > ram.end {
            let bytes = stack.end - stack.start;
            let why = format!("a stack of {bytes} bytes is not in the RAM");
            return Err(why.into());
        }
        let mut regions = vec![
            Region {
                range: flash.clone(),
                allowed: Use::Code,
            },
            Region {
                range: ram.clone(),
                allowed: Use::Data,
            },
        ];
        regions.extend(setup.data.iter().cloned().map(|range| Region {
            range,
            allowed: Use::Data,
        }));
        let shared: Vec<_> = setup.shared.iter().map(Shared::block).collect();
        let pages = shared.iter().map(|block| Region {
            range: block.range(),
            allowed: Use::Data,
        });
        let all: Vec<_> = regions.iter().cloned().chain(pages).collect();
        check(&all)?;
        let memory = Rc::new(Memory::new(regions, shared));
        let erased = vec![0xFF; (flash.end - flash.start) as usize];
        memory
            .write(flash.start, &erased)
            .ok_or("there is no flash")?;

        let mut statics = Vec::new();
        let starts_itself = !elf.begins_with("main");
        let (mut in_flash, mut in_ram) = (0, stack.end - stack.start);
        for segment in &elf.segments {
            if segment.writable {
                let end = segment.address.saturating_add(segment.size);
                let is_in_ram = ram.start <= segment.address && end <= ram.end;
                if !is_in_ram && !is_beside(segment, &setup) {
                    return Err("statics are not in the RAM".into());
                }
                in_ram += segment.size;
            }
            if flash.contains(&segment.stored) {
                in_flash += segment.bytes.len() as u32;
                if flash.end - segment.stored < segment.bytes.len() as u32 {
                    return Err("a segment goes beyond the flash".into());
                }
                let bytes = match &setup.flash_image {
                    None => &segment.bytes[..],
                    Some(image) => image
                        .bytes(segment.stored, segment.bytes.len())
                        .ok_or_else(|| {
                            let at = segment.stored;
                            format!("its flash at {at:#x} is not in the image")
                        })?,
                };
                memory
                    .write(segment.stored, bytes)
                    .ok_or("a segment is not in the flash")?;
            } else if !segment.writable {
                let at = segment.stored;
                let why = format!("the segment at {at:#x} is not in the flash");
                return Err(why.into());
            }
            // What its own code does not: for lack of such code, or since the
            // values are nowhere else.
            let is_nowhere_else =
                !segment.bytes.is_empty() && !flash.contains(&segment.stored);
            if segment.writable && (!starts_itself || is_nowhere_else) {
                statics.push(Loaded {
                    address: segment.address,
                    bytes: segment.bytes.clone(),
                    size: segment.size,
                });
            }
        }

        let slots = Slots::of(&elf.slots, &memory, &setup);
        check_devices(&setup.devices)?;
        let devices = Devices::new(setup.devices);
        let pages = device_pages(&devices);
        let watch = Watch::new(
            core,
            Rc::clone(&memory),
            devices,
            stack.clone(),
            flash.clone(),
        );
        let mut engine = Engine::open(core, watch)?;
        for block in memory.blocks() {
            // SAFETY: the memory lives as long as the engine, whose observer
            // has it, too; while the engine runs nobody else does.
            unsafe {
                engine.map_shared(block.base(), block.bytes(), block.allowed)
            }?;
        }
        for (range, has_gaps) in pages {
            let size = (range.end - range.start) as usize;
            engine.map_device(range.start, size)?;
            if has_gaps {
                engine.watch(range.start, range.end - 1)?;
            }
        }
        if core == Core::M0 {
            engine.watch(0, u32::MAX)?;
        } else {
            for range in memory.watched() {
                engine.watch(range.start, range.end - 1)?;
            }
        }

        Ok(Self {
            engine,
            memory,
            file: file.to_vec(),
            elf,
            core,
            statics,
            slots,
            stack,
            flash: in_flash,
            ram: in_ram,
            budget: setup.budget,
            unplayed: setup.unplayed,
            leases: None,
            taken: Taken::default(),
        })
    }

    /// Fresh registers, a fresh stack, and what no code of the task's does.
    fn start(&mut self) -> Result<(), Failure> {
        self.note_stack();
        self.leases = None;
        let words = (self.stack.end - self.stack.start) / 4;
        let fill = UNUSED.to_le_bytes().repeat(words as usize);
        self.memory
            .write(self.stack.start, &fill)
            .ok_or("the stack is not in the RAM")?;
        for loaded in &self.statics {
            let mut bytes = loaded.bytes.clone();
            bytes.resize(loaded.size as usize, 0);
            self.memory
                .write(loaded.address, &bytes)
                .ok_or("a segment goes beyond the RAM")?;
        }
        self.engine.reset()?;
        let cpu = self.engine.cpu_mut();
        for register in 0..13 {
            cpu.set_register(register, 0)?;
        }
        cpu.set_register(LR, 0)?;
        cpu.set_register(SP, self.stack.end & !7)?;
        Ok(())
    }

    /// The next slot to be bound, or the start.
    fn bind_or_start(&mut self) -> Stop {
        if let Some(peer) = self.slots.unbound() {
            return Stop::Slot(peer.to_owned());
        }
        match self.start() {
            Ok(()) => self.run(self.elf.entry),
            Err(error) => Stop::Faulted(Fault {
                message: Some(format!("cannot start: {error}")),
                ..Fault::new(FaultInfo::IllegalText)
            }),
        }
    }

    fn end_call(&mut self, outcome: &Outcome) -> Stop {
        self.leases = None;
        let cpu = self.engine.cpu_mut();
        for (register, value) in (4..).zip(calls::results(outcome)) {
            cpu.set_register(register, value)
                .expect("there is r4 to r9");
        }
        let address = cpu.register(PC).expect("there is a program counter");
        self.run(address | 1)
    }

    /// Runs up to what stops the task.
    fn run(&mut self, address: u32) -> Stop {
        let watch = self.engine.observer_mut();
        watch.halt = None;
        watch.instructions = 0;
        watch.budget = self.budget;
        watch.at = address & !1;
        let result = self.engine.run(address, NOWHERE);
        let watch = self.engine.observer();
        self.taken.instructions += watch.instructions;
        let halt = watch.halt.unwrap_or(Halt::Fault(match result {
            Err(_) => FaultInfo::IllegalInstruction,
            Ok(()) => FaultInfo::InvalidOperation(0),
        }));
        match halt {
            Halt::SystemCall => self.call(),
            Halt::Fault(info) => self.faulted(info, watch.at),
            Halt::Budget => Stop::Faulted(Fault {
                message: Some(format!(
                    "ran {} instructions without a system call",
                    self.budget
                )),
                place: Some(self.place(watch.at)),
                ..Fault::new(FaultInfo::Injected(TaskId::KERNEL))
            }),
        }
    }

    fn call(&mut self) -> Stop {
        let watch = self.engine.observer();
        self.taken.calls.push(watch.instructions);
        let at = watch.at;
        let cpu = self.engine.cpu();
        let register = |it| cpu.register(it).expect("there is r0 to r15");
        let sp = register(SP);
        let registers = std::array::from_fn(|index| register(4 + index));
        // The frame is aligned to 8 bytes, whatever the stack pointer is.
        let pushed = sp.saturating_sub(self.core.frame()) & !7;
        if pushed < self.stack.start && sp <= self.stack.end {
            return self
                .faulted(FaultInfo::StackOverflow { address: pushed }, at);
        }
        let used = self.stack.end.saturating_sub(pushed);
        self.taken.stack = self.taken.stack.max(used);
        match calls::call(registers, &self.memory, &mut self.leases) {
            Ok(call) => Stop::Call(call),
            Err(info) => self.faulted(info, self.caller(at)),
        }
    }

    /// Who made the system call at this address: of a stub, there is more to
    /// tell of who called it.
    fn caller(&self, at: u32) -> u32 {
        let link = self.engine.cpu().register(LR).unwrap_or(0);
        let caller = (link & !1).wrapping_sub(2);
        let is_code = self.engine.observer().code().contains(&caller);
        if is_code { caller } else { at }
    }

    /// Where it stopped last.
    pub(crate) fn stopped_at(&self) -> String {
        let watch = self.engine.observer();
        self.place(match watch.halt {
            Some(Halt::SystemCall) => self.caller(watch.at),
            _ => watch.at,
        })
    }

    fn faulted(&self, info: FaultInfo, at: u32) -> Stop {
        let pc = self.engine.cpu().register(PC).unwrap_or(0);
        let message = told::message(info, &self.stack, &self.unplayed, pc);
        Stop::Faulted(Fault {
            message,
            place: Some(self.place(at)),
            ..Fault::new(info)
        })
    }

    /// Address, instruction, function and line.
    fn place(&self, at: u32) -> String {
        let half = |at| {
            let mut bytes = [0; 2];
            self.memory.read(at, &mut bytes)?;
            Some(u16::from_le_bytes(bytes))
        };
        let instruction = match (half(at), half(at.wrapping_add(2))) {
            (Some(first), Some(second)) if first >> 11 >= 0b11101 => {
                format!(" ({first:04x} {second:04x})")
            }
            (Some(first), _) => format!(" ({first:04x})"),
            _ => String::new(),
        };
        let line = lines::place(&self.file, at)
            .map_or_else(String::new, |line| format!(" in {line}"));
        format!("{at:#010x}{instruction}{line}")
    }

    /// Notes how deep the stack was since it was filled.
    pub(crate) fn note_stack(&mut self) {
        let untouched = (self.stack.start..self.stack.end)
            .step_by(4)
            .find(|at| self.memory.word(*at) != Some(UNUSED));
        // Before the first start nothing is filled.
        if self.taken.instructions > 0
            && let Some(lowest) = untouched
        {
            let used = self.stack.end - lowest;
            self.taken.stack = self.taken.stack.max(used);
        }
    }
}

/// The kernel's side of a chip.
pub(crate) struct Driven(pub(crate) Rc<RefCell<Chip>>);

// SAFETY: what a system call names is in the chip's memory and leases; both
// stay where they are until the chip goes on or is dropped, and the compiler
// knows nothing of what is in there.
unsafe impl Machine for Driven {
    fn go(&mut self, on: Go) -> Stop {
        let mut chip = self.0.borrow_mut();
        match on {
            Go::Start => chip.bind_or_start(),
            Go::Slot(index) => {
                let chip = &mut *chip;
                chip.slots.bind(&chip.memory, index);
                chip.bind_or_start()
            }
            Go::Outcome(outcome) => chip.end_call(&outcome),
        }
    }
}
