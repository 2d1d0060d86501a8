//! SET_TIMER, GET_TIMER and what is built from them, on the virtual clock.

use crate::{Journal, echo_server};
use kernel::{Action, End, Restart, Schedule, System, When};
use userlib::{
    TaskId, hl, set_timer_relative, sys_get_timer, sys_post,
    sys_recv_notification, sys_recv_open, sys_reply, sys_send, sys_set_timer,
};

/// Runs one task to its end and gives the system.
fn run_alone(entry: impl FnMut() + Send + 'static) -> System {
    let mut system = System::new();
    system.task("task", 1, entry);
    assert_eq!(system.run(), End::Finished);
    system
}

#[test]
fn a_timer_posts_its_bits_at_its_deadline() {
    let system = run_alone(|| {
        sys_set_timer(Some(100), 0b10);
        assert_eq!(sys_recv_notification(!0).get_raw_bits(), 0b10);
        assert_eq!(sys_get_timer().now, 100);
    });
    assert_eq!(system.now(), 100);
}

#[test]
fn firing_clears_the_deadline_and_keeps_the_bits() {
    run_alone(|| {
        sys_set_timer(Some(5), 0b10);
        let armed = sys_get_timer();
        assert_eq!((armed.deadline, armed.on_dl), (Some(5), 0b10));
        let bits = sys_recv_notification(0b10);
        assert!(bits.has_timer_fired(0b10));
        let fired = sys_get_timer();
        assert_eq!((fired.deadline, fired.on_dl), (None, 0b10));
    });
}

#[test]
fn a_deadline_already_past_posts_at_once() {
    run_alone(|| {
        hl::sleep_for(10);
        for deadline in [0, 9, 10] {
            sys_set_timer(Some(deadline), 0b1);
            assert_eq!(sys_get_timer().deadline, None);
            assert!(sys_recv_notification(0b1).has_timer_fired(0b1));
            assert_eq!(sys_get_timer().now, 10);
        }
    });
}

#[test]
fn a_timer_that_is_switched_off_does_not_fire() {
    run_alone(|| {
        sys_set_timer(Some(5), 0b01);
        sys_set_timer(None, 0b01);
        hl::sleep_until(20);
        sys_post(TaskId(0), 0b10);
        assert_eq!(sys_recv_notification(0b11).get_raw_bits(), 0b10);
    });
}

#[test]
fn a_later_setting_replaces_an_earlier_one() {
    run_alone(|| {
        sys_set_timer(Some(5), 0b01);
        sys_set_timer(Some(7), 0b10);
        assert_eq!(sys_recv_notification(0b11).get_raw_bits(), 0b10);
        assert_eq!(sys_get_timer().now, 7);
    });
}

#[test]
fn a_relative_timer_counts_from_now_and_gives_its_deadline() {
    run_alone(|| {
        hl::sleep_for(10);
        assert_eq!(set_timer_relative(5, 1), 15);
        sys_recv_notification(1);
        assert_eq!(sys_get_timer().now, 15);
    });
}

#[test]
fn sleeping_leaves_the_tasks_own_timer_armed() {
    run_alone(|| {
        sys_set_timer(Some(30), 0b1);
        hl::sleep_for(10);
        let state = sys_get_timer();
        assert_eq!((state.deadline, state.on_dl), (Some(30), 0b1));
        hl::sleep_until(40);
        assert_eq!(sys_recv_notification(0b1).get_raw_bits(), 0b1);
    });
}

#[test]
fn sleeping_until_a_past_time_returns_at_once() {
    let system = run_alone(|| {
        hl::sleep_until(10);
        hl::sleep_until(3);
    });
    assert_eq!(system.now(), 10);
}

#[test]
fn messages_stay_queued_while_a_server_sleeps() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        hl::sleep_for(10);
        let message = sys_recv_open(&mut [], 0);
        sys_reply(message.sender, 0, &[]);
    });
    system.task("client", 2, move || {
        sys_send(server, 1, &[], &mut [], &[]);
        assert_eq!(sys_get_timer().now, 10);
    });
    assert_eq!(system.run(), End::Finished);
}

#[test]
fn the_clock_moves_only_when_nothing_else_can_run() {
    let journal = Journal::default();
    let mut system = System::new();
    let notes = journal.clone();
    system.task("sleeper", 1, move || {
        hl::sleep_for(1);
        notes.note("woken");
    });
    let notes = journal.clone();
    system.task("worker", 2, move || {
        for _ in 0..1000 {
            sys_post(TaskId(1), 1);
        }
        notes.note("worked");
    });
    assert_eq!(system.run(), End::Finished);
    assert_eq!(journal.read(), "worked woken");
    assert_eq!(system.now(), 1);
}

