//! What Hubris's `userlib` offers to generated code and to tasks.
//!
//! The crate has the names, signatures and layouts of Hubris's own, so that
//! stubs, servers and clients compile unchanged against either. It is `no_std`
//! and has no kernel inside. Where a system call goes depends on the target:
//!
//! - on `target_os = "none"` it goes to the processor's supervisor call;
//! - on a host it goes to the kernel that runs the current task (the crate
//!   `kernel` of this repository). With no kernel running, it panics and says
//!   what to do.
//!
//! ```should_panic
//! // No kernel runs here, so this panics with an explanation.
//! userlib::sys_get_timer();
//! ```

#![no_std]

#[cfg(not(target_os = "none"))]
extern crate std;

#[cfg(target_os = "none")]
mod arm;
mod fault;
pub mod hl;
#[cfg(not(target_os = "none"))]
#[doc(hidden)]
pub mod host;
pub mod kipc;
mod lease;
mod message;
mod notification;
mod syscalls;
mod task_id;
pub mod task_slot;
pub mod units;
mod unwrap_lite;

pub use fault::{FaultInfo, FaultSource, SchedState, TaskState, UsageError};
pub use lease::{BorrowInfo, Lease, LeaseAttributes};
pub use message::{
    ClosedRecvError, DEFECT, IrqStatus, RecvMessage, ReplyFaultReason,
    TimerState,
};
pub use notification::NotificationBits;
/// The derive and the trait of the same name, from `num-derive` and
/// `num-traits`; one `use` brings both.
pub use num_derive::{FromPrimitive, ToPrimitive};
pub use num_traits::{FromPrimitive, ToPrimitive};
pub use syscalls::*;
pub use task_id::{
    FIRST_DEAD_CODE, Generation, TaskId, dead_response_code,
    extract_new_generation,
};
pub use unwrap_lite::UnwrapLite;

/// Bytes of a panic message that the kernel keeps; a longer one is cut.
pub const PANIC_MESSAGE_MAX_LEN: usize = 128;
