//! What the kernel gives out of a task that is dumped.

use std::cell::RefCell;
use std::rc::Rc;

use kernel::machine::Dump;

use crate::region::Region;
use crate::task::Chip;
use crate::unicorn::Access;

/// What a dump of a chip is made of.
pub(crate) struct Dumped(pub(crate) Rc<RefCell<Chip>>);

impl Dump for Dumped {
    fn registers(&self) -> [u32; 16] {
        let chip = self.0.borrow();
        let cpu = chip.engine.cpu();
        std::array::from_fn(|number| cpu.register(number).unwrap_or(0))
    }

    fn regions(&self) -> Vec<(u32, u32)> {
        let chip = self.0.borrow();
        let regions = chip.memory.regions().iter();
        regions
            .filter(|region| region.allows(Access::Write))
            .map(|Region { range, .. }| (range.start, range.end - range.start))
            .collect()
    }

    fn read(&self, address: u32, bytes: &mut [u8]) -> Option<()> {
        let memory = &self.0.borrow().memory;
        let len = u32::try_from(bytes.len()).ok()?;
        if !memory.allows(Access::Read, address, len) {
            return None;
        }
        memory.read(address, bytes)
    }
}
