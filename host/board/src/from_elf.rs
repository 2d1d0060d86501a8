//! How tasks from ELF files get into a system.

use std::cell::RefCell;
use std::rc::Rc;

use kernel::System;

use crate::dump::Dumped;
use crate::flashed::Flashed;
use crate::processor::Failure;
use crate::setup::Setup;
use crate::task::{Chip, Driven};

/// Adds tasks from ELF files to a system.
pub trait FromElf {
    /// Adds the task of an ELF file, as
    /// [`System::task`] adds one of a closure.
    ///
    /// # Errors
    ///
    /// If the emulator is not installed, the file is not of a task, or the
    /// setup does not fit it.
    ///
    /// # Panics
    ///
    /// If there are 1,022 tasks already.
    fn task_from_elf(
        &mut self,
        name: &str,
        priority: u8,
        file: &[u8],
        setup: Setup,
    ) -> Result<Flashed, Failure>;
}

impl FromElf for System {
    fn task_from_elf(
        &mut self,
        name: &str,
        priority: u8,
        file: &[u8],
        mut setup: Setup,
    ) -> Result<Flashed, Failure> {
        let lines = std::mem::take(&mut setup.lines);
        let chip = Chip::new(file, setup)
            .map_err(|error| format!("the task `{name}`: {error}"))?;
        let chip = Rc::new(RefCell::new(chip));
        let driven = Driven(Rc::clone(&chip));
        let id = self.machine(name, priority, Box::new(driven));
        let interrupts = lines.iter().fold(0, |all, (_, bits)| all | bits);
        if interrupts != 0 {
            self.interrupts(id, interrupts);
        }
        for (line, bits) in &lines {
            self.connect(line, id, *bits);
        }
        self.dumped(id, Box::new(Dumped(Rc::clone(&chip))));
        Ok(Flashed::new(id, chip))
    }
}
