//! A task's machine: its processor, its memory, and the way from registers to
//! the kernel and back.

use std::cell::{Ref, RefCell};
use std::ops::Range;
use std::rc::Rc;

use kernel::machine::{Go, Machine, Stop};
use kernel::{Fault, TaskId};
use userlib::host::Outcome;
use userlib::{FaultInfo, FaultSource};

use crate::calls;
use crate::device::Devices;
use crate::elf::{Elf, Slot};
use crate::lines;
use crate::memory::{Leases, Memory, PAGE, Region};
use crate::processor::{Core, Failure, LR, PC, SP};
use crate::setup::Setup;
use crate::unicorn::{Engine, Use};
use crate::watch::{Halt, Watch};

/// What the real kernel fills stacks with.
const UNUSED: u32 = 0xBADD_CAFE;
/// Bytes that the hardware pushes at each system call.
const FRAME: u32 = 32;
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
    engine: Engine<Watch>,
    memory: Rc<Memory>,
    file: Vec<u8>,
    elf: Elf,
    /// Statics that no code of the task's initialises.
    statics: Vec<Loaded>,
    slots: Vec<(Slot, String)>,
    /// How many of them are written.
    bound: usize,
    stack: Range<u32>,
    flash: u32,
    ram: u32,
    budget: u64,
    /// The leases of the SEND that has not ended.
    leases: Option<Box<Leases>>,
    taken: Taken,
}

impl Chip {
    pub(crate) fn new(file: &[u8], setup: Setup) -> Result<Self, Failure> {
        let elf = Elf::read(file)?;
        let core = setup.core.or(elf.core).ok_or(
            "the file does not say which processor it is for: \
             `Setup::core` does",
        )?;
        let stack = stack(&elf, &setup)?;
        let flash = flash(&elf, &setup)?;
        let ram = match setup.ram {
            Some(ram) => ram,
            None => stack.start..end_of_statics(&elf).max(stack.end),
        };
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
        regions.extend(setup.data.into_iter().map(|range| Region {
            range,
            allowed: Use::Data,
        }));
        let memory = Rc::new(Memory::new(regions));

        let mut statics = Vec::new();
        let starts_itself = !elf.begins_with("main");
        let (mut in_flash, mut in_ram) = (0, stack.end - stack.start);
        for segment in &elf.segments {
            if flash.contains(&segment.stored) {
                in_flash += segment.bytes.len() as u32;
                memory
                    .write(segment.stored, &segment.bytes)
                    .ok_or("a segment goes beyond the flash")?;
            }
            if segment.writable {
                in_ram += segment.size;
            }
            if segment.writable && !starts_itself {
                statics.push(Loaded {
                    address: segment.address,
                    bytes: segment.bytes.clone(),
                    size: segment.size,
                });
            }
        }

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

        let slots = Vec::new();
        let mut chip = Self {
            engine,
            memory,
            file: file.to_vec(),
            elf,
            statics,
            slots,
            bound: 0,
            stack,
            flash: in_flash,
            ram: in_ram,
            budget: setup.budget,
            leases: None,
            taken: Taken::default(),
        };
        for slot in std::mem::take(&mut chip.elf.slots) {
            let peer = setup.slots.get(&slot.name).unwrap_or(&slot.name);
            let peer = peer.clone();
            chip.slots.push((slot, peer));
        }
        Ok(chip)
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
        let cpu = self.engine.cpu_mut();
        for register in 0..13 {
            cpu.set_register(register, 0)?;
        }
        cpu.set_register(LR, 0)?;
        cpu.set_register(SP, self.stack.end & !7)?;
        Ok(())
    }

    /// Writes what is behind the next slot.
    fn bind(&mut self, index: Result<u16, String>) {
        let (slot, _) = &self.slots[self.bound];
        let index = index.unwrap_or(TaskId::UNBOUND.0);
        // A slot that lies nowhere is nobody's.
        let _ = self.memory.write(slot.address, &index.to_le_bytes());
        self.bound += 1;
    }

