//! Charts of runs.

use kernel::{Action, CallKind, End, Restart, System, TaskId, When};
use userlib::{
    Lease, ReplyFaultReason, hl, sys_borrow_read, sys_borrow_write, sys_post,
    sys_recv_open, sys_reply, sys_reply_fault, sys_send,
};

/// A server that dies of its second message, and refuses the third.
fn story() -> System {
    let mut system = System::new();
    let server = system.task("server", 1, || {
        loop {
            let mut buffer = [0; 4];
            let message = sys_recv_open(&mut buffer, 1);
            if message.sender == TaskId::KERNEL {
                continue;
            }
            sys_borrow_read(message.sender, 0, 0, &mut buffer);
            sys_borrow_write(message.sender, 1, 0, &[buffer[0] * 2]);
            hl::sleep_for(3);
            match message.operation {
                3 => sys_reply_fault(
                    message.sender,
                    ReplyFaultReason::UndefinedOperation,
                ),
                operation => sys_reply(message.sender, operation - 1, &[]),
            }
        }
    });
    system.name_operations(server, &[(1, "double"), (2, "<triple>")]);
    system.script(
        When::after(server, CallKind::Borrow, 3),
        Action::kill(server, Restart::AtOnce),
    );
    let client = system.task("client", 2, move || {
        let mut server = server;
        sys_post(server, 1);
        for operation in [1, 2, 2, 3] {
            let mut doubled = [0];
            let leases =
                [Lease::read_only(&[4]), Lease::write_only(&mut doubled)];
            let (code, _) = sys_send(server, operation, &[], &mut [], &leases);
            if code > 1 {
                server = userlib::sys_refresh_task_id(server);
            }
        }
    });
    system.expect_fault(client);
    assert!(matches!(system.run(), End::Faulted(_)));
    system
}

#[test]
fn a_chart_for_a_terminal_shows_who_says_what_to_whom() {
    let text = story().trace().chart().to_string();
    let mut lines = text.lines();
    assert!(lines.next().unwrap().contains("server"));
    for (row, time) in [
        ("│◀┈posts 0x1┈", true),
        ("┃◀─double []─", false),
        ("┃◀┈lease 0[0..4] = [04]┈", false),
        ("┃┈┈lease 1[0..1] = [08]┈", false),
        ("┃──ok─", false),
        ("┃◀─<triple> []─", false),
        ("┊killed", false),
        ("┊restarted as #1", false),
        ("××dead, now #1××", false),
        ("┃──code 1─", false),
        ("××refused: UndefinedOperation××", false),
        ("┊refused by server: UndefinedOperation", false),
    ] {
        let line = lines.by_ref().find(|line| line.contains(row));
        let line = line.unwrap_or_else(|| panic!("no {row} in\n{text}"));
        assert_eq!(line.contains("0 ms"), time, "{text}");
    }
    for time in ["    0 ms ", "    3 ms ", "    6 ms ", "    9 ms "] {
        assert_eq!(text.matches(time).count(), 1, "{time} in\n{text}");
    }
}

#[test]
fn a_brief_chart_has_what_concerns_two_tasks_and_what_becomes_of_one() {
    let trace_of = story();
    let whole = trace_of.trace().chart().to_string();
    let brief = trace_of.trace().chart().brief().to_string();
    assert!(whole.contains("SET_TIMER") && whole.contains("gets 0x80000000"));
    for noise in ["TIMER", "gets 0x80000000", "REFRESH"] {
        assert!(!brief.contains(noise), "{brief}");
    }
    for kept in ["posts 0x1", "<triple> []", "killed", "dead, now #1"] {
        let count = |text: &str| text.matches(kept).count();
        assert_eq!(count(&brief), count(&whole), "{kept} in\n{brief}");
    }
}

#[test]
fn a_chart_as_mermaid_keeps_what_means_something_there_apart() {
    let text = story().trace().chart().to_mermaid();
    assert!(text.starts_with(
        "sequenceDiagram\n    \
         participant t0 as server\n    \
         participant t1 as client\n"
    ));
    for line in [
        "    t1-)t0: posts 0x1\n",
        "    t1->>t0: double []\n",
        "    t0-->>t1: ok\n",
        "    Note over t0,t1: 3 ms\n",
        "    t1->>t0: #60;triple#62; []\n",
        "    Note over t0: restarted as #35;1\n",
        "    t0--xt1: refused: UndefinedOperation\n",
    ] {
        assert!(text.contains(line), "no {line} in\n{text}");
    }
}

#[test]
fn a_chart_as_a_page_needs_nothing_beside_it() {
    let page = story().trace().chart().to_html();
    assert!(page.starts_with("<!DOCTYPE html>"));
    assert!(page.ends_with("</html>\n"));
    for part in [
        "lanes:[\"server\",\"client\"]",
        "\"\\u003ctriple\\u003e []\"",
        "leftOut:0,warnings:[]",
    ] {
        assert!(page.contains(part), "no {part} in\n{page}");
    }
    for outside in ["http:", "https:", "src=", "href=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    // Nothing of the data ends the script.
    assert_eq!(page.matches("</script>").count(), 1);
}

#[test]
fn a_chart_shows_what_warnings_there_are() {
    let mut system = System::new();
    let server = system.task("server", 3, || {
        let message = sys_recv_open(&mut [], 0);
        sys_reply(message.sender, 0, &[]);
    });
    system.task("client", 1, move || {
        sys_send(server, 1, &[], &mut [], &[]);
    });
    assert_eq!(system.run(), End::Finished);
    let chart = system.trace().chart();
    assert!(
        chart
            .to_string()
            .starts_with("warning: client, of priority 1")
    );
    assert!(
        chart
            .to_html()
            .contains("warnings:[\"client, of priority 1")
    );
}

#[test]
fn a_message_to_nobody_has_its_place_in_a_chart() {
    let mut system = System::new();
    system.task("lonely", 1, || {
        sys_reply(TaskId(5), 0, &[]);
    });
    let _ = system.run();
    let text = system.trace().chart().to_string();
    assert!(text.contains("ok (does not wait)"), "{text}");
}
