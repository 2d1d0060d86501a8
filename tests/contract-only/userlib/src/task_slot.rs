//! Other tasks, by name.

use crate::TaskId;

pub struct TaskSlot(());

impl TaskSlot {
    pub const UNBOUND: Self = Self(());

    pub fn get_task_id(&self) -> TaskId {
        unimplemented!()
    }

    pub fn get_task_index(&self) -> u16 {
        unimplemented!()
    }
}

#[macro_export]
macro_rules! task_slot {
    ($visibility:vis $name:ident, $task_name:ident) => {
        $visibility static $name: $crate::task_slot::TaskSlot =
            $crate::task_slot::TaskSlot::UNBOUND;
    };
}
