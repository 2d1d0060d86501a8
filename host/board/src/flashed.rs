//! What is seen of a task that was made of an ELF file.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use kernel::TaskId;

use crate::lines::{self, Coverage};
use crate::processor::{Core, Failure};
use crate::region::Region;
use crate::task::{Chip, Taken};
use crate::unicorn::Use;

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

    /// Where it stopped last: address, instruction, function and source line;
    /// of a system call, those of who made it.
    pub fn place(&self) -> String {
        self.chip.borrow().stopped_at()
    }

    /// The processor that runs it.
    pub fn core(&self) -> Core {
        self.chip.borrow().core
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

    /// Slots that a build has written, with the indices in them.
    pub(crate) fn written_slots(&self) -> Vec<(String, u16)> {
        self.chip.borrow().slots.written.clone()
    }

    /// The memory that it alone has: code, and data.
    pub(crate) fn own_memory(&self) -> (Vec<Range<u32>>, Vec<Range<u32>>) {
        let chip = self.chip.borrow();
        let own = chip.memory.own_regions().iter();
        let (code, data): (Vec<_>, Vec<_>) =
            own.partition(|region| region.allowed == Use::Code);
        let ranges = |regions: Vec<&Region>| {
            regions.into_iter().map(|it| it.range.clone()).collect()
        };
        (ranges(code), ranges(data))
    }

    /// How often each line was executed, in all generations.
    ///
    /// # Errors
    ///
    /// If the file has no debug information, or it is damaged.
    pub fn coverage(&self) -> Result<Coverage, Failure> {
        let chip = self.chip.borrow();
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
        lines::coverage(&chip.file, code.clone(), times)
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
