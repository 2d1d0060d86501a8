//! What a process of its own shows: what is printed, what the environment
//! changes, and what ends a process.

use kernel::{End, Schedule, System, seeds};
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;
use userlib::{sys_panic, sys_recv_open, sys_send};

use crate::child::{CHILD, is_child, stderr};

/// Runs one test of this file in a process of its own.
fn child(test: &str) -> Command {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    super::child::child(&format!("process::{test}"), package)
}

#[test]
fn a_task_that_spins_without_system_calls_is_reported_by_name() {
    if is_child() {
        let mut system = System::new();
        system.spin_limit(Some(Duration::from_millis(200)));
        system.task("server", 1, || {
            sys_recv_open(&mut [], 0);
        });
        system.task("busybody", 2, || {
            loop {
                std::hint::spin_loop();
            }
        });
        let end = system.run();
        unreachable!("the run cannot end: {end}");
    }
    let test = "a_task_that_spins_without_system_calls_is_reported_by_name";
    // As `cargo test` does it: what tests print is kept from the terminal.
    let as_ever = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("process::{test}")])
        .env(CHILD, "1")
        .output();
    for output in [child(test).output(), as_ever] {
        let output = output.unwrap();
        let text = stderr(&output);
        assert!(!output.status.success());
        assert!(
            text.contains(
                "the task `busybody` has run for 200ms without a system call"
            ),
            "{text}"
        );
    }
}

#[test]
fn a_task_that_only_takes_long_is_left_alone() {
    let mut system = System::new();
    system.spin_limit(Some(Duration::from_secs(10)));
    system.task("slow", 1, || {
        std::thread::sleep(Duration::from_millis(150));
    });
    system.run().expect_success();
}

/// A system that ends in a deadlock, with a random schedule.
fn run_to_deadlock() -> (System, End) {
    let mut system = System::new();
    system.schedule(Schedule::Random(77));
    let server = system.task("server", 1, || ());
    system.task("client", 2, move || {
        sys_send(server, 5, &[1, 2], &mut [], &[]);
    });
    let end = system.run();
    (system, end)
}

#[test]
fn a_bad_end_prints_why_the_seed_and_the_trace_once() {
    if is_child() {
        let (_system, end) = run_to_deadlock();
        panic!("the test fails: {end:?}");
    }
    let test = "a_bad_end_prints_why_the_seed_and_the_trace_once";
    let output = child(test).output().unwrap();
    let text = stderr(&output);
    for part in [
        "kernel: deadlock:\n  client waits for server to receive its message",
        "KERNEL_SEED=77 repeats it",
        "client        SEND server.op 5 [01, 02], room for 0 -> ...",
    ] {
        assert_eq!(text.matches(part).count(), 1, "{part} in\n{text}");
    }
}

#[test]
fn what_happens_again_and_again_is_printed_once() {
    if is_child() {
        let mut system = System::new();
        system.supervisor(kernel::Restart::AtOnce);
        system.task("hasty", 1, || panic!("as ever"));
        assert!(matches!(system.run(), End::Faulted(_)));
        return;
    }
    let test = "what_happens_again_and_again_is_printed_once";
    let text = stderr(&child(test).output().unwrap());
    for part in [
        "(1799 earlier entries left out)",
        "(these 2 lines 98 times more)",
        "; given up after 1000 deaths at 0 ms",
    ] {
        assert_eq!(text.matches(part).count(), 1, "{part} in\n{text}");
    }
    assert_eq!(text.matches("panicked: as ever").count(), 2, "{text}");
}

