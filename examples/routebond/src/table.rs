//! The table of routes: who announces what, and who is told.
//!
//! A server that answers later. Nothing in here knows of sockets: tasks announce
//! routes and wait for changes, and the kernel tells who has died.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use idol_runtime::NotificationHandler;
use userlib::{
    NotificationBits, RecvMessage, TaskId, set_timer_relative,
    sys_refresh_task_id,
};
use zerocopy::FromZeros;

use crate::route::{Record, Update};

// The client, `RouteTable`.
mod client {
    use super::{Record, TableError, Update};
    include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
}

/// The generated server.
mod idl {
    use super::{Record, TableError, Update};
    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));
}

pub use client::RouteTable;
use idl::RouteTable_next_update_PENDING as PendingUpdate;

/// The notification that tells the table that tasks have died. It also looks by
/// itself, every [`ROUND`] milliseconds.
pub const DIED: u32 = 1;
/// See [`DIED`].
pub const ROUND: u32 = 200;
const TIMER: u32 = 2;
/// Routes of the dead that are withdrawn before others have a turn.
const MOST_WITHDRAWN: usize = 1_024;

/// Changes that one call of `update` takes and of `next_update` gives at most.
pub const MOST_UPDATES: usize = 512;

/// Why the table refuses.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, idol_derive::IdolError, counters::Count,
)]
pub enum TableError {
    /// The caller has announced this route already.
    AlreadyAnnounced = 1,
    /// The caller has not announced this route.
    NotFound = 2,
    /// The caller has announced as many routes as anyone may.
    Full = 3,
    /// The caller is told of nothing that it could wait for, or waits already.
    NoReader = 4,
    /// The table has lost all that it knew.
    #[idol(server_death)]
    Restarted = 5,
}

/// The server.
pub struct Table {
    /// Routes by network, with the tasks that announced them.
    networks: BTreeMap<u32, BTreeMap<Rc<Record>, Vec<TaskId>>>,
    /// Routes by the task that announced them.
    owned: BTreeMap<u16, BTreeSet<Rc<Record>>>,
    /// By the task that is told.
    readers: BTreeMap<u16, Reader>,
    /// Routes of one task at most.
    most_routes: usize,
    /// What one call of `update` says.
    scratch: Vec<Update>,
}

/// Who is told.
struct Reader {
    /// The task whose own routes are not told.
    owner: TaskId,
    networks: BTreeSet<u32>,
    all: bool,
    /// What it has not been told yet. What came and went is not in here, so it
    /// is no larger than the table, however slow the reader is.
    changes: BTreeMap<Rc<Record>, bool>,
    waiting: Option<PendingUpdate>,
}

impl Reader {
    fn wants(&self, vni: u32) -> bool {
        self.all || self.networks.contains(&vni)
    }

    /// Does it see a route of these?
    fn sees(&self, owners: &[TaskId]) -> bool {
        owners.iter().any(|owner| *owner != self.owner)
    }

    fn change(&mut self, record: &Rc<Record>, there: bool) {
        match self.changes.get(record) {
            // It was not told of the one, so it is not told of the other.
            Some(untold) if *untold != there => {
                self.changes.remove(record);
            }
            _ => {
                self.changes.insert(Rc::clone(record), there);
            }
        }
    }

    /// Answers a waiting reader, if there is something to tell.
    fn tell(&mut self) {
        if self.changes.is_empty() {
            return;
        }
        let Some(reply) = self.waiting.take() else {
            return;
        };
        let lease = reply.changes();
        let count = lease.len().min(self.changes.len());
        let updates: Vec<Update> = (self.changes.iter().take(count))
            .map(|(record, there)| Update {
                record: **record,
                there: (*there).into(),
            })
            .collect();
        if lease.write_range(0..count, &updates).is_err() {
            // It has died; its entry goes with the next round.
            return;
        }
        for _ in 0..count {
            self.changes.pop_first();
        }
        reply.ok(u32::try_from(count).unwrap_or(u32::MAX));
    }
}

