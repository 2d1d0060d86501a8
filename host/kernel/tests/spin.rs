//! A task that never gives the processor back ends its process, so this looks
//! at a child process.

#![cfg(not(miri))]

use kernel::System;
use std::process::Command;
use std::time::Duration;
use userlib::sys_recv_open;

/// Set in the child.
const CHILD: &str = "KERNEL_TEST_SPINS";

#[test]
fn a_task_that_spins_without_system_calls_is_reported_by_name() {
    if std::env::var_os(CHILD).is_some() {
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
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(
        stderr.contains(
            "the task `busybody` has run for 200ms without a system call"
        ),
        "{stderr}"
    );
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
