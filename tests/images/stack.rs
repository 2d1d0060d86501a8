//! The stack that a task needs by its code, and what it takes where it runs.

use board::{FromElf, Setup};
use idol_debug::{StackNeed, Why};
use kernel::{Restart, System};

use crate::images::scenarios;
use crate::images::tasks::Files;

type Test = fn(&Files);

pub(crate) const TESTS: &[(&str, Test)] = &[
    ("no_stack_is_deeper_than_the_code_says", no_deeper),
    ("a_task_runs_in_the_stack_that_it_needs", is_enough),
    ("what_is_open_is_said", open),
];

fn need(files: &Files, name: &str) -> StackNeed {
    let need = StackNeed::read(&files[name]).expect("it is a file");
    need.expect("it is for a Cortex-M")
}

/// What is computed is for all that may happen, so it is more than what a
/// run shows; how much, of a task that runs all of its code, is held.
fn no_deeper(files: &Files) {
    let deepest = scenarios::deepest(files);
    assert!(deepest.len() >= 6, "{deepest:?}");
    for (name, taken) in deepest {
        let need = need(files, &name);
        assert_eq!(need.open, [], "{name}");
        let (taken, computed) = (u64::from(taken), need.bytes);
        assert!(taken <= computed, "{name}: {taken} of {computed}");
        // An interrupt may push a word more than a system call finds, and
        // one that has floating-point registers many.
        assert!(
            computed <= taken + taken / 2 + 104,
            "{name}: {taken} of {computed}: {:?}",
            need.deepest
        );
    }
}

/// With as much as it needs a task runs, and with less it does not.
fn is_enough(files: &Files) {
    let need = need(files, "rogue");
    // It calls itself five times more, with as many bytes each time.
    let frame = need
        .deepest
        .iter()
        .find(|it| it.function.contains("deeper"));
    let frame = frame.expect("it is the deepest").bytes;
    let bytes = need.bytes + 5 * frame;
    let runs = |bytes: u64| {
        let mut system = System::new();
        let bytes = u32::try_from(bytes).expect("it is small");
        let ram = 0x2000_0000..0x2000_1000;
        let setup = Setup::new().ram(ram).stack(bytes);
        let file = without_stack(&files["rogue"]);
        let added = system.task_from_elf("rogue", 1, &file, setup);
        let rogue = added.unwrap_or_else(|error| panic!("{error}"));
        system.supervise(rogue.id(), Restart::After(1_000));
        system.post(rogue.id(), 4);
        let _ = system.run_for(1);
        assert_eq!(rogue.stack_size(), bytes);
        system.fault(rogue.id()).is_none()
    };
    assert!(runs(bytes), "{bytes}");
    // All but the interrupts that may come.
    assert!(!runs(bytes - frame), "{bytes}");
}

/// A file that does not say how large its stack is.
fn without_stack(file: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    let name = b"_stack_base\0";
    let at = file.windows(name.len()).position(|it| it == name);
    file[at.expect("it is a symbol's name")] = b'-';
    file
}

fn open(files: &Files) {
    let need = need(files, "rogue");
    let open: Vec<_> =
        need.open.iter().map(|it| (&*it.function, it.why)).collect();
    assert_eq!(open, [("rogue::deeper", Why::Recursion)]);
}
