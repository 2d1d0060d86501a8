//! System calls on a host: typed data, handed to the kernel that runs the
//! current task.
//!
//! A kernel implements [`Kernel`] for its tasks and names itself with
//! [`set_current`] on each thread that runs one. Every call is one
//! [`Syscall`], every answer one [`Outcome`].
//!
//! While a task unwinds, because it panicked or was killed, system calls do
//! nothing and return at once, so that no destructor acts on behalf of a dead
//! task and none unwinds twice: see `Syscall::while_unwinding`.

mod leases;
mod syscall;
mod told;

use crate::{
    BorrowInfo, IrqStatus, Lease, RecvMessage, ReplyFaultReason, TaskId,
    TimerState,
};
use core::cell::Cell;
use core::ptr::{NonNull, slice_from_raw_parts};
pub use leases::LeaseTable;
use leases::Leases;
use syscall::empty_notification;
pub use syscall::{Outcome, Syscall};
pub use told::{Interface, Tell};

/// The kernel, as one task sees it.
pub trait Kernel {
    /// Makes a system call. Does not return if the task is to die: then it
    /// unwinds.
    ///
    /// # Safety
    ///
    /// The memory that the call names must stay valid for reading, and where
    /// the pointer is `*mut` or the lease grants it for writing, until this
    /// returns.
    unsafe fn call(&self, call: Syscall) -> Outcome;

    /// Never runs the current task again, and does not unwind it either.
    fn stop_for_good(&self) -> !;

    /// Index of the task that a slot of this name is bound to.
    ///
    /// # Errors
    ///
    /// A text that says what there is instead.
    fn slot_index(&self, name: &str) -> Result<u16, std::string::String>;

    /// The current task serves this interface; told again and again. This is
    /// no system call.
    fn serves(&self, interface: Interface) {
        let _ = interface;
    }

    /// The current task has a client of `server`, which takes it to serve this
    /// interface; likewise.
    fn asks(&self, server: TaskId, interface: Interface) {
        let _ = (server, interface);
    }
}

/// System calls that one unwinding may make before its task counts as
/// spinning and is stopped for good. A client's endless retry, started by a
/// destructor, gets a dead code each time and would never end.
const MOST_CALLS_WHILE_UNWINDING: u32 = 10_000;

std::thread_local! {
    static CURRENT: Cell<Option<NonNull<dyn Kernel>>> =
        const { Cell::new(None) };
    static CALLS_WHILE_UNWINDING: Cell<u32> = const { Cell::new(0) };
    static IS_OVER: Cell<bool> = const { Cell::new(false) };
}

/// Drops what tasks leave behind when their system is no more. System calls do
/// nothing meanwhile, as while a task unwinds.
pub fn drop_remains<T>(remains: T) {
    struct Over;
    impl Drop for Over {
        fn drop(&mut self) {
            IS_OVER.set(false);
        }
    }
    IS_OVER.set(true);
    let _over = Over;
    drop(remains);
}

/// Runs code that is no task's: system calls in it panic.
pub fn without_kernel<T>(run: impl FnOnce() -> T) -> T {
    struct Before(Option<NonNull<dyn Kernel>>);
    impl Drop for Before {
        fn drop(&mut self) {
            CURRENT.set(self.0);
        }
    }
    let _before = Before(CURRENT.take());
    run()
}

/// Names the kernel that serves this thread from now on, and gives the one
/// that did before.
///
/// # Safety
///
/// The kernel must stay valid, and usable by shared reference from this
/// thread, until another call replaces it.
pub unsafe fn set_current(
    kernel: Option<NonNull<dyn Kernel>>,
) -> Option<NonNull<dyn Kernel>> {
    CURRENT.replace(kernel)
}

/// The kernel that serves this thread now.
pub fn current() -> Option<NonNull<dyn Kernel>> {
    CURRENT.get()
}

/// The current kernel, or a panic that says how to get one.
#[track_caller]
fn kernel<'a>() -> &'a dyn Kernel {
    let Some(kernel) = CURRENT.get() else {
        panic!(
            "system call outside of a task: no kernel runs on this thread. \
             Put the code into a task of the crate `kernel`: \
             `let mut system = kernel::System::new(); \
             system.task(\"name\", 1, || {{ .. }}); system.run()`"
        );
    };
    // SAFETY: `set_current` requires that the kernel is valid for shared use
    // on this thread until it is replaced, which happens only while the task
    // that made this call is switched away.
    unsafe { kernel.as_ref() }
}

/// Makes a system call of the current task.
///
/// # Safety
///
/// As for [`Kernel::call`].
unsafe fn call(call: Syscall) -> Outcome {
    if std::thread::panicking() {
        let calls = CALLS_WHILE_UNWINDING.get();
        CALLS_WHILE_UNWINDING.set(calls + 1);
        if calls >= MOST_CALLS_WHILE_UNWINDING && CURRENT.get().is_some() {
            CALLS_WHILE_UNWINDING.set(0);
            kernel().stop_for_good();
        }
        return call.while_unwinding();
    }
    CALLS_WHILE_UNWINDING.set(0);
    if IS_OVER.get() {
        return call.while_unwinding();
    }
    // SAFETY: the condition is this function's own.
    unsafe { kernel().call(call) }
}

