//! Routes and their next hops.

use netlink_packet_core::Parseable;
use netlink_packet_route::AddressFamily;
use netlink_packet_route::route::{
    RouteAddress, RouteAttribute, RouteMessage, RouteMetric, RouteNextHop,
    RouteVia,
};
use serde::{Deserialize, Serialize};

use crate::choice::choices;
use crate::error::NetError;
use crate::place::Place;
use crate::text::Ip;

/// A route.
#[derive(
    Copy,
    Clone,
    Debug,
    Default,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
)]
pub struct Route {
    /// Of which addresses it is.
    pub family: Family,
    /// Where it leads; `None` is everywhere.
    pub destination: Option<Ip>,
    /// Bits of `destination`.
    pub prefix_len: u8,
    /// Whose packets take it; `None` is everybody's.
    pub source: Option<Ip>,
    /// Bits of `source`.
    pub source_prefix_len: u8,
    /// The type of service of the packets; 0 is any.
    pub tos: u8,
    /// The number of its table.
    pub table: u32,
    /// Who made it.
    pub protocol: u8,
    /// How far it leads: 0 anywhere, 253 on the link, 254 to this host.
    pub scope: u8,
    /// What becomes of packets.
    pub route_type: RouteType,
    /// Of several, the one with the lowest metric is taken.
    pub metric: Option<u32>,
    /// Index of the interface; 0 where there is none, or several next hops.
    pub device: u32,
    /// The next hop.
    pub gateway: Option<Ip>,
    /// The address that packets come from.
    pub preferred_source: Option<Ip>,
    /// What TCP and others are told.
    pub metrics: Metrics,
    /// Seconds until it goes.
    pub expires: Option<u32>,
    /// The object that holds its next hops.
    pub next_hop_id: Option<u32>,
    /// How many next hops share it; 0 where it has one alone.
    pub next_hops: u16,
    /// Bits of `RTNH_F_*` and `RTM_F_*`.
    pub flags: u32,
    /// Where the next route is, and where the next hops of this one are.
    pub next: Place,
}

/// What a route tells TCP and others.
#[derive(
    Copy,
    Clone,
    Debug,
    Default,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
    schemars::JsonSchema,
)]
pub struct Metrics {
    /// Bytes of the longest packet.
    pub mtu: Option<u32>,
    /// Bytes of the largest window.
    pub window: Option<u32>,
    /// Bytes of a segment that are told the other end.
    pub advmss: Option<u32>,
    /// Routers that packets may pass.
    pub hoplimit: Option<u32>,
    /// Segments that are sent at first.
    pub initcwnd: Option<u32>,
    /// Segments that are received at first.
    pub initrwnd: Option<u32>,
    /// Milliseconds before a segment is sent again, at least.
    pub rto_min: Option<u32>,
}

/// One of several next hops.
#[derive(
    Copy,
    Clone,
    Debug,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
)]
pub struct NextHop {
    /// Index of the interface.
    pub device: u32,
    /// The next hop.
    pub gateway: Option<Ip>,
    /// Its share of the packets.
    pub weight: u16,
    /// Bits of `RTNH_F_*`.
    pub flags: u8,
}

/// The addresses of which a route or a rule is.
#[derive(
    Copy,
    Clone,
    Debug,
    Default,
    Eq,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// IPv4.
    #[default]
    Inet,
    /// IPv6.
    Inet6,
}

impl Family {
    /// Of the kernel's; `None` is another.
    pub(crate) fn of(family: AddressFamily) -> Option<Self> {
        match family {
            AddressFamily::Inet => Some(Self::Inet),
            AddressFamily::Inet6 => Some(Self::Inet6),
            _ => None,
        }
    }
}

/// Which families are asked for.
#[derive(
    Copy,
    Clone,
    Debug,
    Default,
    Eq,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
)]
pub enum Families {
    /// Both.
    #[default]
    Both,
    /// IPv4.
    Inet,
    /// IPv6.
    Inet6,
}

impl Families {
    /// In order.
    pub(crate) fn all(self) -> &'static [AddressFamily] {
        match self {
            Self::Both => &[AddressFamily::Inet, AddressFamily::Inet6],
            Self::Inet => &[AddressFamily::Inet],
            Self::Inet6 => &[AddressFamily::Inet6],
        }
    }
}

choices! {
    /// What becomes of the packets of a route.
    RouteType {
        Unicast = 1 "unicast",
        Local = 2 "local",
        Broadcast = 3 "broadcast",
        Anycast = 4 "anycast",
        Multicast = 5 "multicast",
        Blackhole = 6 "blackhole",
        Unreachable = 7 "unreachable",
        Prohibit = 8 "prohibit",
        Throw = 9 "throw",
        Nat = 10 "nat",
    }
}

