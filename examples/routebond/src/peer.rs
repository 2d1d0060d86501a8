//! The two tasks of a connection: one hears the peer and announces for it, the
//! other tells it what changed.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

use userlib::{
    TaskId,
    hl::{sleep_for, sleep_until},
    sys_get_timer, sys_post, sys_recv_notification, sys_refresh_task_id,
    sys_set_timer,
};
use zerocopy::FromZeros;

use crate::link::Link;
use crate::packet::Packet;
use crate::route::{Record, Update};
use crate::session::{Event, Role, Session};
use crate::table::{MOST_UPDATES, RouteTable, TableError};

/// There is a connection.
pub(crate) const START: u32 = 1;
/// Packets have come.
pub(crate) const PACKETS: u32 = 2;
/// There is room again for what is to be sent.
pub(crate) const ROOM: u32 = 4;
/// The networks that are wanted have changed.
pub(crate) const WISHES: u32 = 8;
const TIMER: u32 = 16;

/// Packets that are handled before others have a turn.
const TURN: usize = MOST_UPDATES;

/// The networks that a client wants to be told of.
pub(crate) type Wishes = Arc<Mutex<BTreeSet<u32>>>;

/// Numbers and reasons of connections that their tasks have ended.
pub(crate) type Ended = Arc<Mutex<Vec<(u64, String)>>>;

/// What the two tasks of a connection share with each other and the hub.
pub(crate) struct Place {
    /// The connection, and its number.
    pub(crate) link: Mutex<Option<(u64, Arc<Link>)>>,
    pub(crate) ended: Ended,
    /// Numbers of connections that are established.
    pub(crate) established: Mutex<Option<u64>>,
    pub(crate) role: Role,
    /// Seconds.
    pub(crate) interval: u32,
    /// Of the side that connects.
    pub(crate) wishes: Wishes,
    /// The table that the peer's routes go to.
    pub(crate) learned: TaskId,
    /// The table whose changes the peer is told of.
    pub(crate) told: TaskId,
}

impl Place {
    fn wait(&self) -> (u64, Arc<Link>) {
        loop {
            sys_recv_notification(START);
            let link = self.link.lock().ok().and_then(|link| link.clone());
            if let Some(link) = link {
                return link;
            }
        }
    }

    /// Has the hub end the connection, and with it this task.
    fn end(&self, number: u64, why: String) {
        if let Ok(mut ended) = self.ended.lock() {
            ended.push((number, why));
        }
        sleep_until(u64::MAX);
    }
}

fn now() -> u64 {
    sys_get_timer().now
}

/// The task that hears the peer. `outbound` is the other's index.
pub(crate) fn inbound(place: &Place, outbound: TaskId) {
    let (number, link) = place.wait();
    let (session, first) = Session::new(place.role, place.interval, now());
    link.set_patience(session.patience());
    let mut inbound = Inbound {
        place,
        number,
        session,
        learned: RouteTable::from(sys_refresh_task_id(place.learned)),
        told: RouteTable::from(sys_refresh_task_id(place.told)),
        outbound: sys_refresh_task_id(outbound),
        is_established: false,
        subscribed: BTreeSet::new(),
        owed: first.into_iter().collect(),
        heard: Vec::new(),
        link,
    };
    let Err(why) = inbound.converse();
    place.end(number, why);
}

struct Inbound<'p> {
    place: &'p Place,
    number: u64,
    link: Arc<Link>,
    session: Session,
    learned: RouteTable,
    told: RouteTable,
    outbound: TaskId,
    is_established: bool,
    /// The networks that the peer was asked for.
    subscribed: BTreeSet<u32>,
    /// What is to be sent and had no room yet. Nothing is heard meanwhile.
    owed: VecDeque<Packet>,
    /// Routes that the table has not been told yet.
    heard: Vec<Update>,
}

