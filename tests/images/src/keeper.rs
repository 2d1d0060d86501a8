//! A supervisor: restarts what faults, and asks the kernel what it can be
//! asked.

use userlib::{FaultInfo, TaskState, kipc, sys_recv_notification};

use crate::client::expect;

/// Serves for ever. The task of index 0.
pub fn serve() -> ! {
    loop {
        sys_recv_notification(1);
        let mut from = 1;
        while let Some(faulted) = kipc::find_faulted_task(from) {
            let index = faulted.get();
            let state = kipc::read_task_status(index);
            let TaskState::Faulted { fault, .. } = state else {
                userlib::sys_panic(b"it has not faulted");
            };
            let mut text = [0; 16];
            let said = kipc::read_panic_message(index, &mut text);
            expect(said.is_ok() == (fault == FaultInfo::Panic), b"said");
            kipc::reinit_task(index, true);
            let after = kipc::read_task_status(index);
            expect(matches!(after, TaskState::Healthy(_)), b"restarted");
            from = index + 1;
        }
    }
}
