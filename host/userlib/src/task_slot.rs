//! Names of peers, bound when the system is put together.

use crate::{Generation, TaskId, sys_refresh_task_id};

/// A peer's place in the system, declared with
/// [`task_slot!`](crate::task_slot!).
pub struct TaskSlot(Binding);

#[cfg(target_os = "none")]
type Binding = u16;
#[cfg(not(target_os = "none"))]
type Binding = Option<&'static str>;

impl TaskSlot {
    /// A slot that nothing is bound to: asking it for an id faults the task.
    #[cfg(target_os = "none")]
    pub const UNBOUND: Self = Self(TaskId::UNBOUND.0);
    /// A slot that nothing is bound to: asking it for an id faults the task.
    #[cfg(not(target_os = "none"))]
    pub const UNBOUND: Self = Self(None);

    /// The slot that the system binds to the task of this name.
    #[cfg(target_os = "none")]
    #[doc(hidden)]
    pub const fn named(_name: &'static str) -> Self {
        Self::UNBOUND
    }

    /// The slot that the system binds to the task of this name.
    #[cfg(not(target_os = "none"))]
    #[doc(hidden)]
    pub const fn named(name: &'static str) -> Self {
        Self(Some(name))
    }

    /// The peer's current id: generation 0 of its index, refreshed.
    pub fn get_task_id(&self) -> TaskId {
        sys_refresh_task_id(TaskId::for_index_and_gen(
            usize::from(self.get_task_index()),
            Generation::ZERO,
        ))
    }

    /// The peer's index in the system.
    #[cfg(target_os = "none")]
    pub fn get_task_index(&self) -> u16 {
        // SAFETY: a reference is valid, aligned and points to a value of its
        // type. The read is volatile because the word is written into the
        // image after linking, so the compiler must not assume its value.
        unsafe { core::ptr::read_volatile(&self.0) }
    }

    /// The peer's index in the system that runs the current task.
    ///
    /// # Panics
    ///
    /// If that system has no task of this name, or no system runs.
    #[cfg(not(target_os = "none"))]
    pub fn get_task_index(&self) -> u16 {
        match self.0 {
            Some(name) => crate::host::slot_index(name),
            None => TaskId::UNBOUND.0,
        }
    }
}

/// Declares `static NAME: userlib::task_slot::TaskSlot`, bound to the task
/// called `task_name` when the system is put together.
///
/// ```
/// userlib::task_slot!(SPI, spi_driver);
/// userlib::task_slot!(pub SENSOR, sensor);
/// let _: &userlib::task_slot::TaskSlot = &SPI;
/// ```
#[macro_export]
macro_rules! task_slot {
    ($visibility:vis $name:ident, $task_name:ident) => {
        $visibility static $name: $crate::task_slot::TaskSlot =
            $crate::task_slot::TaskSlot::named(
                ::core::stringify!($task_name),
            );
        $crate::task_slot_table_entry!($name, $task_name);
    };
}

/// On a host a slot knows its own name.
#[cfg(not(target_os = "none"))]
#[doc(hidden)]
#[macro_export]
macro_rules! task_slot_table_entry {
    ($name:ident, $task_name:ident) => {};
}

/// Tells whoever packs the image where a slot is and what it is called.
#[cfg(target_os = "none")]
#[doc(hidden)]
#[macro_export]
macro_rules! task_slot_table_entry {
    ($name:ident, $task_name:ident) => {
        const _: () = {
            const NAME: &[u8] = ::core::stringify!($task_name).as_bytes();
            #[used]
            #[unsafe(link_section = ".task_slot_table")]
            static ENTRY: $crate::task_slot::TableEntry<{ NAME.len() }> =
                $crate::task_slot::TableEntry::new(&$name, NAME);
        };
    };
}

/// An entry of the section `.task_slot_table`, which is not loaded. 8 bytes
/// and the name.
#[cfg(target_os = "none")]
#[doc(hidden)]
#[repr(C, packed)]
pub struct TableEntry<const N: usize> {
    slot: &'static TaskSlot,
    len: u32,
    name: [u8; N],
}

#[cfg(target_os = "none")]
impl<const N: usize> TableEntry<N> {
    /// The entry of a slot with a name of `N` bytes.
    pub const fn new(slot: &'static TaskSlot, name: &[u8]) -> Self {
        let mut bytes = [0; N];
        bytes.copy_from_slice(name);
        Self {
            slot,
            len: N as u32,
            name: bytes,
        }
    }
}
