//! More who wait than there is room for.

use idol_runtime::{Queue, ReplyHandle};
use kernel::{Action, Restart, When};
use userlib::{TaskId, sys_refresh_task_id};

use crate::ferry::{INSPECT, Log, ROOM, arrive, system};
use crate::passenger::{Errand, passenger};

const SEATS: [Errand; 4] = [
    (1, |ferry| format!("{:?}", ferry.cross(0))),
    (2, |ferry| format!("{:?}", ferry.cross(1))),
    (3, |ferry| format!("{:?}", ferry.cross(2))),
    (11, |ferry| format!("{:?}", ferry.cross(3))),
];
const NAMES: [&str; 4] = ["a", "b", "c", "d"];

#[test]
fn whoever_comes_when_the_queue_is_full_is_told() {
    assert_eq!(ROOM, 3);
    let log = Log::default();
    let all = arrive(0) | arrive(1) | arrive(2) | arrive(3);
    let (mut system, ferry) = system(&log, &[(20, all)]);
    for (name, errand) in NAMES.into_iter().zip(SEATS) {
        passenger(&mut system, ferry, name, &log, &[&[errand]]);
    }
    system.run().expect_success();
    assert_eq!(
        log.read(),
        ["d: Err(Full)", "a: Ok(100)", "b: Ok(101)", "c: Ok(102)"]
    );
}

#[test]
fn the_dead_leave_a_full_queue() {
    let log = Log::default();
    let all = arrive(0) | arrive(1) | arrive(2) | arrive(3);
    let (mut system, ferry) = system(&log, &[(15, INSPECT), (20, all)]);
    for (name, errand) in NAMES.into_iter().zip(SEATS) {
        let task = passenger(&mut system, ferry, name, &log, &[&[errand]]);
        if name == "b" {
            let kill = Action::kill(task, Restart::AtOnce);
            system.script(When::time(10), kill);
        }
    }
    system.run().expect_success();
    assert_eq!(
        log.read(),
        [
            "0 alive",
            "2 alive",
            "3 alive",
            "a: Ok(100)",
            "c: Ok(102)",
            "d: Ok(103)"
        ]
    );
}

/// Somebody who waits, without a kernel.
#[derive(Debug, PartialEq)]
struct Waiting(u16, &'static str);

impl ReplyHandle for Waiting {
    fn client(&self) -> TaskId {
        TaskId(self.0)
    }

    fn is_client_alive(&self) -> bool {
        self.1 != "dead"
    }
}

fn queue<const N: usize>(all: &[&'static str]) -> Queue<Waiting, N> {
    let mut queue = Queue::new();
    for (number, name) in (0..).zip(all) {
        queue.push(Waiting(number, name)).unwrap();
    }
    queue
}

fn names<const N: usize>(queue: &Queue<Waiting, N>) -> Vec<&'static str> {
    queue.iter().map(|waiting| waiting.1).collect()
}

#[test]
fn the_oldest_comes_out_first() {
    let mut queue = queue::<3>(&["a", "b", "c"]);
    assert!(queue.is_full());
    assert_eq!(queue.len(), 3);
    assert_eq!(queue.first(), Some(&Waiting(0, "a")));
    assert_eq!(queue.pop(), Some(Waiting(0, "a")));
    assert!(!queue.is_full());
    queue.push(Waiting(3, "d")).unwrap();
    assert_eq!(names(&queue), ["b", "c", "d"]);
    for expected in ["b", "c", "d"] {
        assert!(!queue.is_empty());
        assert_eq!(queue.pop().map(|waiting| waiting.1), Some(expected));
    }
    assert!(queue.is_empty());
    assert_eq!(queue.pop(), None);
    assert_eq!(queue.first(), None);
    assert_eq!(queue.len(), 0);
}

#[test]
fn one_is_taken_from_anywhere_and_the_order_stays() {
    for (client, left) in [
        (0, ["b", "c", "d"]),
        (1, ["a", "c", "d"]),
        (2, ["a", "b", "d"]),
        (3, ["a", "b", "c"]),
    ] {
        let mut queue = queue::<6>(&["a", "b", "c", "d"]);
        let taken = queue.take_client(TaskId(client)).unwrap();
        assert_eq!(taken.client(), TaskId(client));
        assert_eq!(names(&queue), left);
        assert_eq!(queue.take_client(TaskId(client)), None);
    }
    // Of several, the oldest.
    let mut queue = queue::<6>(&["a", "b", "b", "c"]);
    assert_eq!(queue.take(|w| w.1 == "b"), Some(Waiting(1, "b")));
    assert_eq!(queue.take(|w| w.1 == "z"), None);
    for waiting in queue.iter_mut() {
        waiting.0 += 10;
    }
    queue.first_mut().unwrap().0 = 7;
    let clients: Vec<_> = queue.iter().map(|w| w.0).collect();
    assert_eq!(clients, [7, 12, 13]);
}

#[test]
fn a_full_queue_hands_the_newest_back_unless_somebody_in_it_is_dead() {
    let mut queue = queue::<3>(&["a", "dead", "b"]);
    assert_eq!(queue.push(Waiting(3, "c")), Ok(()));
    assert_eq!(names(&queue), ["a", "b", "c"]);
    assert_eq!(queue.push(Waiting(4, "d")), Err(Waiting(4, "d")));
    assert_eq!(names(&queue), ["a", "b", "c"]);

    let mut nobody = Queue::<Waiting, 0>::default();
    assert!(nobody.is_full() && nobody.is_empty());
    assert_eq!(nobody.push(Waiting(0, "a")), Err(Waiting(0, "a")));
}

#[test]
fn the_dead_leave_when_asked_to() {
    let mut queue = queue::<5>(&["dead", "a", "dead", "b", "dead"]);
    assert_eq!(queue.drop_dead(), 3);
    assert_eq!(names(&queue), ["a", "b"]);
    assert_eq!(queue.drop_dead(), 0);
}

#[test]
fn a_handle_with_something_beside_it_is_a_handle() {
    let mut system = kernel::System::new();
    system.task("task", 1, || {
        let own = sys_refresh_task_id(TaskId(0));
        let pair = (Waiting(own.0, "a"), 7);
        assert_eq!(pair.client(), own);
        assert!(pair.is_client_alive());
        let stale = (Waiting(own.next_generation().0, "a"), 7);
        assert!(!stale.is_client_alive());
    });
    system.run().expect_success();
}
