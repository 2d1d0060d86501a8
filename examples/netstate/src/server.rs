//! The server: a task that asks the kernel what its clients ask it.
//!
//! It holds, for each place at which a client is, one datagram and a socket, and
//! never a table. What a client has left is closed when the client is dead, or
//! has begun too much else since.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use idol_runtime::{NotificationHandler, RequestError};
use userlib::{
    NotificationBits, RecvMessage, TaskId, set_timer_relative,
    sys_refresh_task_id,
};

use crate::error::NetError;
use crate::kinds::{
    Bond, BondPort, Bridge, BridgePort, MacVlan, OfKind, PortVlans, Tun, Vf,
    Vlan, Vrf, Vxlan,
};
use crate::netlink::{Dump, Kernel, Request};
use crate::place::Place;
use crate::route::{Families, NextHop, Route};
use crate::rule::Rule;
use crate::text::Name;
use crate::{Address, Link};

/// The generated server.
mod idl {
    use crate::kinds::*;
    use crate::{
        Address, Families, Link, Name, NetError, NextHop, Place, Route, Rule,
    };
    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));
}

/// The timer's notification, and milliseconds between two looks at who is dead.
const TIMER: u32 = 1;
const ROUND: u32 = 500;

/// What one client may have open; the one that it used least goes.
pub const MOST_OPEN: usize = 8;

/// What is gone through.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
enum What {
    Links,
    Addresses,
    Routes,
    Rules,
    Vlans,
    Vfs,
}

/// Something that is gone through, and where it is.
struct Open {
    owner: TaskId,
    what: What,
    dump: Dump,
    /// Elements that were given.
    step: u32,
    /// The number of the element in the current message.
    inner: u32,
    /// When it was used, in calls of the server.
    used: u64,
}

/// The server.
#[derive(Default)]
pub struct Server {
    open: HashMap<u64, Open>,
    /// Makes numbers that no other client guesses.
    keys: RandomState,
    calls: u64,
    is_looking: bool,
}

type Answer<T> = Result<T, RequestError<NetError>>;

/// The decoder of an element that is the only one of its message; others are told
/// its number there.
fn only<T>(
    decode: impl Fn(&[u8]) -> Result<Option<T>, NetError>,
) -> impl Fn(&[u8], u32) -> Result<Option<T>, NetError> {
    move |payload, number| match number {
        0 => decode(payload),
        _ => Ok(None),
    }
}

impl Server {
    fn begin(
        &mut self,
        owner: TaskId,
        what: What,
        requests: impl DoubleEndedIterator<Item = Request>,
    ) -> Result<u64, NetError> {
        let mine = self.open.iter().filter(|(_, it)| it.owner == owner);
        let mine: Vec<_> = mine.map(|(key, it)| (it.used, *key)).collect();
        if mine.len() >= MOST_OPEN
            && let Some((_, oldest)) = mine.iter().min()
        {
            self.open.remove(oldest);
        }
        let dump = Dump::new(Kernel::open()?, requests);
        // 0 is the start.
        let key = self.keys.hash_one(self.calls).max(1);
        let open = Open {
            owner,
            what,
            dump,
            step: 0,
            inner: 0,
            used: self.calls,
        };
        self.open.insert(key, open);
        if !self.is_looking {
            self.is_looking = true;
            set_timer_relative(ROUND, TIMER);
        }
        Ok(key)
    }

    /// The element behind a place, and the place behind that.
    fn next<T, R: DoubleEndedIterator<Item = Request>>(
        &mut self,
        message: &RecvMessage,
        from: Place,
        what: What,
        requests: impl FnOnce() -> R,
        decode: impl Fn(&[u8], u32) -> Result<Option<T>, NetError>,
    ) -> Answer<Option<(T, Place)>> {
        self.calls += 1;
        let key = match from == Place::START {
            true => self.begin(message.sender, what, requests())?,
            false => from.dump,
        };
        let calls = self.calls;
        let open = self.open.get_mut(&key).filter(|it| it.what == what);
        let open = open.ok_or(NetError::Gone)?;
        open.used = calls;
        let element = open.element(from.step, decode);
        let step = open.step;
        match element {
            Ok(Some(element)) => Ok(Some((element, Place { dump: key, step }))),
            // The end, or what ends it.
            Ok(None) => {
                self.open.remove(&key);
                Ok(None)
            }
            Err(error) => {
                self.open.remove(&key);
                Err(error.into())
            }
        }
    }

    /// What one message says of an interface.
    fn one<T>(
        request: &Request,
        decode: fn(&[u8]) -> Result<T, NetError>,
    ) -> Answer<T> {
        let requests = std::iter::once(request.clone());
        let mut dump = Dump::new(Kernel::open()?, requests);
        match dump.advance()? {
            true => Ok(decode(dump.current())?),
            false => Err(NetError::NotFound.into()),
        }
    }

    fn kind<T: OfKind>(index: u32) -> Answer<T> {
        Self::one(&Request::link(index), T::of)
    }

    /// Closes what the dead have left.
    fn look_round(&mut self) {
        self.open
            .retain(|_, it| sys_refresh_task_id(it.owner) == it.owner);
        self.is_looking = !self.open.is_empty();
        if self.is_looking {
            set_timer_relative(ROUND, TIMER);
        }
    }
}

