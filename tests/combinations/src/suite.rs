//! The generated pairs of stubs, and how both run.

use std::ops::Range;

use kernel::{Restart, System, TaskId};

use crate::client_side::{ClientSide, Scenario};
use crate::combination::Encoding;
use crate::counts::Counts;
use crate::log::{Call, Log};
use crate::setting::Setting;

/// Which of the runtime's two entrances a server calls.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Entrance {
    Dispatch,
    DispatchN,
}

/// One interface: its client and its server, generated with one setting.
pub(crate) struct Suite {
    pub(crate) setting: Setting,
    pub(crate) encoding: Encoding,
    /// The operations in order.
    pub(crate) calls: &'static [Call],
    /// A server's task.
    pub(crate) serve: fn(Log, Entrance),
    /// Exercises the operations of this range, in a client's task.
    pub(crate) exercise: fn(TaskId, Range<usize>, &ClientSide),
    /// What the server and the client have counted in this process, an entry
    /// per operation and one for combined errors; nothing where that is off.
    pub(crate) server_counts: fn() -> Vec<Counts>,
    pub(crate) client_counts: fn() -> Vec<Counts>,
}

include!(concat!(env!("OUT_DIR"), "/suites.rs"));

impl Suite {
    /// Those of a setting.
    pub(crate) fn with(
        setting: Setting,
    ) -> impl Iterator<Item = &'static Self> {
        SUITES.iter().filter(move |suite| suite.setting == setting)
    }

    /// A system with the server, task 0, which is restarted when it dies.
    pub(crate) fn system(
        &'static self,
        log: &Log,
        entrance: Entrance,
    ) -> (System, TaskId) {
        let mut system = System::new();
        let log = log.clone();
        let server = system
            .task("server", 1, move || (self.serve)(log.clone(), entrance));
        system.supervise(server, Restart::AtOnce);
        (system, server)
    }

    /// Adds a client that goes through a scenario with each of these
    /// operations.
    pub(crate) fn client(
        &'static self,
        system: &mut System,
        server: TaskId,
        operations: Range<usize>,
        log: &Log,
        scenario: Scenario,
    ) -> TaskId {
        let side = ClientSide {
            log: log.clone(),
            scenario,
        };
        system.task("client", 2, move || {
            (self.exercise)(server, operations.clone(), &side);
        })
    }

    /// Runs a server, and a client that goes through a scenario with every
    /// operation.
    pub(crate) fn run(
        &'static self,
        log: &Log,
        entrance: Entrance,
        scenario: Scenario,
    ) {
        let (mut system, server) = self.system(log, entrance);
        let all = 0..self.calls.len();
        self.client(&mut system, server, all, log, scenario);
        log.expect_success(system.run());
    }
}
