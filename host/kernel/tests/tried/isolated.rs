//! Tests in processes of their own.

use crate::child::{child, is_child, stderr};
use kernel::{Isolated, isolated};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

static TAKEN: AtomicU32 = AtomicU32::new(0);

fn take() -> u32 {
    TAKEN.fetch_add(1, Ordering::Relaxed)
}

#[test]
fn a_static_is_as_at_the_start() {
    isolated(|| assert_eq!(take(), 0));
}

#[test]
fn a_static_is_as_at_the_start_for_another_too() {
    isolated(|| {
        assert_eq!(take(), 0);
        assert_eq!(take(), 1);
    });
}

#[test]
#[should_panic(expected = "in a process of its own: what is wrong")]
fn a_failure_is_that_of_the_test() {
    isolated(|| panic!("what is wrong"));
}

#[test]
#[should_panic(
    expected = "in a process of its own: assertion `left == right` failed: \
                both\n  left: 1\n right: 2"
)]
fn a_failure_of_several_lines_is_told_whole() {
    isolated(|| assert_eq!(1, 2, "both"));
}

#[test]
#[should_panic(expected = "ended in the middle of it: exit status: 3")]
fn a_process_that_ends_early_has_not_passed() {
    isolated(|| std::process::exit(3));
}

#[test]
#[should_panic(expected = "it has not ended after 200ms")]
fn a_test_that_does_not_end_is_ended() {
    let endless = || std::thread::sleep(Duration::from_secs(600));
    Isolated::new(endless)
        .limit(Duration::from_millis(200))
        .run();
}

#[test]
#[cfg(unix)]
#[expect(clippy::zombie_processes, reason = "that is what it is about")]
fn whoever_a_test_leaves_behind_does_not_keep_it_waiting() {
    let start = std::time::Instant::now();
    let failed = std::panic::catch_unwind(|| {
        isolated(|| {
            // It has the test's output, and lives on.
            let mut sleep = std::process::Command::new("sleep");
            sleep.arg("40").spawn().unwrap();
            panic!("all is said");
        });
    });
    let said = failed.expect_err("it fails");
    let said = said.downcast_ref::<String>().expect("a text");
    assert!(said.ends_with("all is said"), "{said}");
    assert!(start.elapsed() < Duration::from_secs(35));
}

#[test]
#[should_panic(expected = "this program has no test `nobody`")]
fn a_name_that_is_no_tests_is_told() {
    Isolated::new(|| ()).named("nobody").run();
}

#[test]
fn what_the_test_prints_is_printed() {
    if is_child() {
        isolated(|| {
            println!("to one");
            eprintln!("to the other");
        });
        return;
    }
    let test = "isolated::what_the_test_prints_is_printed";
    let output = child(test, Path::new(".")).output().unwrap();
    assert!(output.status.success());
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(out.contains("to one"), "{out}");
    assert!(stderr(&output).contains("to the other"));
}