impl Table {
    /// A table in which one task announces at most so many routes.
    pub fn new(most_routes: usize) -> Self {
        Self {
            networks: BTreeMap::new(),
            owned: BTreeMap::new(),
            readers: BTreeMap::new(),
            most_routes,
            scratch: Vec::new(),
        }
    }

    fn add(&mut self, owner: TaskId, record: Record) -> Result<(), TableError> {
        let owned = self.owned.entry(owner.0).or_default();
        if owned.contains(&record) {
            return Err(TableError::AlreadyAnnounced);
        }
        if owned.len() >= self.most_routes {
            return Err(TableError::Full);
        }
        let network = self.networks.entry(record.vni()).or_default();
        let record = match network.get_key_value(&record) {
            Some((known, _)) => Rc::clone(known),
            None => Rc::new(record),
        };
        owned.insert(Rc::clone(&record));
        let owners = network.entry(Rc::clone(&record)).or_default();
        for reader in self.readers.values_mut() {
            let news = reader.owner != owner && !reader.sees(owners);
            if news && reader.wants(record.vni()) {
                reader.change(&record, true);
            }
        }
        owners.push(owner);
        Ok(())
    }

    fn remove(&mut self, owner: TaskId, record: &Record) -> bool {
        let owned = self.owned.get_mut(&owner.0);
        let Some(record) = owned.and_then(|owned| owned.take(record)) else {
            return false;
        };
        let vni = record.vni();
        let Some(network) = self.networks.get_mut(&vni) else {
            return false;
        };
        let Some(owners) = network.get_mut(&record) else {
            return false;
        };
        owners.retain(|other| *other != owner);
        for reader in self.readers.values_mut() {
            let news = reader.owner != owner && !reader.sees(owners);
            if news && reader.wants(vni) {
                reader.change(&record, false);
            }
        }
        if owners.is_empty() {
            network.remove(&record);
        }
        if network.is_empty() {
            self.networks.remove(&vni);
        }
        true
    }

    /// Answers those who wait, once for all that a call has changed.
    fn tell(&mut self) {
        for reader in self.readers.values_mut() {
            reader.tell();
        }
    }

    fn read(&mut self, caller: TaskId, reader: u16, vni: Option<u32>) {
        let reader = self.readers.entry(reader).or_insert_with(|| Reader {
            owner: caller,
            networks: BTreeSet::new(),
            all: false,
            changes: BTreeMap::new(),
            waiting: None,
        });
        let networks = match vni {
            Some(vni) => vni..=vni,
            None => 0..=u32::MAX,
        };
        for (vni, routes) in self.networks.range(networks) {
            if reader.wants(*vni) {
                continue;
            }
            for (record, owners) in routes {
                if reader.sees(owners) {
                    reader.change(record, true);
                }
            }
        }
        match vni {
            Some(vni) => {
                reader.networks.insert(vni);
            }
            None => reader.all = true,
        }
        reader.tell();
    }

    /// Forgets who has died, and withdraws some of what they announced. Says
    /// whether there is more to withdraw.
    fn look_round(&mut self) -> bool {
        let is_dead = |id: u16| sys_refresh_task_id(TaskId(id)) != TaskId(id);
        self.readers.retain(|reader, _| !is_dead(*reader));
        let mut left = MOST_WITHDRAWN;
        while let Some(id) = self.owned.keys().copied().find(|id| is_dead(*id))
        {
            let owned = self.owned.get(&id).into_iter().flatten();
            let records: Vec<_> = owned.take(left).cloned().collect();
            left -= records.len();
            for record in records {
                self.remove(TaskId(id), &record);
            }
            if self.owned.get(&id).is_some_and(|owned| !owned.is_empty()) {
                break;
            }
            self.owned.remove(&id);
        }
        self.tell();
        left == 0
    }
}

impl NotificationHandler for Table {
    fn current_notification_mask(&self) -> u32 {
        DIED | TIMER
    }

