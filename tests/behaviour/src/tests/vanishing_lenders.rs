//! Clients that are killed while a generated server uses their memory: the
//! server answers nobody, and serves the next one.
//!
//! What each access of a lease gives then is tested in the runtime.

use kernel::trace::Call;
use kernel::{Action, CallKind, End, Restart, System, TaskId, When};

use crate::desk::{Desk, Entrance};
use crate::log::Log;

/// The borrows of one call of `lend`: 3 to check the leases, 4 and 1 to read,
/// 1 and 3 to write.
const BORROWS: u32 = 12;

fn killed(desk: &Desk, at: fn(TaskId, u32) -> When, n: u32, restart: Restart) {
    let mut system = System::new();
    let called = Log::default();
    let (serve, lines) = (desk.serve, called.clone());
    let server = system.task("server", 1, move || {
        serve(lines.clone(), Entrance::Dispatch)
    });
    let lend = desk.lend;
    let mut lives = 0;
    let client = system.task("client", 2, move || {
        lives += 1;
        if lives == 1 {
            lend(server, 4);
        }
    });
    system.task("next client", 3, move || lend(server, 4));
    system.script(at(server, n), Action::kill(client, restart));
    let end = system.run();
    let what = format!("{} borrow {n} {restart:?}: {end}", desk.encoding);
    assert_eq!(system.fault(server), None, "{what}");
    match (&end, restart) {
        (End::Faulted(faults), Restart::Never) => {
            assert_eq!(faults.len(), 1, "{what}");
            assert_eq!(faults[0].0, client, "{what}");
        }
        (End::Idle, Restart::AtOnce) => {}
        _ => panic!("{what}"),
    }
    // The one is not answered, whether it was served or not; the other is.
    let mut answered = Vec::new();
    for (call, _) in system.trace().calls(server) {
        match call {
            Call::Reply {
                peer,
                operation: Some(_),
                ..
            } => answered.push(peer.index()),
            Call::ReplyFault {
                operation: Some(_), ..
            } => panic!("{what}: nobody is faulted"),
            _ => {}
        }
    }
    assert_eq!(answered, [2], "{what}");
    assert_eq!(called.take().last().unwrap(), "lend");
}

#[test]
fn a_client_killed_with_its_message_received_harms_no_server() {
    for desk in Desk::ALL {
        for restart in [Restart::AtOnce, Restart::Never] {
            let received = |server, n| When::after(server, CallKind::Recv, n);
            killed(&desk, received, 1, restart);
        }
    }
}

#[test]
fn a_client_killed_before_or_after_any_borrow_harms_no_server() {
    for desk in Desk::ALL {
        for n in 1..=BORROWS {
            for restart in [Restart::AtOnce, Restart::Never] {
                let before = |task, n| When::before(task, CallKind::Borrow, n);
                let after = |task, n| When::after(task, CallKind::Borrow, n);
                killed(&desk, before, n, restart);
                killed(&desk, after, n, restart);
            }
        }
    }
}

#[test]
fn a_call_makes_as_many_borrows_as_these_tests_count() {
    for desk in Desk::ALL {
        let mut system = System::new();
        let (serve, lend) = (desk.serve, desk.lend);
        let server = system.task("server", 1, move || {
            serve(Log::default(), Entrance::Dispatch);
        });
        system.task("client", 2, move || lend(server, 4));
        system.run().expect_success();
        let borrows = system.trace().calls(server).filter(|(call, _)| {
            matches!(
                call,
                Call::BorrowInfo { .. }
                    | Call::BorrowRead { .. }
                    | Call::BorrowWrite { .. }
            )
        });
        assert_eq!(borrows.count(), BORROWS as usize);
    }
}
