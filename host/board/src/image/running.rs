//! An image in a system.

use std::collections::BTreeMap;

use kernel::{System, TaskId};

use crate::description::Task;
use crate::flashed::Flashed;
use crate::processor::Failure;

/// An image in a system.
pub struct Running {
    /// The system, which has not run yet.
    pub system: System,
    pub(super) tasks: BTreeMap<String, (Flashed, Task)>,
}

impl Running {
    /// A task by its name.
    ///
    /// # Errors
    ///
    /// If there is none, with the names that there are.
    pub fn task(&self, name: &str) -> Result<&Flashed, Failure> {
        match self.tasks.get(name) {
            Some((task, _)) => Ok(task),
            None => {
                let names: Vec<_> =
                    self.tasks.keys().map(String::as_str).collect();
                let names = names.join("`, `");
                Err(format!("no task `{name}`: there are `{names}`").into())
            }
        }
    }

    /// Id and mask for [`System::post`] and [`System::interrupt`].
    ///
    /// # Errors
    ///
    /// If there is no such task, or it has no such notification.
    pub fn notification(
        &self,
        task: &str,
        name: &str,
    ) -> Result<(TaskId, u32), Failure> {
        let flashed = self.task(task)?;
        let bit = self.tasks[task].1.bit(name).ok_or_else(|| {
            format!("the task `{task}` has no notification `{name}`")
        })?;
        Ok((flashed.id(), bit))
    }
}