    fn handle_notification(&mut self, bits: NotificationBits) {
        if self.look_round() {
            // Others have a turn before.
            set_timer_relative(1, TIMER);
        } else if bits.has_timer_fired(TIMER) {
            set_timer_relative(ROUND, TIMER);
        }
    }
}

impl idl::RouteTableReplies for Table {
    fn announce(
        &mut self,
        message: &RecvMessage,
        route: Record,
        reply: idl::RouteTable_announce_PENDING,
    ) {
        match self.add(message.sender, route) {
            Ok(()) => {
                self.tell();
                reply.ok(());
            }
            Err(error) => reply.err(error),
        }
    }

    fn withdraw(
        &mut self,
        message: &RecvMessage,
        route: Record,
        reply: idl::RouteTable_withdraw_PENDING,
    ) {
        if self.remove(message.sender, &route) {
            self.tell();
            reply.ok(());
        } else {
            reply.err(TableError::NotFound);
        }
    }

    fn update(
        &mut self,
        message: &RecvMessage,
        reply: idl::RouteTable_update_PENDING,
    ) {
        let lease = reply.changes();
        let count = lease.len();
        self.scratch.resize(count, Update::new_zeroed());
        if lease.read_range(0..count, &mut self.scratch).is_err() {
            // It has died.
            return;
        }
        let mut news = 0;
        let updates = std::mem::take(&mut self.scratch);
        let said = updates.iter().try_for_each(|update| {
            let result = match update.there {
                0 if self.remove(message.sender, &update.record) => Ok(()),
                0 => Err(TableError::NotFound),
                _ => self.add(message.sender, update.record),
            };
            match result {
                Ok(()) => news += 1,
                Err(TableError::AlreadyAnnounced | TableError::NotFound) => {}
                Err(error) => return Err(error),
            }
            Ok(())
        });
        self.scratch = updates;
        self.tell();
        match said {
            Ok(()) => reply.ok(news),
            Err(error) => reply.err(error),
        }
    }

    fn withdraw_network(
        &mut self,
        message: &RecvMessage,
        vni: u32,
        reply: idl::RouteTable_withdraw_network_PENDING,
    ) {
        let owned = self.owned.get(&message.sender.0);
        let gone: Vec<_> = (owned.into_iter().flatten())
            .filter(|record| record.vni() == vni)
            .cloned()
            .collect();
        for record in &gone {
            self.remove(message.sender, record);
        }
        self.tell();
        reply.ok(u32::try_from(gone.len()).unwrap_or(u32::MAX));
    }

    fn subscribe(
        &mut self,
        message: &RecvMessage,
        vni: u32,
        reader: u16,
        reply: idl::RouteTable_subscribe_PENDING,
    ) {
        self.read(message.sender, reader, Some(vni));
        reply.ok(());
    }

    fn subscribe_all(
        &mut self,
        message: &RecvMessage,
        reader: u16,
        reply: idl::RouteTable_subscribe_all_PENDING,
    ) {
        self.read(message.sender, reader, None);
        reply.ok(());
    }

    fn unsubscribe(
        &mut self,
        _: &RecvMessage,
        vni: u32,
        reader: u16,
        reply: idl::RouteTable_unsubscribe_PENDING,
    ) {
        let reader = self.readers.get_mut(&reader);
        let Some(reader) = reader.filter(|r| r.networks.contains(&vni)) else {
            reply.err(TableError::NotFound);
            return;
        };
        reader.networks.remove(&vni);
        reader.changes.retain(|record, _| record.vni() != vni);
        reply.ok(());
    }

    fn next_update(&mut self, message: &RecvMessage, reply: PendingUpdate) {
        match self.readers.get_mut(&message.sender.0) {
            // Nothing fits, so nothing can be waited for.
            Some(reader) if !reply.changes().is_empty() => {
                reader.waiting = Some(reply);
                reader.tell();
            }
            _ => reply.err(TableError::NoReader),
        }
    }
}

/// The table's task; `most_routes` is the most that one task may announce.
pub fn serve(most_routes: usize) {
    set_timer_relative(ROUND, TIMER);
    idol_runtime::serve!(idl, Table::new(most_routes))
}
