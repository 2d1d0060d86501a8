//! How runs end.

use crate::{echo_server, run_to_idle};
use kernel::{End, Fault, System, TaskId, WaitKind};
use userlib::{
    FaultInfo, hl, sys_panic, sys_recv_closed, sys_recv_open, sys_send,
};

#[test]
fn a_system_without_tasks_has_finished() {
    assert_eq!(System::new().run(), End::Finished);
}

#[test]
fn a_run_ends_well_when_all_finish_or_only_servers_wait() {
    let mut system = System::new();
    system.task("task", 1, || ());
    assert_eq!(system.run(), End::Finished);
    system.task("server", 1, echo_server);
    run_to_idle(&mut system);
    system.run().expect_success();
}

#[test]
fn a_deadlock_tells_who_waits_for_whom() {
    let mut system = System::new();
    let (one, two) = (TaskId(0), TaskId(1));
    for (name, peer) in [("one", two), ("two", one)] {
        system.task(name, 1, move || {
            sys_send(peer, 1, &[], &mut [], &[]);
        });
    }
    let end = system.run();
    let End::Deadlock(waits) = &end else {
        panic!("{end}");
    };
    assert_eq!(waits.len(), 2);
    assert_eq!((waits[0].task, waits[0].on), (one, two));
    assert_eq!((waits[1].task, waits[1].on), (two, one));
    assert_eq!(waits[0].kind, WaitKind::Send);
    assert_eq!(
        end.to_string(),
        "deadlock:\n  \
         one waits for two to receive its message, but two waits for one to \
         receive\n  \
         two waits for one to receive its message, but one waits for two to \
         receive"
    );
}

#[test]
fn a_client_whose_server_forgot_it_is_a_deadlock() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        loop {
            sys_recv_open(&mut [], 0);
        }
    });
    system.task("client", 2, move || {
        sys_send(server, 1, &[], &mut [], &[]);
    });
    let text = system.run().to_string();
    assert_eq!(
        text,
        "deadlock:\n  client waits for server to reply, but server waits \
         for another message"
    );
}

#[test]
fn a_client_of_a_stopped_server_is_a_deadlock_with_the_servers_fault() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        sys_recv_open(&mut [], 0);
        sys_panic(b"no idea");
    });
    system.task("client", 2, move || {
        sys_send(server, 1, &[], &mut [], &[]);
    });
    let text = system.run().to_string();
    assert!(
        text.ends_with("but server has stopped: panicked: no idea"),
        "{text}"
    );
}

#[test]
fn a_client_of_a_finished_server_is_a_deadlock() {
    let mut system = System::new();
    let server = system.task("server", 1, || ());
    system.task("client", 2, move || {
        sys_send(server, 1, &[], &mut [], &[]);
    });
    let text = system.run().to_string();
    assert!(text.ends_with("but server has finished"), "{text}");
}

#[test]
fn a_task_that_sends_to_itself_is_a_deadlock() {
    let mut system = System::new();
    system.task("narcissus", 1, || {
        sys_send(TaskId(0), 1, &[], &mut [], &[]);
    });
    assert!(matches!(system.run(), End::Deadlock(waits) if waits.len() == 1));
}

#[test]
fn a_closed_receive_from_a_task_that_never_sends_is_a_deadlock() {
    let mut system = System::new();
    let silent = system.task("silent", 1, || ());
    system.task("hopeful", 2, move || {
        let _ = sys_recv_closed(&mut [], 0, silent);
    });
    let end = system.run();
    assert!(
        matches!(&end, End::Deadlock(waits)
            if waits[0].kind == WaitKind::Message),
        "{end}"
    );
}

#[test]
fn a_task_that_faulted_is_not_a_good_end() {
    let mut system = System::new();
    let task = system.task("task", 1, || sys_panic(b"oh"));
    let end = system.run();
    assert!(!end.is_success());
    assert_eq!(
        end,
        End::Faulted(vec![(
            task,
            Fault {
                message: Some("oh".to_owned()),
                ..Fault::new(FaultInfo::Panic)
            }
        )])
    );
}

#[test]
#[should_panic(expected = "faulted and not restarted: task")]
fn a_bad_end_can_be_made_a_panic() {
    let mut system = System::new();
    system.task("task", 1, || sys_panic(b"oh"));
    system.run().expect_success();
}

#[test]
fn a_run_without_end_stops_at_the_step_limit() {
    let mut system = System::new();
    system.task("restless", 1, || {
        loop {
            hl::sleep_for(1);
        }
    });
    system.step_limit(100);
    assert_eq!(system.run(), End::StepLimit(100));
}

#[test]
fn restarts_without_end_stop_at_the_step_limit() {
    let mut system = System::new();
    system.task("hopeless", 1, || panic!("at once"));
    system.supervisor(kernel::Restart::AtOnce);
    system.step_limit(100);
    assert_eq!(system.run(), End::StepLimit(100));
}

#[test]
fn a_task_that_always_panics_is_given_up_after_a_bounded_number_of_deaths() {
    let mut system = System::new();
    let task = system.task("hopeless", 1, || panic!("at once"));
    system.supervisor(kernel::Restart::AtOnce).death_limit(20);
    let end = system.run();
    let text = end.to_string();
    assert!(matches!(end, End::Faulted(_)), "{text}");
    assert!(
        text.contains("hopeless: panicked: at once, at ")
            && text.ends_with("; given up after 20 deaths at 0 ms"),
        "{text}"
    );
    assert_eq!(u8::from(system.current_id(task).generation()), 19);
    let trace = system.trace().to_string();
    assert_eq!(trace.matches("restarted").count(), 19);
    assert_eq!(trace.matches("given up").count(), 1);
}

#[test]
fn a_server_that_dies_of_every_request_is_given_up_and_its_client_waits() {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        sys_recv_open(&mut [], 0);
        panic!("of any request");
    });
    system.supervisor(kernel::Restart::AtOnce);
    system.task("client", 2, move || {
        let mut server = server;
        while sys_send(server, 1, &[], &mut [], &[]).0 != 0 {
            server = userlib::sys_refresh_task_id(server);
        }
    });
    let text = system.run().to_string();
    assert!(
        text.contains("given up after 1000 deaths at 0 ms"),
        "{text}"
    );
}

#[test]
fn a_task_that_dies_as_time_passes_is_restarted_for_ever() {
    let mut system = System::new();
    system.task("unlucky", 1, || {
        hl::sleep_for(1);
        panic!("again");
    });
    system.supervisor(kernel::Restart::AtOnce).death_limit(2);
    assert_eq!(system.run_for(50), End::TimeUp);
}

#[test]
#[cfg_attr(miri, ignore = "1,022 threads take too long there")]
fn a_system_holds_1022_tasks() {
    let mut system = System::new();
    for _ in 0..1022 {
        system.task("one of many", 1, || ());
    }
    assert_eq!(system.run(), End::Finished);
}

#[test]
#[should_panic(expected = "at most 1,022 tasks")]
fn a_system_does_not_hold_1023_tasks() {
    let mut system = System::new();
    for _ in 0..1023 {
        system.task("one of many", 1, || ());
    }
}
