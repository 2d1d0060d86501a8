//! The client's own tasks: two tables, one that hears what servers told, one
//! that does what the program asks.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError};
use std::sync::{Arc, Mutex};

use kernel::{Restart, System};
use userlib::{TaskId, sys_recv_notification, sys_refresh_task_id};
use zerocopy::FromZeros;

use super::{Error, RouteHandler};
use crate::route::{Record, Route, Update};
use crate::table::{self, MOST_UPDATES, RouteTable, TableError};

/// The program wants something.
pub(super) const COMMAND: u32 = 1;
/// The handler has room.
pub(super) const ROOM: u32 = 4;
/// Lots of changes that wait for the handler.
pub(super) const BATCHES: usize = 16;
/// Routes of one server at most.
const MOST_ROUTES: usize = 1_000_000;

/// What the program wants.
#[derive(Debug)]
pub(super) enum Order {
    Announce(Route),
    Withdraw(Route),
    AnnounceAll(Vec<Update>),
}

/// How many routes are another now.
type Answer = SyncSender<Result<u32, Error>>;

/// Orders that wait, and where to answer them.
pub(super) type Commands = Arc<Mutex<VecDeque<(Order, Answer)>>>;

/// What servers have told; a route is there as long as one server has it.
pub(super) const LEARNED: TaskId = TaskId(0);
/// What this client announces.
pub(super) const LOCAL: TaskId = TaskId(1);
/// The task that hears what servers told.
pub(super) const LISTENER: TaskId = TaskId(2);
/// The task that does what the program asks.
pub(super) const USER: TaskId = TaskId(3);

/// A system of these four.
pub(super) fn system(
    commands: Commands,
    batches: SyncSender<Vec<Update>>,
) -> System {
    let mut system = System::new();
    let serve = || table::serve(MOST_ROUTES);
    let tasks = [
        system.task("learned", 1, serve),
        system.task("local", 1, serve),
        system.task("listener", 2, move || listen(&batches)),
        system.task("user", 2, move || obey(&commands)),
    ];
    assert_eq!(tasks, [LEARNED, LOCAL, LISTENER, USER]);
    for task in tasks {
        system.supervise(task, Restart::AtOnce);
    }
    system
}

/// Tells the handler, through its thread.
fn listen(batches: &SyncSender<Vec<Update>>) {
    let table = RouteTable::from(sys_refresh_task_id(LEARNED));
    if table
        .subscribe_all(sys_refresh_task_id(LISTENER).0)
        .is_err()
    {
        return;
    }
    let mut updates = vec![Update::new_zeroed(); MOST_UPDATES];
    while let Ok(count) = table.next_update(&mut updates) {
        let mut batch = updates[..count as usize].to_vec();
        while let Err(error) = batches.try_send(batch) {
            match error {
                TrySendError::Full(unsent) => batch = unsent,
                // The handler has panicked.
                TrySendError::Disconnected(_) => return,
            }
            sys_recv_notification(ROOM);
        }
    }
}

/// The handler's thread; `room` tells that there is room again.
pub(super) fn handle(
    mut handler: impl RouteHandler,
    batches: &Receiver<Vec<Update>>,
    room: impl Fn(),
) {
    while let Ok(batch) = batches.recv() {
        room();
        for update in batch {
            match update.record.route() {
                Some(route) if update.there != 0 => handler.add_route(&route),
                Some(route) => handler.remove_route(&route),
                None => {}
            }
        }
    }
}

/// Does what the program wants.
fn obey(commands: &Commands) {
    let table = RouteTable::from(sys_refresh_task_id(LOCAL));
    loop {
        sys_recv_notification(COMMAND);
        let next = || commands.lock().ok()?.pop_front();
        while let Some((order, answer)) = next() {
            let result = match order {
                Order::Announce(route) => {
                    table.announce(Record::from(&route)).map(|()| 1)
                }
                Order::Withdraw(route) => {
                    table.withdraw(Record::from(&route)).map(|()| 1)
                }
                Order::AnnounceAll(updates) => updates
                    .chunks(MOST_UPDATES)
                    .map(|updates| table.update(updates))
                    .sum(),
            };
            // Whoever asked may have given up.
            let _ = answer.try_send(said(result));
        }
    }
}

fn said(result: Result<u32, TableError>) -> Result<u32, Error> {
    result.map_err(|error| match error {
        TableError::AlreadyAnnounced => Error::AlreadyAnnounced,
        TableError::NotFound => Error::NotFound,
        TableError::Full | TableError::NoReader | TableError::Restarted => {
            Error::Closed
        }
    })
}
