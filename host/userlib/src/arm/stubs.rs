//! One naked function for each system call, between the C convention and the
//! kernel's: number in r11, arguments in r4 to r10, `svc #0`, results in r4 to
//! r11; every other register is as it was.
//!
//! They have the shape of those of Hubris's own `userlib`, so that what is
//! measured here is what a task costs there: each keeps r4 to r11, whatever it
//! needs of them; more than four arguments, and more than two results, are in
//! memory; and none is ever inlined.

use core::arch::naked_asm;

use super::number;

// Of the processors that run Hubris, only ARMv6-M lacks atomic
// read-modify-write, and only it keeps r8 to r11 from ordinary instructions.
#[cfg_attr(target_has_atomic = "32", path = "v7m.rs")]
#[cfg_attr(not(target_has_atomic = "32"), path = "v6m.rs")]
mod ends;

use ends::{enter, leave, load_five, load_seven, store_five, store_six};

/// What SEND finds in r4 to r10. 28 bytes.
#[repr(C)]
pub(super) struct SendArgs {
    /// The task's id, shifted by 16, and the operation.
    pub(super) target_and_operation: u32,
    pub(super) outgoing: *const u8,
    pub(super) outgoing_len: usize,
    pub(super) incoming: *mut u8,
    pub(super) incoming_len: usize,
    pub(super) leases: *const u8,
    pub(super) lease_count: usize,
}

/// What BORROW_READ and BORROW_WRITE find in r4 to r8. 20 bytes.
#[repr(C)]
pub(super) struct BorrowArgs {
    pub(super) lender: u32,
    pub(super) index: usize,
    pub(super) offset: usize,
    pub(super) memory: *mut u8,
    pub(super) len: usize,
}

/// What RECV leaves in r5 to r9, behind the code. 20 bytes.
#[repr(C)]
pub(super) struct Received {
    pub(super) sender: u32,
    pub(super) operation: u32,
    pub(super) message_len: usize,
    pub(super) response_capacity: usize,
    pub(super) lease_count: usize,
}

/// What BORROW_INFO leaves in r4 to r6. 12 bytes.
#[repr(C)]
pub(super) struct Borrow {
    pub(super) code: u32,
    pub(super) attributes: u32,
    pub(super) len: usize,
}

/// What GET_TIMER leaves in r4 to r9. 24 bytes.
#[repr(C)]
pub(super) struct Timer {
    pub(super) now_low: u32,
    pub(super) now_high: u32,
    pub(super) armed: u32,
    pub(super) deadline_low: u32,
    pub(super) deadline_high: u32,
    pub(super) notifications: u32,
}

/// Defines stubs: the call's number, what brings the arguments into place, and
/// what brings the results back.
macro_rules! stubs {
    ($(
        $name:ident($($argument:ident: $ty:ty),*) $(-> $result:ty)?,
        $number:ident, [$($before:expr),*], [$($after:expr),*];
    )*) => {$(
        /// # Safety
        ///
        /// The addresses must be valid for what the system call does with
        /// them.
        #[unsafe(naked)]
        pub(super) unsafe extern "C" fn $name(
            $($argument: $ty),*
        ) $(-> $result)? {
            naked_asm!(
                enter!(),
                $($before,)*
                "svc #0",
                $($after,)*
                leave!(),
                number = const number::$number,
            )
        }
    )*};
}

stubs! {
    sys_send_stub(args: &mut SendArgs) -> u64,
        SEND, [load_seven!()], ["mov r0, r4", "mov r1, r5"];

    sys_recv_stub(
        buffer: *mut u8,
        buffer_len: usize,
        notification_mask: u32,
        specific_sender: u32,
        out: *mut Received
    ) -> u32,
        RECV,
        ["mov r4, r0", "mov r5, r1", "mov r6, r2", "mov r7, r3"],
        ["mov r0, r4", store_five!()];

    sys_reply_stub(peer: u32, code: u32, message: *const u8, len: usize),
        REPLY,
        ["mov r4, r0", "mov r5, r1", "mov r6, r2", "mov r7, r3"],
        [];

    sys_set_timer_stub(
        armed: u32,
        deadline_low: u32,
        deadline_high: u32,
        notifications: u32
    ),
        SET_TIMER,
        ["mov r4, r0", "mov r5, r1", "mov r6, r2", "mov r7, r3"],
        [];

    sys_borrow_read_stub(args: *mut BorrowArgs) -> u64,
        BORROW_READ, [load_five!()], ["mov r0, r4", "mov r1, r5"];

    sys_borrow_write_stub(args: *mut BorrowArgs) -> u64,
        BORROW_WRITE, [load_five!()], ["mov r0, r4", "mov r1, r5"];

    sys_borrow_info_stub(lender: u32, index: usize, out: *mut Borrow),
        BORROW_INFO,
        ["mov r4, r0", "mov r5, r1"],
        ["stm r2!, {{r4-r6}}"];

    sys_irq_control_stub(mask: u32, action: u32),
        IRQ_CONTROL, ["mov r4, r0", "mov r5, r1"], [];

    sys_get_timer_stub(out: *mut Timer),
        GET_TIMER, [], [store_six!()];

    sys_refresh_task_id_stub(task: u32) -> u32,
        REFRESH_TASK_ID, ["mov r4, r0"], ["mov r0, r4"];

    sys_post_stub(task: u32, bits: u32) -> u32,
        POST, ["mov r4, r0", "mov r5, r1"], ["mov r0, r4"];

    sys_reply_fault_stub(peer: u32, reason: u32),
        REPLY_FAULT, ["mov r4, r0", "mov r5, r1"], [];

    sys_irq_status_stub(mask: u32) -> u32,
        IRQ_STATUS, ["mov r4, r0"], ["mov r0, r4"];
}

/// The one that does not return, so that nothing needs to be kept.
///
/// # Safety
///
/// The address must be valid for as many bytes.
#[unsafe(naked)]
pub(super) unsafe extern "C" fn sys_panic_stub(
    message: *const u8,
    len: usize,
) -> ! {
    naked_asm!(
        "movs r4, #{number}",
        "mov r11, r4",
        "mov r4, r0",
        "mov r5, r1",
        "svc #0",
        "udf #0xad",
        number = const number::PANIC,
    )
}