impl Open {
    /// The element behind this step, again if it was the last that was given.
    fn element<T>(
        &mut self,
        step: u32,
        decode: impl Fn(&[u8], u32) -> Result<Option<T>, NetError>,
    ) -> Result<Option<T>, NetError> {
        if self.step > 0 && step == self.step - 1 {
            return decode(self.dump.current(), self.inner);
        }
        if step != self.step {
            return Err(NetError::Gone);
        }
        if self.step > 0 {
            self.inner += 1;
        }
        loop {
            if self.inner > 0 || self.step > 0 {
                let found = decode(self.dump.current(), self.inner)?;
                if found.is_some() {
                    self.step += 1;
                    return Ok(found);
                }
            }
            if !self.dump.advance()? {
                return Ok(None);
            }
            self.inner = 0;
            let found = decode(self.dump.current(), 0)?;
            if found.is_some() {
                self.step += 1;
                return Ok(found);
            }
        }
    }
}

impl NotificationHandler for Server {
    fn current_notification_mask(&self) -> u32 {
        TIMER
    }

    fn handle_notification(&mut self, bits: NotificationBits) {
        if bits.has_timer_fired(TIMER) {
            self.look_round();
        }
    }
}

impl idl::InOrderNetStateImpl for Server {
    fn links(
        &mut self,
        message: &RecvMessage,
        from: Place,
    ) -> Answer<Option<(Link, Place)>> {
        let requests = || std::iter::once(Request::links());
        let decode = only(|it| Link::decode(it).map(Some));
        self.next(message, from, What::Links, requests, decode)
    }

    fn addresses(
        &mut self,
        message: &RecvMessage,
        from: Place,
    ) -> Answer<Option<(Address, Place)>> {
        let requests = || std::iter::once(Request::addresses());
        let decode = only(Address::decode);
        self.next(message, from, What::Addresses, requests, decode)
    }

    fn routes(
        &mut self,
        message: &RecvMessage,
        table: u32,
        family: Families,
        from: Place,
    ) -> Answer<Option<Route>> {
        let ask = move |family: &_| Request::routes(*family, table);
        let requests = || family.all().iter().map(ask);
        let decode = only(Route::decode);
        let found = self.next(message, from, What::Routes, requests, decode)?;
        Ok(found.map(|(route, next)| Route { next, ..route }))
    }

    fn next_hops(
        &mut self,
        _: &RecvMessage,
        route: Place,
        from: u16,
    ) -> Answer<Option<(NextHop, u16)>> {
        let open = self.open.get(&route.dump);
        let is_there =
            |it: &&Open| it.what == What::Routes && it.step == route.step;
        let open = open.filter(is_there).ok_or(NetError::Gone)?;
        let hop = NextHop::decode(open.dump.current(), from)?;
        Ok(hop.zip(from.checked_add(1)))
    }

    fn rules(
        &mut self,
        message: &RecvMessage,
        from: Place,
    ) -> Answer<Option<(Rule, Place)>> {
        let ask = |family: &_| Request::rules(*family);
        let requests = || Families::Both.all().iter().map(ask);
        self.next(message, from, What::Rules, requests, only(Rule::decode))
    }

    fn vlans(
        &mut self,
        message: &RecvMessage,
        from: Place,
    ) -> Answer<Option<(PortVlans, Place)>> {
        let requests = || std::iter::once(Request::vlans());
        self.next(message, from, What::Vlans, requests, PortVlans::decode)
    }

    fn vfs(
        &mut self,
        message: &RecvMessage,
        index: u32,
        from: Place,
    ) -> Answer<Option<(Vf, Place)>> {
        let requests = || std::iter::once(Request::vfs(index));
        self.next(message, from, What::Vfs, requests, Vf::decode)
    }

    fn link(&mut self, _: &RecvMessage, index: u32) -> Answer<Link> {
        Self::one(&Request::link(index), Link::decode)
    }

    fn named(&mut self, _: &RecvMessage, name: Name) -> Answer<Link> {
        Self::one(&Request::named(&name), Link::decode)
    }

    fn bond(&mut self, _: &RecvMessage, index: u32) -> Answer<Bond> {
        Self::kind(index)
    }

    fn bond_port(&mut self, _: &RecvMessage, index: u32) -> Answer<BondPort> {
        Self::kind(index)
    }

    fn bridge(&mut self, _: &RecvMessage, index: u32) -> Answer<Bridge> {
        Self::kind(index)
    }

    fn bridge_port(
        &mut self,
        _: &RecvMessage,
        index: u32,
    ) -> Answer<BridgePort> {
        Self::kind(index)
    }

    fn vlan(&mut self, _: &RecvMessage, index: u32) -> Answer<Vlan> {
        Self::kind(index)
    }

    fn vxlan(&mut self, _: &RecvMessage, index: u32) -> Answer<Vxlan> {
        Self::kind(index)
    }

    fn vrf(&mut self, _: &RecvMessage, index: u32) -> Answer<Vrf> {
        Self::kind(index)
    }

    fn tun(&mut self, _: &RecvMessage, index: u32) -> Answer<Tun> {
        Self::kind(index)
    }

    fn macvlan(&mut self, _: &RecvMessage, index: u32) -> Answer<MacVlan> {
        Self::kind(index)
    }
}

/// The server's task.
pub fn serve() {
    idol_runtime::serve!(idl, Server::default())
}
