//! Who runs next.

use crate::Journal;
use kernel::{End, Schedule, System, TaskId, seeds};
use userlib::{hl, sys_post, sys_recv_open, sys_reply, sys_send};

/// Runs to compare; few where each switch is slow.
const SEEDS: u64 = if cfg!(miri) { 3 } else { 50 };

/// Three tasks that note their names twice each, with a system call between.
fn interleaving(schedule: Schedule, priorities: [u8; 3]) -> String {
    let journal = Journal::default();
    let mut system = System::new();
    system.schedule(schedule);
    for (name, priority) in ["a", "b", "c"].into_iter().zip(priorities) {
        let notes = journal.clone();
        system.task(name, priority, move || {
            for _ in 0..4 {
                notes.note(name);
                sys_post(TaskId(0), 0);
            }
        });
    }
    assert_eq!(system.run(), End::Finished);
    journal.read()
}

#[test]
fn the_most_important_task_runs_until_it_waits_or_finishes() {
    assert_eq!(
        interleaving(Schedule::Priority, [3, 1, 2]),
        "b b b b c c c c a a a a"
    );
}

#[test]
fn among_equals_the_first_added_runs_first_and_nobody_is_preempted() {
    assert_eq!(
        interleaving(Schedule::Priority, [1, 1, 1]),
        "a a a a b b b b c c c c"
    );
}

#[test]
fn among_equals_the_next_in_order_runs_when_one_waits() {
    let journal = Journal::default();
    let mut system = System::new();
    for name in ["a", "b", "c"] {
        let notes = journal.clone();
        system.task(name, 1, move || {
            for _ in 0..2 {
                notes.note(name);
                hl::sleep_for(1);
            }
        });
    }
    assert_eq!(system.run(), End::Finished);
    assert_eq!(journal.read(), "a b c a b c");
}

#[test]
fn a_seed_gives_the_same_run_each_time() {
    let run = |seed| interleaving(Schedule::Random(seed), [1, 2, 3]);
    for seed in seeds(0..SEEDS) {
        assert_eq!(run(seed), run(seed));
    }
}

#[test]
fn seeds_give_different_runs() {
    let runs: std::collections::BTreeSet<String> = (0..SEEDS)
        .map(|seed| interleaving(Schedule::Random(seed), [1, 2, 3]))
        .collect();
    let different = runs.len() as u64;
    assert!(different > SEEDS * 2 / 3, "{different} of {SEEDS}");
}

#[test]
fn a_random_schedule_lets_less_important_tasks_overtake() {
    let overtaken = (0..SEEDS).any(|seed| {
        interleaving(Schedule::Random(seed), [1, 2, 3]).starts_with('c')
    });
    assert!(overtaken);
}

#[test]
fn systems_run_side_by_side_in_one_process() {
    let threads: Vec<_> = (0..4)
        .map(|number: u8| {
            std::thread::spawn(move || {
                for _ in 0..SEEDS {
                    let mut system = System::new();
                    let server = system.task("server", 1, || {
                        loop {
                            let mut byte = [0];
                            let message = sys_recv_open(&mut byte, 0);
                            sys_reply(message.sender, 0, &byte);
                        }
                    });
                    system.task("client", 2, move || {
                        let mut reply = [0];
                        sys_send(server, 1, &[number], &mut reply, &[]);
                        assert_eq!(reply, [number]);
                    });
                    assert_eq!(system.run(), End::Idle);
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
}

#[test]
fn a_task_may_hold_a_system_of_its_own() {
    let mut outer = System::new();
    outer.task("outer", 1, || {
        let mut inner = System::new();
        inner.task("inner", 1, || hl::sleep_for(5));
        assert_eq!(inner.run(), End::Finished);
        hl::sleep_for(7);
        assert_eq!(inner.now(), 5);
    });
    assert_eq!(outer.run(), End::Finished);
    assert_eq!(outer.now(), 7);
}
