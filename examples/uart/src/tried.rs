//! The driver with every message, also while others wait for their lines.

use kernel::fuzz_server;

use crate::driver;

#[test]
fn whatever_is_sent_to_the_driver() {
    let fuzzed = fuzz_server(|system| {
        let driver = system.task("driver", 1, driver::main);
        system.interrupts(driver, driver::RECEIVED);
        driver
    })
    // For a line that never comes.
    .may_wait()
    .run(2_000);
    assert_eq!(fuzzed.operations, 2);
    assert!(fuzzed.replied > 300, "{fuzzed}");
    assert!(fuzzed.refused > 300, "{fuzzed}");
}