    /// The next slot to be bound, or the start.
    fn bind_or_start(&mut self) -> Stop {
        if let Some((_, peer)) = self.slots.get(self.bound) {
            return Stop::Slot(peer.clone());
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
        let caller = register(LR);
        let registers = std::array::from_fn(|index| register(4 + index));
        let pushed = sp.saturating_sub(FRAME);
        if pushed < self.stack.start && sp <= self.stack.end {
            return self
                .faulted(FaultInfo::StackOverflow { address: pushed }, at);
        }
        let used = self.stack.end.saturating_sub(pushed);
        self.taken.stack = self.taken.stack.max(used);
        match calls::call(registers, &self.memory, &mut self.leases) {
            Ok(call) => Stop::Call(call),
            Err(info) => {
                // Of a stub, what there is to tell is who called it.
                let caller = (caller & !1).wrapping_sub(2);
                let is_code = watch.code().contains(&caller);
                self.faulted(info, if is_code { caller } else { at })
            }
        }
    }

    fn faulted(&self, info: FaultInfo, at: u32) -> Stop {
        let size = self.stack.end - self.stack.start;
        let message = match info {
            FaultInfo::StackOverflow { address } => Some(format!(
                "its stack of {size} bytes overflowed: it needs {} or more",
                self.stack.end.wrapping_sub(address)
            )),
            FaultInfo::MemoryAccess {
                address: Some(address),
                source,
            } => Some(format!(
                "{} {address:#010x}, which is not its own",
                match source {
                    FaultSource::User => "touched",
                    FaultSource::Kernel => "gave the kernel",
                }
            )),
            FaultInfo::IllegalText => {
                let to = self.engine.cpu().register(PC).unwrap_or(0);
                Some(format!("went to {to:#010x}, which is not its code"))
            }
            FaultInfo::BusError {
                address: Some(address),
                ..
            } => Some(format!("no device has a register at {address:#010x}")),
            _ => None,
        };
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
    fn note_stack(&mut self) {
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

/// Where the stack is: where the file says, or at the start of the RAM, or
/// below the statics.
fn stack(elf: &Elf, setup: &Setup) -> Result<Range<u32>, Failure> {
    let known = elf.symbol("_stack_base").zip(elf.symbol("_stack_start"));
    if let Some((base, top)) = known
        && base < top
    {
        return Ok(base..top);
    }
    let size = setup.stack.next_multiple_of(8);
    let base = match &setup.ram {
        Some(ram) => ram.start,
        None => elf
            .segments
            .iter()
            .filter(|segment| segment.writable)
            .map(|segment| segment.address & !7)
            .min()
            .ok_or(
                "a task without statics: `Setup::ram` says where its RAM is",
            )?
            .checked_sub(size)
            .ok_or("there is no room for a stack below the statics")?,
    };
    Ok(base..base + size)
}

/// The flash that the task has: what it says, or what the file fills.
fn flash(elf: &Elf, setup: &Setup) -> Result<Range<u32>, Failure> {
    if let Some(flash) = &setup.flash {
        return Ok(flash.clone());
    }
    let stored = || {
        elf.segments
            .iter()
            .filter(|it| !it.bytes.is_empty())
            .filter(|it| !it.writable || it.stored != it.address)
            .map(|it| it.stored..it.stored + it.bytes.len() as u32)
    };
    let start = stored().map(|it| it.start).min();
    let end = stored().map(|it| it.end).max();
    match start.zip(end) {
        Some((start, end)) => Ok(start..end.next_multiple_of(4)),
        None => Err("there is no code in the file".into()),
    }
}

fn end_of_statics(elf: &Elf) -> u32 {
    elf.segments
        .iter()
        .filter(|segment| segment.writable)
        .map(|it| (it.address + it.size).next_multiple_of(8))
        .max()
        .unwrap_or(0)
}

/// The pages that devices are in, and whether a part of them is not theirs.
fn device_pages(devices: &Devices) -> Vec<(Range<u32>, bool)> {
    let mut ranges: Vec<_> = devices.ranges().cloned().collect();
    ranges.sort_by_key(|range| range.start);
    let mut pages: Vec<(Range<u32>, bool)> = Vec::new();
    for range in ranges {
        let start = range.start & !(PAGE - 1);
        let end = range.end.next_multiple_of(PAGE);
        let has_gaps = start != range.start || end != range.end;
        match pages.last_mut() {
            Some((last, gaps)) if last.end > start => {
                last.end = last.end.max(end);
                *gaps = true;
            }
            _ => pages.push((start..end, has_gaps)),
        }
    }
    pages
}

/// A task from an ELF file, in a system.
#[derive(Clone)]
pub struct Flashed {
    id: TaskId,
    chip: Rc<RefCell<Chip>>,
}

impl Flashed {
    pub(crate) fn new(id: TaskId, chip: Rc<RefCell<Chip>>) -> Self {
        Self { id, chip }
    }

    /// Its id in generation 0.
    pub fn id(&self) -> TaskId {
        self.id
    }

    /// What it has taken so far.
    pub fn taken(&self) -> Taken {
        self.chip.borrow_mut().note_stack();
        self.chip.borrow().taken.clone()
    }

    /// Bytes of its stack.
    pub fn stack_size(&self) -> u32 {
        let stack = self.chip.borrow().stack.clone();
        stack.end - stack.start
    }

    /// Bytes of RAM in use: the stack and the statics.
    pub fn ram(&self) -> u32 {
        self.chip.borrow().ram
    }

    /// Bytes of flash in use: code, constants, and the values that statics
    /// start with.
    pub fn flash(&self) -> u32 {
        self.chip.borrow().flash
    }

    /// The bytes of a static, which is named by its path in Rust, or the end
    /// of that, or by its symbol; `None` if the file names none so: compilers
    /// merge small statics, and then only debug information knows them.
    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        let chip = self.chip.borrow();
        let (address, size) = find(&chip, name)?;
        let mut bytes = vec![0; size as usize];
        chip.memory.read(address, &mut bytes)?;
        Some(bytes)
    }

    /// How often each line was executed: a listing with a line for each, as
    /// `path:line: times`, in order. Files that come with the compiler are
    /// left out.
    ///
    /// # Errors
    ///
    /// If the file has no debug information, or it is damaged.
    pub fn coverage(&self) -> Result<String, Failure> {
        let chip = self.chip.borrow();
        let chip: Ref<'_, Chip> = chip;
        let watch = chip.engine.observer();
        let code = watch.code();
        let times = |at: u32| {
            let index = at.wrapping_sub(code.start) / 2;
            watch
                .executed
                .get(index as usize)
                .copied()
                .unwrap_or(0)
                .into()
        };
        let coverage = lines::coverage(&chip.file, code.clone(), times)?;
        let mut listing = String::new();
        for (path, lines) in coverage {
            for (line, times) in lines {
                listing.push_str(&format!("{path}:{line}: {times}\n"));
            }
        }
        Ok(listing)
    }
}

/// Address and size of the symbol that is called so.
fn find(chip: &Chip, name: &str) -> Option<(u32, u32)> {
    let symbols = &chip.elf.symbols;
    if let Some(found) = symbols.get(name) {
        return Some(*found);
    }
    let end = format!("::{name}");
    symbols
        .iter()
        .find(|(symbol, _)| {
            let path = format!("{:#}", rustc_demangle::demangle(symbol));
            // What the compiler has split or renamed has a suffix.
            let path = path.split('.').next().unwrap_or_default();
            path == name || path.ends_with(&end)
        })
        .map(|(_, found)| *found)
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
                chip.bind(index);
                chip.bind_or_start()
            }
            Go::Outcome(outcome) => chip.end_call(&outcome),
        }
    }
}
