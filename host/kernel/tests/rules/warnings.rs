//! What is wrong with a system before it is stuck.

use crate::echo_server;
use kernel::{End, System, TaskId, WarningKind};
use userlib::{hl, sys_recv_open, sys_reply, sys_send};

/// Has tasks ask others, one after the other; each is a priority and the
/// index of whom it asks. What they get is an error, since all only ask.
fn asking(tasks: &[(u8, usize)]) -> System {
    let mut system = System::new();
    for (number, &(priority, asked)) in tasks.iter().enumerate() {
        let name = format!("task{number}");
        system.task(&name, priority, move || {
            hl::sleep_for(number as u64);
            if number == asked {
                return echo_server();
            }
            sys_send(TaskId(asked as u16), 1, &[], &mut [], &[]);
        });
    }
    system
}

fn told(system: &System) -> Vec<String> {
    system.warnings().iter().map(ToString::to_string).collect()
}

#[test]
fn a_client_more_important_than_its_server_is_told_once() {
    let mut system = System::new();
    let server = system.task("server", 3, echo_server);
    system.task("client", 1, move || {
        for _ in 0..3 {
            sys_send(server, 1, &[], &mut [], &[]);
        }
    });
    assert_eq!(system.run(), End::Idle);
    assert_eq!(
        told(&system),
        [
            "client, of priority 1, waits for server, of priority 3, which is \
             less important"
        ]
    );
}

#[test]
fn a_client_as_important_as_its_server_or_less_is_right() {
    let mut system = asking(&[(1, 0), (1, 0), (2, 0)]);
    assert_eq!(system.run(), End::Idle);
    assert_eq!(told(&system), [""; 0]);
}

#[test]
fn a_circle_of_waits_is_told_although_nobody_waits_for_ever() {
    let mut system = System::new();
    let (one, two) = (TaskId(0), TaskId(1));
    system.task("one", 1, move || {
        sys_send(two, 1, &[], &mut [], &[]);
        let message = sys_recv_open(&mut [], 0);
        sys_reply(message.sender, 0, &[]);
    });
    system.task("two", 1, move || {
        let message = sys_recv_open(&mut [], 0);
        sys_reply(message.sender, 0, &[]);
        sys_send(one, 1, &[], &mut [], &[]);
    });
    assert_eq!(system.run(), End::Finished);
    assert_eq!(told(&system), ["a circle of waits: two, one, two"]);
    assert_eq!(system.warnings()[0].kind, WarningKind::Circle);
}

#[test]
fn a_circle_names_all_that_are_in_it() {
    let mut system = asking(&[(1, 1), (1, 2), (1, 3), (1, 0)]);
    assert!(matches!(system.run(), End::Deadlock(_)));
    assert_eq!(
        told(&system),
        ["a circle of waits: task3, task0, task1, task2, task3"]
    );
}

#[test]
fn a_wait_that_is_meant_is_not_told() {
    let mut system = asking(&[(1, 1), (2, 1)]);
    system.accept_wait(TaskId(0), TaskId(1));
    assert_eq!(system.run(), End::Idle);
    assert_eq!(told(&system), [""; 0]);
}
