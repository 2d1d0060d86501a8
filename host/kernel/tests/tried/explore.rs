//! Every order in which tasks can run.

use crate::servers::lost_update;
use kernel::{End, Explored, System, Trial, explore};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use userlib::{hl, sys_send, sys_set_timer};

/// Tasks of so many system calls each, which have nothing to do with each
/// other but that they write down when they run.
fn apart(
    steps: &[usize],
    seen: &RefCell<BTreeSet<String>>,
    system: &mut System,
) {
    let order = Arc::new(Mutex::new(String::new()));
    for (name, &steps) in ["a", "b", "c"].into_iter().zip(steps) {
        let order = Arc::clone(&order);
        system.task(name, 1, move || {
            for _ in 0..steps {
                order.lock().unwrap().push_str(name);
                sys_set_timer(None, 0);
            }
            order.lock().unwrap().push_str(name);
        });
    }
    assert_eq!(system.run(), End::Finished);
    seen.borrow_mut().insert(order.lock().unwrap().clone());
}

/// Runs, and how many different orders they had.
fn orders(steps: &[usize], preemptions: u32) -> (u64, usize) {
    let seen = RefCell::default();
    let trial = Trial::new(|system| apart(steps, &seen, system));
    let explored = trial.shared_memory().explore(preemptions);
    assert!(explored.complete);
    assert_eq!(explored.cut, 0, "no two of them are the same");
    let different = seen.borrow().len();
    (explored.runs, different)
}

#[test]
fn without_preemptions_there_is_one_run_as_the_kernel_has_it() {
    assert_eq!(orders(&[2, 2], 0), (1, 1));
    assert_eq!(orders(&[2, 2, 2], 0), (1, 1));
}

#[test]
fn one_preemption_is_possible_wherever_several_tasks_can_run() {
    // At the start, and after the first and the second step of the first task.
    assert_eq!(orders(&[2, 2], 1), (1 + 3, 4));
    // There with two others each, then between the second and the third task,
    // and after two steps of the second.
    assert_eq!(orders(&[2, 2, 2], 1), (1 + 3 * 2 + 1 + 2, 10));
}

#[test]
fn without_a_bound_that_matters_every_interleaving_is_run_once() {
    // 6 steps, of which 3 are the first task's; 7 of which 2 are.
    assert_eq!(orders(&[2, 2], 9), (20, 20));
    assert_eq!(orders(&[1, 4], 9), (21, 21));
}

#[test]
fn what_has_nothing_to_do_with_each_other_is_run_in_one_order() {
    let seen = RefCell::default();
    let trial = Trial::new(|system| apart(&[2, 2], &seen, system));
    let explored = trial.explore(9);
    // Each task has made 0 to 2 steps, and either goes on that has made any,
    // at the start the first; or one has finished.
    let states = (1 + 2 + 2 + 4 * 2) + 3 + 3;
    // Each of the former leads to two others: a run for each that is not the
    // first run's. Two of them end, with either task as the last.
    let (runs, cut) = (2, 13 + 1 - 2);
    let expected = Explored {
        preemptions: 9,
        runs,
        cut,
        states,
        complete: true,
    };
    assert_eq!(explored, expected);
}

#[test]
fn the_bug_of_one_schedule_is_found_that_priorities_never_show() {
    // As on the real kernel there is nothing wrong.
    Trial::new(lost_update).once();
    let runs = Cell::new(0);
    let failed = catch_unwind(AssertUnwindSafe(|| {
        let _ = explore(1, |system| {
            runs.set(runs.get() + 1);
            lost_update(system);
        });
    }));
    let payload = failed.expect_err("an update is lost");
    let text = payload.downcast_ref::<String>().expect("a text");
    assert!(text.contains("an update is lost"), "{text}");
    // The kernel's own, one in which the keeper is not the first to run, and
    // this: `two` is.
    assert_eq!(runs.get(), 3);
}

#[test]
fn a_trial_that_is_given_up_says_that_this_is_not_all() {
    let seen = RefCell::default();
    let trial = Trial::new(|system| apart(&[2, 2], &seen, system));
    let explored = trial.shared_memory().most_runs(7).explore(9);
    assert_eq!((explored.runs, explored.complete), (7, false));
    assert!(explored.to_string().contains("not all there are"));
}

/// What is left in the end, over all schedules.
fn outcomes(
    shared_memory: bool,
    preemptions: u32,
) -> (BTreeSet<String>, Explored) {
    let seen = RefCell::new(BTreeSet::new());
    let body = |system: &mut System| {
        let server = system.task("keeper", 1, crate::servers::keeper);
        let notes = Arc::new(Mutex::new(Vec::new()));
        for (number, name) in (1..).zip(["one", "two", "three"]) {
            let notes = Arc::clone(&notes);
            system.task(name, number, move || {
                let mut seen = [0];
                sys_send(server, crate::servers::GET, &[], &mut seen, &[]);
                if number == 2 {
                    hl::sleep_for(1);
                }
                let next = [seen[0] * 3 + number];
                sys_send(server, crate::servers::SET, &next, &mut [], &[]);
                notes.lock().unwrap().push((number, next[0]));
            });
        }
        system.run().expect_success();
        let mut notes = notes.lock().unwrap().clone();
        notes.sort_unstable();
        seen.borrow_mut().insert(format!("{notes:?}"));
    };
    let trial = Trial::new(body).most_runs(1_000_000);
    let trial = match shared_memory {
        true => trial.shared_memory(),
        false => trial,
    };
    let explored = trial.explore(preemptions);
    drop(trial);
    (seen.into_inner(), explored)
}

#[test]
fn states_taken_for_the_same_hide_no_outcome() {
    for preemptions in 0..3 {
        let (all, without) = outcomes(true, preemptions);
        let (some, with) = outcomes(false, preemptions);
        assert!(without.complete && with.complete);
        assert_eq!(all, some);
        assert_eq!(all.len() > 1, preemptions > 0);
        assert!(with.runs <= without.runs);
        assert!(with.states <= without.states);
    }
    let (_, without) = outcomes(true, 2);
    let (_, with) = outcomes(false, 2);
    assert!(with.runs * 2 < without.runs, "{with}\n{without}");
}
