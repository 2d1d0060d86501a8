//! The types and signatures that Hubris documents of its `userlib`, and
//! nothing more: no derive, no constant and no `const` that is not written
//! there. It is compiled against, never run.

#![no_std]
#![expect(unused_variables, reason = "only the signatures matter")]

pub mod hl;
pub mod kipc;
mod syscalls;
pub mod task_slot;
pub mod units;

// One `use` brings the trait and the derive.
pub use num_derive::{FromPrimitive, ToPrimitive};
pub use num_traits::{FromPrimitive, ToPrimitive};
use serde::{Deserialize, Serialize};
pub use syscalls::*;

#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct TaskId(pub u16);

impl TaskId {
    pub const KERNEL: Self = Self(0xFFFF);
    pub const UNBOUND: Self = Self(0x3FE);
    pub const INDEX_BITS: u32 = 10;
    pub const INDEX_MASK: u16 = (1 << Self::INDEX_BITS) - 1;

    pub const fn for_index_and_gen(
        index: usize,
        generation: Generation,
    ) -> Self {
        unimplemented!()
    }

    pub fn index(&self) -> usize {
        unimplemented!()
    }

    pub fn generation(&self) -> Generation {
        unimplemented!()
    }

    pub fn next_generation(self) -> Self {
        unimplemented!()
    }
}

#[derive(Default)]
pub struct Generation(u8);

impl Generation {
    pub const ZERO: Self = Self(0);

    pub fn next(self) -> Self {
        unimplemented!()
    }
}

impl From<u8> for Generation {
    fn from(generation: u8) -> Self {
        Self(generation)
    }
}

impl From<Generation> for u8 {
    fn from(generation: Generation) -> Self {
        generation.0
    }
}

bitflags::bitflags! {
    #[derive(Copy, Clone, Debug, Eq, PartialEq)]
    pub struct LeaseAttributes: u32 {
        const READ = 1;
        const WRITE = 2;
    }
}

pub const FIRST_DEAD_CODE: u32 = 0xFFFF_FF00;
pub const DEFECT: u32 = 1;
pub const PANIC_MESSAGE_MAX_LEN: usize = 128;

pub fn extract_new_generation(code: u32) -> Option<Generation> {
    unimplemented!()
}

pub fn dead_response_code(generation: Generation) -> u32 {
    unimplemented!()
}

pub enum ReplyFaultReason {
    UndefinedOperation = 0,
    BadMessageSize = 1,
    BadMessageContents = 2,
    BadLeases = 3,
    ReplyBufferTooSmall = 4,
    AccessViolation = 5,
}

pub struct RecvMessage {
    pub sender: TaskId,
    pub operation: u32,
    pub message_len: usize,
    pub response_capacity: usize,
    pub lease_count: usize,
}

pub struct BorrowInfo {
    pub attributes: LeaseAttributes,
    pub len: usize,
}

pub struct TimerState {
    pub now: u64,
    pub deadline: Option<u64>,
    pub on_dl: u32,
}

#[derive(Copy, Clone)]
pub struct NotificationBits(());

impl NotificationBits {
    pub fn new(bits: u32) -> Self {
        unimplemented!()
    }

    pub fn get_raw_bits(&self) -> u32 {
        unimplemented!()
    }

    pub fn check_notification_mask(&self, mask: u32) -> bool {
        unimplemented!()
    }

    pub fn check_condition<F: Fn() -> bool>(
        &self,
        mask: u32,
        condition: F,
    ) -> bool {
        unimplemented!()
    }

    pub fn has_timer_fired(&self, mask: u32) -> bool {
        unimplemented!()
    }
}

pub struct Lease<'a>(core::marker::PhantomData<&'a mut [u8]>);

impl<'a> Lease<'a> {
    pub fn read_only(memory: &'a [u8]) -> Self {
        unimplemented!()
    }

    pub fn read_write(memory: &'a mut [u8]) -> Self {
        unimplemented!()
    }

    pub fn write_only(memory: &'a mut [u8]) -> Self {
        unimplemented!()
    }
}

impl<'a> From<&'a [u8]> for Lease<'a> {
    fn from(memory: &'a [u8]) -> Self {
        unimplemented!()
    }
}

impl<'a> From<&'a mut [u8]> for Lease<'a> {
    fn from(memory: &'a mut [u8]) -> Self {
        unimplemented!()
    }
}

pub enum ClosedRecvError {
    Dead(Generation),
}

pub trait UnwrapLite {
    type Output;

    fn unwrap_lite(self) -> Self::Output;
}

impl<T> UnwrapLite for Option<T> {
    type Output = T;

    fn unwrap_lite(self) -> T {
        unimplemented!()
    }
}

impl<T, E> UnwrapLite for Result<T, E> {
    type Output = T;

    fn unwrap_lite(self) -> T {
        unimplemented!()
    }
}

// Tasks use these by name; what they hold is not documented.
pub struct IrqStatus(());
pub enum TaskState {}
pub enum SchedState {}
pub enum FaultInfo {}
pub enum UsageError {}
