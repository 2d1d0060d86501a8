//! Tasks in machine code, written by hand: what they may do, what they may
//! not, and what is seen of them.

mod code;
mod faults;

use trials::Trial;

fn main() {
    let missing = board::unicorn::available().err().map(|e| e.to_string());
    let tests: &[(&str, fn())] = &[
        ("each_fault_is_told", faults::each_fault_is_told),
        (
            "a_register_that_no_device_has_is_a_fault",
            faults::a_register_that_no_device_has_is_a_fault,
        ),
    ];
    let trials = tests.iter().map(|(name, test)| -> Trial {
        trials::needing(*name, missing.clone(), || {
            test();
            Ok(())
        })
    });
    trials::run(trials.collect());
}