/// In a second, as the kernel counts for programs.
const TICKS: u32 = 100;

fn address(of: &RouteAddress) -> Option<Ip> {
    match of {
        RouteAddress::Inet(address) => Some((*address).into()),
        RouteAddress::Inet6(address) => Some((*address).into()),
        RouteAddress::Other(bytes) => Ip::new(bytes),
        _ => None,
    }
}

/// The next hop that an attribute names.
fn gateway(attribute: &RouteAttribute) -> Option<Ip> {
    match attribute {
        RouteAttribute::Gateway(it) => address(it),
        RouteAttribute::Via(RouteVia::Inet(it)) => Some((*it).into()),
        RouteAttribute::Via(RouteVia::Inet6(it)) => Some((*it).into()),
        _ => None,
    }
}

impl Route {
    /// Of a message's payload; `None` where it is of another family.
    ///
    /// # Errors
    ///
    /// If it is none of a route.
    pub fn decode(payload: &[u8]) -> Result<Option<Self>, NetError> {
        let message = RouteMessage::parse(payload)?;
        let header = message.header;
        let Some(family) = Family::of(header.address_family) else {
            return Ok(None);
        };
        let mut route = Self {
            family,
            prefix_len: header.destination_prefix_length,
            source_prefix_len: header.source_prefix_length,
            tos: header.tos,
            table: header.table.into(),
            protocol: header.protocol.into(),
            scope: header.scope.into(),
            route_type: u32::from(u8::from(header.kind)).into(),
            flags: header.flags.bits(),
            ..Self::default()
        };
        for attribute in &message.attributes {
            match attribute {
                RouteAttribute::Destination(it) => {
                    route.destination = address(it);
                }
                RouteAttribute::Source(it) => route.source = address(it),
                RouteAttribute::Table(it) => route.table = *it,
                RouteAttribute::Priority(it) => route.metric = Some(*it),
                RouteAttribute::Oif(it) => route.device = *it,
                RouteAttribute::PrefSource(it) => {
                    route.preferred_source = address(it);
                }
                RouteAttribute::Metrics(it) => {
                    route.metrics = Metrics::of(it);
                }
                RouteAttribute::CacheInfo(it) => {
                    let seconds = it.expires / TICKS;
                    route.expires = (it.expires != 0).then_some(seconds);
                }
                RouteAttribute::NhId(it) => route.next_hop_id = Some(*it),
                RouteAttribute::MultiPath(hops) => {
                    route.next_hops = u16::try_from(hops.len())
                        .map_err(|_| NetError::Malformed)?;
                }
                other => route.gateway = route.gateway.or(gateway(other)),
            }
        }
        Ok(Some(route))
    }
}

impl Metrics {
    fn of(list: &[RouteMetric]) -> Self {
        let mut metrics = Self::default();
        for metric in list {
            match metric {
                RouteMetric::Mtu(it) => metrics.mtu = Some(*it),
                RouteMetric::Window(it) => metrics.window = Some(*it),
                RouteMetric::Advmss(it) => metrics.advmss = Some(*it),
                RouteMetric::Hoplimit(it) => metrics.hoplimit = Some(*it),
                RouteMetric::InitCwnd(it) => metrics.initcwnd = Some(*it),
                RouteMetric::InitRwnd(it) => metrics.initrwnd = Some(*it),
                RouteMetric::RtoMin(it) => metrics.rto_min = Some(*it),
                _ => {}
            }
        }
        metrics
    }
}

impl NextHop {
    /// That with this number among those of a route's message.
    ///
    /// # Errors
    ///
    /// If it is none of a route.
    pub fn decode(
        payload: &[u8],
        number: u16,
    ) -> Result<Option<Self>, NetError> {
        let message = RouteMessage::parse(payload)?;
        let hops = message.attributes.iter().find_map(|it| match it {
            RouteAttribute::MultiPath(hops) => Some(hops),
            _ => None,
        });
        let hop = hops.and_then(|hops| hops.get(usize::from(number)));
        Ok(hop.map(Self::of))
    }

    fn of(hop: &RouteNextHop) -> Self {
        Self {
            device: hop.interface_index,
            gateway: hop.attributes.iter().find_map(gateway),
            // The kernel counts from 0.
            weight: u16::from(hop.hops) + 1,
            flags: hop.flags.bits(),
        }
    }
}