#[test]
fn a_bad_end_writes_a_chart_and_says_where() {
    let test = "a_bad_end_writes_a_chart_and_says_where";
    if is_child() {
        let (_system, end) = run_to_deadlock();
        assert!(matches!(end, End::Deadlock(_)));
        return;
    }
    let path = |output: Output| {
        let text = stderr(&output);
        let line = text.lines().find_map(|line| line.strip_prefix("chart: "));
        line.map(std::path::PathBuf::from)
    };
    let name = "tried-process-a_bad_end_writes_a_chart_and_says_where.html";

    let mine = std::env::temp_dir().join("charts of the kernel's tests");
    let output = child(test).env("IDOL_CHARTS", &mine).output();
    assert_eq!(path(output.unwrap()), Some(mine.join(name)));
    let page = std::fs::read_to_string(mine.join(name)).unwrap();
    assert!(page.contains(&format!("<h1>tried process::{test}</h1>")));
    std::fs::remove_dir_all(mine).unwrap();

    let output = child(test).env_remove("IDOL_CHARTS").output();
    let told = path(output.unwrap()).expect("cargo has a folder");
    assert!(told.ends_with(std::path::Path::new("charts").join(name)));
    assert!(told.is_file());

    let output = child(test).env("IDOL_CHARTS", "").output();
    assert_eq!(path(output.unwrap()), None);
}

/// A system that ends with the faults of `one` and `two`, of which those are
/// expected.
fn run_to_two_faults(expected: &[usize]) -> System {
    let mut system = System::new();
    let tasks = ["one", "two"]
        .map(|name| system.task(name, 1, || sys_panic(b"as it should")));
    for &task in expected {
        system.expect_fault(tasks[task]);
    }
    let end = system.run();
    assert!(matches!(end, End::Faulted(faults) if faults.len() == 2));
    system
}

#[test]
fn expected_faults_print_nothing() {
    if is_child() {
        run_to_two_faults(&[0, 1]);
        return;
    }
    let output = child("expected_faults_print_nothing").output().unwrap();
    assert!(output.status.success());
    assert_eq!(stderr(&output), "");
}

#[test]
fn a_fault_beside_an_expected_one_prints_both_and_the_trace() {
    if is_child() {
        run_to_two_faults(&[1]);
        return;
    }
    let test = "a_fault_beside_an_expected_one_prints_both_and_the_trace";
    let output = child(test).output().unwrap();
    let text = stderr(&output);
    for part in [
        "kernel: faulted and not restarted: one, two\n",
        "one           PANIC",
        "one           faulted: panicked: as it should\n",
        "two           faulted: panicked: as it should\n",
    ] {
        assert_eq!(text.matches(part).count(), 1, "{part} in\n{text}");
    }
}

#[test]
fn a_deadlock_is_printed_whatever_faults_are_expected() {
    if is_child() {
        let mut system = System::new();
        let server = system.task("server", 1, || sys_panic(b"as it should"));
        let client = system.task("client", 2, move || {
            sys_send(server, 5, &[], &mut [], &[]);
        });
        system.expect_fault(server).expect_fault(client);
        let end = system.run();
        assert!(matches!(end, End::Deadlock(_)));
        return;
    }
    let test = "a_deadlock_is_printed_whatever_faults_are_expected";
    let output = child(test).output().unwrap();
    let text = stderr(&output);
    assert_eq!(text.matches("kernel: deadlock:").count(), 1, "{text}");
}

#[test]
fn a_test_that_fails_prints_the_trace_of_expected_faults() {
    if is_child() {
        let _system = run_to_two_faults(&[0, 1]);
        panic!("the test fails");
    }
    let test = "a_test_that_fails_prints_the_trace_of_expected_faults";
    let output = child(test).output().unwrap();
    let text = stderr(&output);
    assert_eq!(
        text.matches("\ntrace, each call where it began:\n").count(),
        1,
        "{text}"
    );
}

#[test]
fn a_test_that_fails_prints_the_trace_of_its_system() {
    if is_child() {
        let mut system = System::new();
        system.task("server", 1, || {
            sys_recv_open(&mut [], 0);
        });
        system.run().expect_success();
        panic!("the test fails");
    }
    let test = "a_test_that_fails_prints_the_trace_of_its_system";
    let output = child(test).output().unwrap();
    let text = stderr(&output);
    let line = "server        RECV room for 0 -> ...";
    assert_eq!(text.matches(line).count(), 1, "{text}");
}

