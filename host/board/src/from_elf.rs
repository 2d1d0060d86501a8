//! How tasks from ELF files get into a system.

use std::cell::RefCell;
use std::rc::Rc;

use kernel::System;

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
        setup: Setup,
    ) -> Result<Flashed, Failure> {
        let chip = Chip::new(file, setup)
            .map_err(|error| format!("the task `{name}`: {error}"))?;
        let chip = Rc::new(RefCell::new(chip));
        let driven = Driven(Rc::clone(&chip));
        let id = self.machine(name, priority, Box::new(driven));
        Ok(Flashed::new(id, chip))
    }
}
