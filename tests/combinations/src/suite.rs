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
pub enum Entrance {
    Dispatch,
    DispatchN,
}

/// When a server answers.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Style {
    InOrder,
    /// When it likes, which is at once here.
    Pipelined,
}

impl Style {
    pub const ALL: [Self; 2] = [Self::InOrder, Self::Pipelined];
}

/// A server of one style.
pub struct Server {
    /// Its task.
    pub serve: fn(Log, Entrance),
    /// What it has counted in this process, an entry per operation and one for
    /// combined errors; nothing where that is off.
    pub counts: fn() -> Vec<Counts>,
}

/// One interface: its client and its servers, generated with one setting.
pub struct Suite {
    pub setting: Setting,
    pub encoding: Encoding,
    /// The operations in order.
    pub calls: &'static [Call],
    pub in_order: Server,
    pub pipelined: Server,
    /// Exercises the operations of this range, in a client's task.
    pub exercise: fn(TaskId, Range<usize>, &ClientSide),
    /// What the client has counted in this process, of any server.
    pub client_counts: fn() -> Vec<Counts>,
}

impl Suite {
    /// The server of a style.
    pub fn server(&self, style: Style) -> &Server {
        match style {
            Style::InOrder => &self.in_order,
            Style::Pipelined => &self.pipelined,
        }
    }

    /// A system with the server, task 0, which is restarted when it dies.
    pub fn system(
        &'static self,
        log: &Log,
        style: Style,
        entrance: Entrance,
    ) -> (System, TaskId) {
        let mut system = System::new();
        let log = log.clone();
        let serve = self.server(style).serve;
        let server =
            system.task("server", 1, move || serve(log.clone(), entrance));
        system.supervise(server, Restart::AtOnce);
        (system, server)
    }

    /// Adds a client that goes through a scenario with each of these
    /// operations.
    pub fn client(
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
    pub fn run(
        &'static self,
        log: &Log,
        style: Style,
        entrance: Entrance,
        scenario: Scenario,
    ) {
        let (mut system, server) = self.system(log, style, entrance);
        let all = 0..self.calls.len();
        self.client(&mut system, server, all, log, scenario);
        log.expect_success(system.run());
    }
}
