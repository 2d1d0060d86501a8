//! System calls that stubs do not make, or whose results they do not look at.

use userlib::{
    ClosedRecvError, DEFECT, Generation, IrqStatus, Lease, ReplyFaultReason,
    TaskId, dead_response_code, sys_borrow_info, sys_borrow_read,
    sys_borrow_write, sys_get_timer, sys_irq_control,
    sys_irq_control_clear_pending, sys_irq_status, sys_post, sys_recv_closed,
    sys_recv_notification, sys_refresh_task_id, sys_reply, sys_reply_fault,
    sys_send, sys_set_timer,
};

use crate::client::expect;

/// A notification with an interrupt behind it.
pub const HORN: u32 = 1 << 30;
/// A notification of the timer's.
const TIMER: u32 = 1 << 31;

/// Makes them; `peer` was restarted once, and waits for requests.
pub fn calls(peer: TaskId) {
    timer();
    interrupts();
    dead(peer);
    nobody(peer);
}

/// A deadline of more than 32 bits, no deadline, and one that is over.
fn timer() {
    let late = 0x1_2345_6789;
    sys_set_timer(Some(late), TIMER);
    let timer = sys_get_timer();
    expect(
        timer.deadline == Some(late) && timer.on_dl == TIMER,
        b"late",
    );
    sys_set_timer(None, TIMER);
    expect(sys_get_timer().deadline.is_none(), b"no deadline");
    sys_set_timer(Some(timer.now), TIMER);
    let bits = sys_recv_notification(TIMER);
    expect(bits.has_timer_fired(TIMER), b"over");
}

fn interrupts() {
    expect(sys_irq_status(HORN) == IrqStatus::PENDING, b"pending");
    sys_irq_control_clear_pending(HORN, false);
    expect(sys_irq_status(HORN) == IrqStatus::empty(), b"cleared");
    sys_irq_control(HORN, true);
    expect(sys_irq_status(HORN) == IrqStatus::ENABLED, b"enabled");
    sys_irq_control(HORN, false);
    expect(sys_irq_status(HORN) == IrqStatus::empty(), b"disabled");
}

/// What is said of a generation that is over.
fn dead(peer: TaskId) {
    let stale = TaskId::for_index_and_gen(peer.index(), Generation::ZERO);
    let code = dead_response_code(peer.generation());
    expect(sys_refresh_task_id(stale) == peer, b"refreshed");
    expect(sys_post(stale, 1) == code, b"posted");
    expect(sys_post(peer, 0) == 0, b"posted to it");
    let mut bytes = [7; 4];
    let sent = sys_send(stale, 1, &[1], &mut bytes, &[]);
    expect(sent == (code, 0), b"sent");
    let received = sys_recv_closed(&mut bytes, 0, stale);
    let Err(ClosedRecvError::Dead(generation)) = received else {
        userlib::sys_panic(b"received");
    };
    expect(generation == peer.generation(), b"generation");
    expect(sys_borrow_info(stale, 0).is_none(), b"info");
    expect(
        sys_borrow_read(stale, 0, 0, &mut bytes) == (code, 0),
        b"read",
    );
    expect(sys_borrow_write(stale, 0, 0, &bytes) == (code, 0), b"write");
    expect(bytes == [7; 4], b"as they were");
}

/// What is said of a task that asks for nothing.
fn nobody(peer: TaskId) {
    let mut bytes = [7; 4];
    expect(sys_borrow_info(peer, 0).is_none(), b"no info");
    expect(
        sys_borrow_read(peer, 0, 0, &mut bytes) == (DEFECT, 0),
        b"no read",
    );
    expect(
        sys_borrow_write(peer, 0, 0, &bytes) == (DEFECT, 0),
        b"no write",
    );
    sys_reply(peer, 5, &bytes);
    sys_reply_fault(peer, ReplyFaultReason::AccessViolation);
    // The kernel itself borrows nothing.
    let lease = Lease::read_only(&bytes);
    let mut answer = [0; 8];
    let asked = sys_send(TaskId::KERNEL, 4, &[], &mut answer, &[]);
    expect(asked == (0, 8), b"asked");
    // It is faulted for that, and starts anew.
    sys_send(TaskId::KERNEL, 4, &[], &mut answer, &[lease]);
}
