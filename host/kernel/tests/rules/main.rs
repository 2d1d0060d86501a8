//! The kernel's rules, one test for each: what a task may rely on, and what
//! happens to one that breaks them.

/// Files of the library that have tests of their own: it is compiled once.
#[path = "../../src"]
#[allow(dead_code, unreachable_pub, reason = "as the library has them")]
mod units {
    mod explore {
        mod history;
    }
    pub(crate) mod fuzz {
        pub(crate) mod event;
        mod memory;
        mod shrink;
    }
    mod system {
        mod unwinding;
    }
    mod trace {
        mod repeats;
    }
}

mod chart;
mod death;
mod dumps;
mod interrupts;
mod leases;
mod machines;
mod messages;
mod notifications;
mod outside;
mod randomised;
mod receiving;
mod replies;
mod report;
mod schedule;
mod scripts;
mod slots;
mod supervisor;
mod timers;
mod trace;
mod unwinding;
mod warnings;

// One of the files above finds it in its crate.
use units::fuzz;

use kernel::{End, System, TaskId};
use std::fmt::Display;
use std::sync::{Arc, Mutex};
use userlib::{
    FaultInfo, Generation, UsageError, dead_response_code, sys_recv_open,
    sys_reply,
};

/// What tasks did, in order, for the test to look at after the run.
#[derive(Clone, Default)]
struct Journal(Arc<Mutex<Vec<String>>>);

impl Journal {
    fn note(&self, what: impl Display) {
        self.0.lock().unwrap().push(what.to_string());
    }

    /// All notes, separated by blanks.
    fn read(&self) -> String {
        self.0.lock().unwrap().join(" ")
    }
}

/// A task that answers every message with code 0 and no bytes.
fn echo_server() {
    loop {
        let message = sys_recv_open(&mut [], 0);
        sys_reply(message.sender, 0, &[]);
    }
}

/// The dead code that announces a generation.
fn dead(generation: u8) -> u32 {
    dead_response_code(Generation::from(generation))
}

/// Runs the system and says why a task has faulted.
fn fault_after_run(system: &mut System, task: TaskId) -> FaultInfo {
    let end = system.run();
    match system.fault(task) {
        Some(fault) => fault.info,
        None => panic!("no fault: {end}"),
    }
}

/// A lone task that breaks a rule, and the fault it gets.
fn fault_of(entry: impl FnMut() + Send + 'static) -> FaultInfo {
    let mut system = System::new();
    let task = system.task("offender", 1, entry);
    fault_after_run(&mut system, task)
}

fn usage(error: UsageError) -> FaultInfo {
    FaultInfo::SyscallUsage(error)
}

/// Runs a system whose remaining tasks end up waiting for messages.
#[track_caller]
fn run_to_idle(system: &mut System) {
    assert_eq!(system.run(), End::Idle);
}