#[test]
fn timers_of_several_tasks_fire_in_order_of_time() {
    let journal = Journal::default();
    let mut system = System::new();
    for (name, time) in [("c", 30), ("a", 10), ("b", 20)] {
        let notes = journal.clone();
        system.task(name, 1, move || {
            hl::sleep_for(time);
            notes.note(name);
        });
    }
    assert_eq!(system.run(), End::Finished);
    assert_eq!(journal.read(), "a b c");
}

#[test]
fn a_task_that_polls_the_timer_sees_time_advance() {
    let system = run_alone(|| while sys_get_timer().now < 50 {});
    assert_eq!(system.now(), 50);
}

#[test]
fn a_single_look_at_the_clock_does_not_move_it() {
    let system = run_alone(|| {
        assert_eq!(sys_get_timer().now, 0);
    });
    assert_eq!(system.now(), 0);
}

#[test]
fn a_polling_task_gives_way_to_a_more_important_one_whose_timer_fires() {
    let journal = Journal::default();
    let mut system = System::new();
    let notes = journal.clone();
    system.task("important", 1, move || {
        hl::sleep_for(10);
        notes.note("important");
    });
    let notes = journal.clone();
    system.task("polling", 2, move || {
        while sys_get_timer().now < 20 {}
        notes.note("polling");
    });
    assert_eq!(system.run(), End::Finished);
    assert_eq!(journal.read(), "important polling");
}

#[test]
fn a_polling_task_sees_time_advance_in_a_random_schedule_too() {
    // Threads that pass a baton make this slow under Miri.
    let (seeds, until) = if cfg!(miri) { (1, 2) } else { (20, 20) };
    for seed in 0..seeds {
        let mut system = System::new();
        system.schedule(Schedule::Random(seed));
        for name in ["one", "two"] {
            system.task(name, 1, move || while sys_get_timer().now < until {});
        }
        assert_eq!(system.run(), End::Finished);
    }
}

#[test]
fn a_run_ends_when_only_servers_wait_although_their_timers_are_set() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        loop {
            set_timer_relative(100, 1);
            let message = sys_recv_open(&mut [], 1);
            if message.sender != TaskId::KERNEL {
                sys_reply(message.sender, 0, &[]);
            }
        }
    });
    system.task("client", 2, move || {
        hl::sleep_for(250);
        sys_send(server, 1, &[], &mut [], &[]);
    });
    assert_eq!(system.run(), End::Idle);
    assert_eq!(system.now(), 250);
    assert_eq!(system.run_for(100), End::TimeUp);
    assert_eq!(system.now(), 350);
}

#[test]
fn a_background_task_does_not_keep_a_run_going() {
    let mut system = System::new();
    let ticker = system.task("ticker", 1, || {
        loop {
            hl::sleep_for(1);
        }
    });
    system.background(ticker);
    let server = system.task("server", 1, echo_server);
    system.task("client", 2, move || {
        hl::sleep_for(10);
        sys_send(server, 1, &[], &mut [], &[]);
    });
    assert_eq!(system.run(), End::Idle);
    assert_eq!(system.now(), 10);
}

#[test]
fn a_run_for_some_time_ends_at_that_time() {
    let mut system = System::new();
    system.task("ticker", 1, || {
        loop {
            hl::sleep_for(10);
        }
    });
    assert_eq!(system.run_for(25), End::TimeUp);
    assert_eq!(system.now(), 25);
    assert_eq!(system.run_for(25), End::TimeUp);
    assert_eq!(system.now(), 50);
}

#[test]
fn a_run_for_some_time_ends_although_a_task_polls_for_ever() {
    let mut system = System::new();
    system.task("polling", 1, || {
        loop {
            sys_get_timer();
        }
    });
    assert_eq!(system.run_for(25), End::TimeUp);
    assert_eq!(system.now(), 26);
}

#[test]
fn a_timer_of_a_server_does_not_keep_a_run_going_after_its_client_faulted() {
    let mut system = System::new();
    system.task("server", 1, || {
        loop {
            set_timer_relative(100, 1);
            sys_recv_open(&mut [], 1);
        }
    });
    system.task("client", 2, || panic!("at once"));
    assert!(matches!(system.run(), End::Faulted(_)));
    assert_eq!(system.now(), 0);
}

#[test]
fn a_restart_clears_the_timer() {
    let journal = Journal::default();
    let notes = journal.clone();
    let mut system = System::new();
    let task = system.task("task", 1, move || {
        let state = sys_get_timer();
        notes.note(format!("{:?}/{}", state.deadline, state.on_dl));
        sys_set_timer(Some(10), 1);
        sys_recv_open(&mut [], 0);
    });
    system.script(When::time(5), Action::kill(task, Restart::After(1)));
    let _ = system.run_for(100);
    assert_eq!(journal.read(), "None/0 None/0");
}