#[test]
fn a_panic_of_a_task_is_not_printed() {
    if is_child() {
        let mut system = System::new();
        system.task("quiet", 1, || {
            let _ = std::panic::catch_unwind(|| panic!("caught inside"));
        });
        system.run().expect_success();
        return;
    }
    let output = child("a_panic_of_a_task_is_not_printed").output().unwrap();
    assert!(output.status.success());
    assert_eq!(stderr(&output), "");
}

#[test]
fn a_bad_end_shows_where_a_task_panicked_if_asked_for_backtraces() {
    #[inline(never)]
    fn look_for_trouble() {
        panic!("found it");
    }
    if is_child() {
        let mut system = System::new();
        system.task("seeker", 1, look_for_trouble);
        let _ = system.run();
        return;
    }
    let test = "a_bad_end_shows_where_a_task_panicked_if_asked_for_backtraces";
    let with = |value| child(test).env("RUST_BACKTRACE", value).output();
    let text = stderr(&with("1").unwrap());
    let (_, stack) = text.split_once("seeker panicked here:\n").expect(&text);
    let first = stack.lines().next().unwrap();
    assert!(first.starts_with("   0: tried::process::"), "{text}");
    assert!(first.ends_with("::look_for_trouble"), "{text}");
    assert!(!stack.contains("kernel::switch"), "{text}");
    assert!(!stderr(&with("0").unwrap()).contains("panicked here"));
}

#[test]
fn a_panic_outside_of_tasks_is_printed_as_ever() {
    if is_child() {
        let mut system = System::new();
        system.task("task", 1, || sys_panic(b"a task's"));
        let _ = system.run();
        panic!("the test's own");
    }
    let test = "a_panic_outside_of_tasks_is_printed_as_ever";
    let output = child(test).output().unwrap();
    assert!(stderr(&output).contains("the test's own"));
}

#[test]
fn the_environment_narrows_a_randomised_test_to_one_seed() {
    if is_child() {
        assert_eq!(seeds(0..10), 77..78);
        return;
    }
    let test = "the_environment_narrows_a_randomised_test_to_one_seed";
    let output = child(test).env("KERNEL_SEED", "77").output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn a_task_whose_stack_overflows_is_reported_by_name() {
    #[expect(unconditional_recursion, reason = "its stack shall overflow")]
    fn deeper(level: u64) -> u64 {
        std::hint::black_box([level; 64]).iter().sum::<u64>()
            + deeper(level + 1)
    }
    let test = "a_task_whose_stack_overflows_is_reported_by_name";
    if is_child() {
        // A task that has run before gives its stack to the next.
        let mut system = System::new();
        system.stack_size(1 << 16);
        system.task("small", 1, || ());
        system.task("digger", 2, || {
            userlib::sys_get_timer();
            deeper(1);
        });
        let end = system.run();
        unreachable!("the run cannot end: {end}");
    }
    let output = child(test).output().unwrap();
    let text = stderr(&output);
    assert!(!output.status.success());
    let named = if cfg!(feature = "threads") {
        "thread 'digger'"
    } else {
        "the task `digger` has overflowed its stack of 65536 bytes"
    };
    assert!(text.contains(named), "{text}");
}

#[test]
#[cfg(unix)]
fn another_bad_access_is_no_overflow() {
    use std::os::unix::process::ExitStatusExt;

    let test = "another_bad_access_is_no_overflow";
    if is_child() {
        let mut system = System::new();
        system.task("stray", 1, || {
            let nowhere = std::ptr::null::<u8>().wrapping_add(8);
            // SAFETY: it is not valid, which ends this process: that is what
            // the test is about.
            unsafe { nowhere.read_volatile() };
        });
        let end = system.run();
        unreachable!("the run cannot end: {end}");
    }
    let output = child(test).output().unwrap();
    let text = stderr(&output);
    assert!(!text.contains("overflowed"), "{text}");
    // SIGSEGV, as if nobody had looked.
    assert_eq!(output.status.signal(), Some(11), "{text}");
}