/// A kernel answered a call with another call's variant.
#[cold]
fn wrong_outcome() -> ! {
    panic!("the kernel gave an outcome that is not of this system call")
}

pub(crate) fn send(
    target: TaskId,
    operation: u16,
    outgoing: &[u8],
    incoming: &mut [u8],
    leases: &[Lease<'_>],
) -> (u32, usize) {
    let leases =
        Leases(slice_from_raw_parts(leases.as_ptr().cast(), leases.len()));
    // SAFETY: all slices, and what the leases lend, stay borrowed until the
    // call returns, exclusively where they may be written.
    let outcome = unsafe {
        call(Syscall::Send {
            target,
            operation,
            outgoing,
            incoming,
            leases: &leases,
        })
    };
    match outcome {
        Outcome::Sent { code, len } => (code, len),
        _ => wrong_outcome(),
    }
}

pub(crate) fn recv(
    buffer: &mut [u8],
    notification_mask: u32,
    specific_sender: Option<TaskId>,
) -> (u32, RecvMessage) {
    // SAFETY: `buffer` stays exclusively borrowed until the call returns.
    let outcome = unsafe {
        call(Syscall::Recv {
            buffer,
            notification_mask,
            specific_sender,
        })
    };
    match outcome {
        Outcome::Received(Ok(message)) => (0, message),
        Outcome::Received(Err(code)) => (code, empty_notification()),
        _ => wrong_outcome(),
    }
}

pub(crate) fn reply(peer: TaskId, code: u32, message: &[u8]) {
    // SAFETY: `message` stays borrowed until the call returns.
    unsafe {
        call(Syscall::Reply {
            peer,
            code,
            message,
        })
    };
}

pub(crate) fn set_timer(deadline: Option<u64>, notifications: u32) {
    // SAFETY: no memory is named.
    unsafe {
        call(Syscall::SetTimer {
            deadline,
            notifications,
        })
    };
}

pub(crate) fn borrow_read(
    lender: TaskId,
    index: usize,
    offset: usize,
    dest: &mut [u8],
) -> (u32, usize) {
    // SAFETY: `dest` stays exclusively borrowed until the call returns.
    let outcome = unsafe {
        call(Syscall::BorrowRead {
            lender,
            index,
            offset,
            dest,
        })
    };
    match outcome {
        Outcome::Borrowed { code, len } => (code, len),
        _ => wrong_outcome(),
    }
}

pub(crate) fn borrow_write(
    lender: TaskId,
    index: usize,
    offset: usize,
    src: &[u8],
) -> (u32, usize) {
    // SAFETY: `src` stays borrowed until the call returns.
    let outcome = unsafe {
        call(Syscall::BorrowWrite {
            lender,
            index,
            offset,
            src,
        })
    };
    match outcome {
        Outcome::Borrowed { code, len } => (code, len),
        _ => wrong_outcome(),
    }
}

pub(crate) fn borrow_info(lender: TaskId, index: usize) -> Option<BorrowInfo> {
    // SAFETY: no memory is named.
    match unsafe { call(Syscall::BorrowInfo { lender, index }) } {
        Outcome::BorrowInfo(info) => info,
        _ => wrong_outcome(),
    }
}

pub(crate) fn irq_control(mask: u32, action: u32) {
    // SAFETY: no memory is named.
    unsafe { call(Syscall::IrqControl { mask, action }) };
}

pub(crate) fn panic(message: &[u8]) -> ! {
    if std::thread::panicking() {
        // The call cannot return and must not unwind a second time.
        kernel().stop_for_good();
    }
    // SAFETY: `message` stays borrowed until the task is gone.
    unsafe { call(Syscall::Panic { message }) };
    unreachable!("the kernel resumed a task that called sys_panic")
}

pub(crate) fn get_timer() -> TimerState {
    // SAFETY: no memory is named.
    match unsafe { call(Syscall::GetTimer) } {
        Outcome::Timer(state) => state,
        _ => wrong_outcome(),
    }
}

pub(crate) fn refresh_task_id(task: TaskId) -> TaskId {
    // SAFETY: no memory is named.
    match unsafe { call(Syscall::RefreshTaskId { task }) } {
        Outcome::Refreshed(id) => id,
        _ => wrong_outcome(),
    }
}

pub(crate) fn post(task: TaskId, bits: u32) -> u32 {
    // SAFETY: no memory is named.
    match unsafe { call(Syscall::Post { task, bits }) } {
        Outcome::Posted(code) => code,
        _ => wrong_outcome(),
    }
}

pub(crate) fn reply_fault(peer: TaskId, reason: ReplyFaultReason) {
    // SAFETY: no memory is named.
    unsafe { call(Syscall::ReplyFault { peer, reason }) };
}

pub(crate) fn irq_status(mask: u32) -> IrqStatus {
    // SAFETY: no memory is named.
    match unsafe { call(Syscall::IrqStatus { mask }) } {
        Outcome::IrqStatus(status) => status,
        _ => wrong_outcome(),
    }
}

/// Index of the task that a slot of this name is bound to in the current
/// system.
pub(crate) fn slot_index(name: &str) -> u16 {
    if std::thread::panicking() {
        return 0;
    }
    match kernel().slot_index(name) {
        Ok(index) => index,
        Err(explanation) => panic!("{explanation}"),
    }
}
