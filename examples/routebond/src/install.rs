//! Routes in the kernel's own tables, by netlink.
//!
//! Standard routes lead through a tunnel's device, which wraps packets in IPv6 for
//! the next hop (`encap ip6 dst HOP dev DEVICE`); several next hops of one
//! destination share it. Others are for whoever translates or balances, and are
//! not installed. Ours are marked with [a number](PROTOCOL), so that what an
//! earlier run left is found and removed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::net::Ipv6Addr;
use std::str::FromStr;

use ipnet::IpNet;
use netlink_packet_core::{
    NLM_F_ACK, NLM_F_CREATE, NLM_F_DUMP, NLM_F_REPLACE, NLM_F_REQUEST,
    NetlinkMessage, NetlinkPayload,
};
use netlink_packet_route::link::{LinkAttribute, LinkMessage};
use netlink_packet_route::route::{
    RouteAddress, RouteAttribute, RouteHeader, RouteIp6Tunnel,
    RouteLwEnCapType, RouteLwTunnelEncap, RouteMessage, RouteNextHop,
    RouteProtocol, RouteScope, RouteType,
};
use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};
use netlink_sys::{Socket, SocketAddr, protocols::NETLINK_ROUTE};

use crate::route::{Kind, Route};

/// The routing protocol's number that ours are marked with.
pub const PROTOCOL: u8 = 171;

/// Which table of the kernel a network's routes go to, as text `VNI#TABLE`.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Way {
    /// The network.
    pub vni: u32,
    /// The table's number; not 0.
    pub table: u32,
}

/// A text that is no [`Way`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BadWay(String);

impl fmt::Display for BadWay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not VNI#TABLE, such as 100#1100", self.0)
    }
}

impl std::error::Error for BadWay {}

impl FromStr for Way {
    type Err = BadWay;

    fn from_str(text: &str) -> Result<Self, BadWay> {
        let bad = || BadWay(text.to_owned());
        let (vni, table) = text.split_once('#').ok_or_else(bad)?;
        let vni = vni.parse().map_err(|_| bad())?;
        let table = table.parse().map_err(|_| bad())?;
        match table {
            0 => Err(bad()),
            table => Ok(Self { vni, table }),
        }
    }
}

/// Puts routes into the kernel's tables, and takes them out when it is dropped.
pub struct Installer {
    socket: Socket,
    /// Index of the tunnel's device.
    device: u32,
    tables: BTreeMap<u32, u32>,
    installed: BTreeMap<(u32, IpNet), BTreeSet<Ipv6Addr>>,
}

impl Installer {
    /// Finds the device, and removes what an earlier run left.
    ///
    /// # Errors
    ///
    /// If there is no such device, or the kernel does not permit it.
    pub fn new(device: &str, ways: &[Way]) -> io::Result<Self> {
        let mut socket = Socket::new(NETLINK_ROUTE)?;
        socket.bind_auto()?;
        socket.connect(&SocketAddr::new(0, 0))?;
        let tables = ways.iter().map(|way| (way.vni, way.table)).collect();
        let mut installer = Self {
            socket,
            device: 0,
            tables,
            installed: BTreeMap::new(),
        };
        installer.device = installer.index_of(device)?;
        installer.clean()?;
        Ok(installer)
    }

    /// Installs a route, if its network has a table.
    ///
    /// # Errors
    ///
    /// What the kernel says.
    pub fn add(&mut self, route: &Route) -> io::Result<()> {
        let Some(place) = self.place(route) else {
            return Ok(());
        };
        let hops = self.installed.entry(place).or_default();
        hops.insert(route.hop.address);
        let hops = hops.clone();
        self.replace(place, &hops)
    }

    /// Removes a route.
    ///
    /// # Errors
    ///
    /// What the kernel says.
    pub fn remove(&mut self, route: &Route) -> io::Result<()> {
        let Some(place) = self.place(route) else {
            return Ok(());
        };
        let Some(hops) = self.installed.get_mut(&place) else {
            return Ok(());
        };
        hops.remove(&route.hop.address);
        if hops.is_empty() {
            self.installed.remove(&place);
            return self.delete(self.message(place.0, place.1));
        }
        let hops = hops.clone();
        self.replace(place, &hops)
    }

    /// The table and the destination, if it is to be installed.
    fn place(&self, route: &Route) -> Option<(u32, IpNet)> {
        let table = *self.tables.get(&route.vni)?;
        let standard = route.hop.kind == Kind::Standard;
        standard.then_some((table, route.destination))
    }

    fn message(&self, table: u32, destination: IpNet) -> RouteMessage {
        let mut message = RouteMessage::default();
        message.header.address_family = match destination {
            IpNet::V4(_) => AddressFamily::Inet,
            IpNet::V6(_) => AddressFamily::Inet6,
        };
        message.header.destination_prefix_length = destination.prefix_len();
        message.header.table =
            u8::try_from(table).unwrap_or(RouteHeader::RT_TABLE_UNSPEC);
        message.header.protocol = RouteProtocol::Other(PROTOCOL);
        message.header.scope = RouteScope::Universe;
        message.header.kind = RouteType::Unicast;
        let address = RouteAddress::from(destination.addr());
        message.attributes.push(RouteAttribute::Table(table));
        message
            .attributes
            .push(RouteAttribute::Destination(address));
        message
    }

