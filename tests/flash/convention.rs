//! The kernel's convention for each system call, as the task `system_calls`
//! makes it.

use measure::system_call::{self, SystemCall};

use crate::tasks::{Target, Tasks, Variant};

const PEER: u32 = 0x1234;
const OUTGOING: u32 = 0x2000_8100;
const INCOMING: u32 = 0x2000_8200;
const LEASES: u32 = 0x2000_8300;
const DEAD: u32 = 0xFFFF_FF05;

/// A call that returns without a result.
const fn silent(
    function: &'static str,
    number: u32,
    arguments: &'static [u32],
) -> SystemCall {
    loud(function, number, arguments, &[], [0; 6])
}

const fn loud(
    function: &'static str,
    number: u32,
    arguments: &'static [u32],
    results: &'static [u32],
    written: [u32; 6],
) -> SystemCall {
    SystemCall {
        function,
        number,
        arguments,
        results,
        written: Some(written),
    }
}

const CALLS: [SystemCall; 19] = [
    loud(
        "send",
        0,
        &[PEER << 16 | 0x56, OUTGOING, 3, INCOMING, 5, LEASES, 2],
        &[7, 4],
        [7, 4, 0, 0, 0, 0],
    ),
    loud(
        "recv",
        1,
        &[INCOMING, 5, 0x8000_0001, 1 << 31 | PEER],
        &[0, 0x4321, 9, 3, 6, 2],
        [0x4321, 9, 3, 6, 2, 0],
    ),
    loud(
        "recv",
        1,
        &[INCOMING, 5, 0x8000_0001, 1 << 31 | PEER],
        &[DEAD, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, DEAD],
    ),
    loud(
        "recv_open",
        1,
        &[INCOMING, 5, 0, 0],
        &[0, 0x4321, 9, 3, 6, 2],
        [0x4321, 0, 0, 0, 2, 0],
    ),
    silent("reply", 2, &[PEER, 77, OUTGOING, 3]),
    silent("set_timer", 3, &[1, 2, 1, 4]),
    silent("clear_timer", 3, &[0, 0, 0, 4]),
    loud(
        "borrow_read",
        4,
        &[PEER, 2, 9, INCOMING, 5],
        &[1, 4],
        [1, 4, 0, 0, 0, 0],
    ),
    loud(
        "borrow_write",
        5,
        &[PEER, 2, 9, OUTGOING, 3],
        &[1, 2],
        [1, 2, 0, 0, 0, 0],
    ),
    loud(
        "borrow_info",
        6,
        &[PEER, 2],
        &[0, 3, 40],
        [3, 40, 0, 0, 0, 0],
    ),
    loud("borrow_info", 6, &[PEER, 2], &[DEAD, 3, 40], [0; 6]),
    silent("irq_control", 7, &[5, 1]),
    silent("irq_control_clear_pending", 7, &[5, 3]),
    SystemCall {
        function: "panic",
        number: 8,
        arguments: &[OUTGOING, 3],
        results: &[],
        written: None,
    },
    loud("get_timer", 9, &[], &[1, 2, 1, 3, 4, 5], [1, 2, 3, 4, 5, 0]),
    loud(
        "refresh_task_id",
        10,
        &[PEER],
        &[0x5634],
        [0x5634, 0, 0, 0, 0, 0],
    ),
    loud("post", 11, &[PEER, 0x80], &[DEAD], [DEAD, 0, 0, 0, 0, 0]),
    silent("reply_fault", 12, &[PEER, 3]),
    loud("irq_status", 13, &[5], &[6], [6, 0, 0, 0, 0, 0]),
];

pub(crate) fn check(tasks: &Tasks, target: Target) -> Result<(), String> {
    let image = tasks.get(target, Variant::Nopm, "system_calls");
    for call in &CALLS {
        system_call::check(target.core, &image, call)
            .map_err(|error| format!("{}: {error}", call.function))?;
    }
    Ok(())
}