impl Inbound<'_> {
    fn converse(&mut self) -> Result<std::convert::Infallible, String> {
        loop {
            let mut heard = 0;
            while self.pay() && heard < TURN {
                let Some(packet) = self.link.next() else {
                    break;
                };
                heard += 1;
                self.hear(packet)?;
            }
            self.learn()?;
            if heard == TURN {
                // There may be a sign of life among what is left. But others
                // of this importance are next.
                sleep_for(1);
                continue;
            }
            if let Some(packet) = self.session.tick(now())? {
                self.owed.push_back(packet);
                self.pay();
            }
            sys_set_timer(Some(self.session.next_tick()), TIMER);
            let bits = PACKETS | ROOM | TIMER | WISHES;
            if sys_recv_notification(bits).check_notification_mask(WISHES) {
                self.wish()?;
            }
        }
    }

    /// Sends what is owed; says whether all of it went.
    fn pay(&mut self) -> bool {
        if self.owed.is_empty() {
            return true;
        }
        let mut bytes = Vec::new();
        for packet in &self.owed {
            packet.write(&mut bytes);
        }
        let sent = self.link.send_first(&bytes);
        if sent {
            self.owed.clear();
        }
        sent
    }

    fn hear(&mut self, packet: Packet) -> Result<(), String> {
        let heard = self.session.receive(packet, now());
        let (answer, event) =
            heard.map_err(|why| format!("protocol: {why}"))?;
        self.owed.extend(answer);
        match event {
            None => Ok(()),
            Some(Event::Established) => self.establish(),
            Some(Event::Update { there, route }) => {
                self.heard.push(Update {
                    record: Record::from(&route),
                    there: there.into(),
                });
                Ok(())
            }
            // A server is told of all that there is, wanted or not.
            Some(_) if self.place.role == Role::Connects => Ok(()),
            Some(Event::Subscribe(vni)) => {
                let reader = self.outbound.0;
                table(self.told.subscribe(vni, reader))?;
                sys_post(self.outbound, START);
                Ok(())
            }
            Some(Event::Unsubscribe(vni)) => {
                match self.told.unsubscribe(vni, self.outbound.0) {
                    Err(TableError::NotFound) => Ok(()),
                    result => table(result),
                }
            }
        }
    }

    fn establish(&mut self) -> Result<(), String> {
        self.is_established = true;
        self.link.set_patience(self.session.patience());
        if let Ok(mut established) = self.place.established.lock() {
            *established = Some(self.number);
        }
        if self.place.role == Role::Connects {
            table(self.told.subscribe_all(self.outbound.0))?;
            sys_post(self.outbound, START);
            self.wish()?;
        }
        Ok(())
    }

    /// Asks the peer for what is wanted now.
    fn wish(&mut self) -> Result<(), String> {
        if !self.is_established {
            return Ok(());
        }
        let wishes = match self.place.wishes.lock() {
            Ok(wishes) => wishes.clone(),
            Err(_) => return Err("a thread panicked".to_owned()),
        };
        for vni in wishes.difference(&self.subscribed) {
            self.owed.push_back(Packet::Subscribe(*vni));
        }
        for vni in self.subscribed.difference(&wishes) {
            self.owed.push_back(Packet::Unsubscribe(*vni));
            table(self.learned.withdraw_network(*vni).map(drop))?;
        }
        self.subscribed = wishes;
        self.pay();
        Ok(())
    }

    /// Tells the table what was heard, all of it in one call.
    fn learn(&mut self) -> Result<(), String> {
        if self.place.role == Role::Connects {
            // The rest was sent before the peer knew.
            let wanted = |update: &Update| {
                self.subscribed.contains(&update.record.vni())
            };
            self.heard.retain(wanted);
        }
        for updates in self.heard.chunks(MOST_UPDATES) {
            // Said twice is said.
            table(self.learned.update(updates).map(drop))?;
        }
        self.heard.clear();
        Ok(())
    }
}

/// Why a connection ends when the table refuses.
fn table(result: Result<(), TableError>) -> Result<(), String> {
    result.map_err(|error| match error {
        TableError::Full => "it announces more routes than it may".to_owned(),
        error => format!("the table refuses: {error:?}"),
    })
}

/// The task that tells the peer.
pub(crate) fn outbound(place: &Place) {
    let (number, link) = place.wait();
    let table = RouteTable::from(sys_refresh_task_id(place.told));
    let mut updates = vec![Update::new_zeroed(); MOST_UPDATES];
    loop {
        let count = match table.next_update(&mut updates) {
            Ok(count) => count as usize,
            Err(error) => {
                place.end(number, format!("the table refuses: {error:?}"));
                return;
            }
        };
        let mut bytes = Vec::with_capacity(64 * count);
        for update in &updates[..count] {
            let Some(route) = update.record.route() else {
                continue;
            };
            let there = update.there != 0;
            Packet::Update { there, route }.write(&mut bytes);
        }
        while let Err(unsent) = link.send(bytes) {
            bytes = unsent;
            sys_recv_notification(ROOM);
        }
    }
}