    /// Has the kernel know these next hops of a destination, and no other.
    fn replace(
        &mut self,
        (table, destination): (u32, IpNet),
        hops: &BTreeSet<Ipv6Addr>,
    ) -> io::Result<()> {
        let mut message = self.message(table, destination);
        let mut several: Vec<_> = hops.iter().map(wrapped).collect();
        if let [one] = several.as_mut_slice() {
            message.attributes.append(one);
            message.attributes.push(RouteAttribute::Oif(self.device));
        } else {
            let hops = several.into_iter().map(|attributes| {
                let mut hop = RouteNextHop::default();
                hop.interface_index = self.device;
                hop.attributes = attributes;
                hop
            });
            let hops = RouteAttribute::MultiPath(hops.collect());
            message.attributes.push(hops);
        }
        let flags = NLM_F_CREATE | NLM_F_REPLACE | NLM_F_ACK;
        self.ask(RouteNetlinkMessage::NewRoute(message), flags)?;
        Ok(())
    }

    fn delete(&self, message: RouteMessage) -> io::Result<()> {
        let gone = RouteNetlinkMessage::DelRoute(message);
        match self.ask(gone, NLM_F_ACK) {
            // Somebody else has removed it, or the device has gone.
            Err(error) if error.raw_os_error() == Some(3) => Ok(()),
            result => result.map(drop),
        }
    }

    /// Removes what is marked as ours from the tables that are ours.
    fn clean(&mut self) -> io::Result<()> {
        let ours: BTreeSet<u32> = self.tables.values().copied().collect();
        for family in [AddressFamily::Inet, AddressFamily::Inet6] {
            let mut message = RouteMessage::default();
            message.header.address_family = family;
            let question = RouteNetlinkMessage::GetRoute(message);
            for answer in self.ask(question, NLM_F_DUMP)? {
                let RouteNetlinkMessage::NewRoute(route) = answer else {
                    continue;
                };
                let table = route.attributes.iter().find_map(|a| match a {
                    RouteAttribute::Table(table) => Some(*table),
                    _ => None,
                });
                let table = table.unwrap_or(route.header.table.into());
                let marked = u8::from(route.header.protocol) == PROTOCOL;
                if marked && ours.contains(&table) {
                    self.delete(route)?;
                }
            }
        }
        Ok(())
    }

    fn index_of(&self, device: &str) -> io::Result<u32> {
        let mut message = LinkMessage::default();
        let name = LinkAttribute::IfName(device.to_owned());
        message.attributes.push(name);
        let question = RouteNetlinkMessage::GetLink(message);
        let answers = self.ask(question, 0).map_err(|error| {
            io::Error::new(error.kind(), format!("device {device}: {error}"))
        })?;
        let index = answers.into_iter().find_map(|answer| match answer {
            RouteNetlinkMessage::NewLink(link) => Some(link.header.index),
            _ => None,
        });
        index.ok_or_else(|| io::Error::other(format!("no device {device}")))
    }

    /// Sends a message and gives what comes back, up to its end.
    fn ask(
        &self,
        message: RouteNetlinkMessage,
        flags: u16,
    ) -> io::Result<Vec<RouteNetlinkMessage>> {
        let mut request = NetlinkMessage::from(message);
        request.header.flags = NLM_F_REQUEST | flags;
        request.finalize();
        let mut bytes = vec![0; request.buffer_len()];
        request.serialize(&mut bytes);
        self.socket.send(&bytes, 0)?;
        let mut answers = Vec::new();
        loop {
            let (bytes, _) = self.socket.recv_from_full()?;
            let mut rest = bytes.as_slice();
            while !rest.is_empty() {
                let answer =
                    NetlinkMessage::<RouteNetlinkMessage>::deserialize(rest)
                        .map_err(io::Error::other)?;
                let length = answer.header.length as usize;
                // Messages begin at multiples of four bytes.
                rest = rest.get(length.next_multiple_of(4)..).unwrap_or(&[]);
                match answer.payload {
                    NetlinkPayload::Done(_) => return Ok(answers),
                    NetlinkPayload::Error(error) => match error.code {
                        None => return Ok(answers),
                        Some(_) => return Err(error.to_io()),
                    },
                    NetlinkPayload::InnerMessage(inner) => {
                        answers.push(inner);
                    }
                    _ => {}
                }
                let is_part = flags & NLM_F_DUMP == NLM_F_DUMP;
                if !is_part && flags & NLM_F_ACK == 0 {
                    return Ok(answers);
                }
            }
        }
    }
}

/// What wraps packets for a next hop.
fn wrapped(hop: &Ipv6Addr) -> Vec<RouteAttribute> {
    let hop = RouteIp6Tunnel::Destination(*hop);
    vec![
        RouteAttribute::Encap(vec![RouteLwTunnelEncap::Ip6(hop)]),
        RouteAttribute::EncapType(RouteLwEnCapType::Ip6),
    ]
}

impl Drop for Installer {
    fn drop(&mut self) {
        for (table, destination) in
            std::mem::take(&mut self.installed).into_keys()
        {
            // There is nobody left to tell; the next start cleans up.
            let _ = self.delete(self.message(table, destination));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Way;

    #[test]
    fn a_way_has_a_network_and_a_table() {
        let way = "100#1100".parse();
        assert_eq!(
            way,
            Ok(Way {
                vni: 100,
                table: 1100
            })
        );
        for bad in ["", "100", "100#0", "x#1", "1#2#3"] {
            assert!(bad.parse::<Way>().is_err(), "{bad}");
        }
    }
}
