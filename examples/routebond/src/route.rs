//! Routes: as programs, people and the table see them.

use std::cmp::Ordering;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use ipnet::IpNet;
use zerocopy::IntoBytes as _;
use zerocopy_derive::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned,
};

/// A route of a virtual network.
///
/// As text it is `VNI#prefix@nexthop`, then `#type` where it is not `std`, and
/// for `nat` the first and the last port; behind the next hop's address may
/// stand its own network, `%VNI`, where that is not 0.
///
/// ```
/// use routebond::{Kind, Route};
///
/// let route: Route = "100#10.0.1.0/24@2001:db8::1".parse()?;
/// assert_eq!((route.vni, route.hop.kind), (100, Kind::Standard));
/// let nat = "7#10.0.2.0/24@2001:db8::2#nat#1024#2048".parse::<Route>()?;
/// assert_eq!(nat.to_string(), "7#10.0.2.0/24@2001:db8::2#nat#1024#2048");
/// # Ok::<(), routebond::BadRoute>(())
/// ```
#[derive(Copy, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Route {
    /// Number of the virtual network.
    pub vni: u32,
    /// Where to; no bits behind the prefix are set.
    pub destination: IpNet,
    /// Over whom.
    pub hop: NextHop,
}

/// Who takes what goes to a destination. Several for one destination share it.
#[derive(Copy, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct NextHop {
    /// The hypervisor's address.
    pub address: Ipv6Addr,
    /// The virtual network there; 0 is that of the route.
    pub vni: u32,
    /// What it does with it.
    pub kind: Kind,
}

/// What a next hop does.
#[derive(Copy, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// It delivers.
    Standard,
    /// It translates addresses, for this range of ports, both included.
    Nat {
        /// The first port.
        from: u16,
        /// The last port.
        to: u16,
    },
    /// It is one of several behind a load balancer.
    LoadBalancer,
}

impl Route {
    /// A standard route.
    pub fn new(vni: u32, destination: IpNet, address: Ipv6Addr) -> Self {
        let hop = NextHop {
            address,
            vni: 0,
            kind: Kind::Standard,
        };
        Self {
            vni,
            destination: destination.trunc(),
            hop,
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let NextHop { address, vni, kind } = self.hop;
        write!(f, "{}#{}@{address}", self.vni, self.destination)?;
        if vni != 0 {
            write!(f, "%{vni}")?;
        }
        match kind {
            Kind::Standard => Ok(()),
            Kind::Nat { from, to } => write!(f, "#nat#{from}#{to}"),
            Kind::LoadBalancer => f.write_str("#lb"),
        }
    }
}

/// A text that is no route, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BadRoute(String);

impl fmt::Display for BadRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}; a route is VNI#prefix@nexthop[#std|#lb|#nat#FROM#TO], such \
             as 100#10.0.1.0/24@2001:db8::1",
            self.0
        )
    }
}

impl std::error::Error for BadRoute {}

fn read<T: FromStr>(text: &str, what: &str) -> Result<T, BadRoute> {
    let bad = |_| BadRoute(format!("`{text}` is no {what}"));
    text.parse().map_err(bad)
}

impl FromStr for Route {
    type Err = BadRoute;

    fn from_str(text: &str) -> Result<Self, BadRoute> {
        let bad = |why: &str| BadRoute(format!("`{text}`: {why}"));
        let mut parts = text.split('#');
        let vni = read(parts.next().unwrap_or(""), "network's number")?;
        let way = parts.next().ok_or_else(|| bad("there is no `#`"))?;
        let (prefix, hop) =
            way.split_once('@').ok_or_else(|| bad("there is no `@`"))?;
        let destination: IpNet = read(prefix, "prefix")?;
        if destination != destination.trunc() {
            return Err(bad("the prefix has bits behind its length"));
        }
        let (address, hop_vni) = match hop.split_once('%') {
            None => (hop, 0),
            Some((address, vni)) => (address, read(vni, "network's number")?),
        };
        let address = read(address, "IPv6 address")?;
        let kind = match parts.next() {
            None | Some("std") => Kind::Standard,
            Some("lb") => Kind::LoadBalancer,
            Some("nat") => {
                let mut port = || {
                    let port = parts.next();
                    let port = port.ok_or_else(|| bad("nat needs two ports"));
                    read::<u16>(port?, "port")
                };
                let (from, to) = (port()?, port()?);
                if from > to {
                    return Err(bad("the first port is above the last"));
                }
                Kind::Nat { from, to }
            }
            Some(other) => {
                return Err(bad(&format!("`{other}` is no type")));
            }
        };
        if parts.next().is_some() {
            return Err(bad("there is more than a route"));
        }
        let hop = NextHop {
            address,
            vni: hop_vni,
            kind,
        };
        Ok(Self {
            vni,
            destination,
            hop,
        })
    }
}

/// A route as it travels to the table and back: 48 bytes.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    FromBytes,
    Immutable,
    IntoBytes,
    KnownLayout,
    Unaligned,
)]
#[repr(C)]
pub struct Record {
    vni: [u8; 4],
    prefix: [u8; 16],
    length: u8,
    /// 4 or 6.
    version: u8,
    /// 0 standard, 1 NAT, 2 load balancer.
    kind: u8,
    unused: u8,
    hop: [u8; 16],
    hop_vni: [u8; 4],
    ports: [[u8; 2]; 2],
}

impl Ord for Record {
    /// By bytes, all at once: tables do little else.
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl PartialOrd for Record {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Record {
    /// The virtual network's number.
    pub(crate) fn vni(&self) -> u32 {
        u32::from_be_bytes(self.vni)
    }

    /// The route again; `None` if this came from nobody who had one.
    pub(crate) fn route(&self) -> Option<Route> {
        let address: IpAddr = match self.version {
            4 => {
                let bytes: [u8; 4] = self.prefix[..4].try_into().ok()?;
                Ipv4Addr::from(bytes).into()
            }
            6 => Ipv6Addr::from(self.prefix).into(),
            _ => return None,
        };
        let [from, to] = self.ports.map(u16::from_be_bytes);
        let kind = match self.kind {
            0 => Kind::Standard,
            1 => Kind::Nat { from, to },
            2 => Kind::LoadBalancer,
            _ => return None,
        };
        Some(Route {
            vni: self.vni(),
            destination: IpNet::new(address, self.length).ok()?,
            hop: NextHop {
                address: self.hop.into(),
                vni: u32::from_be_bytes(self.hop_vni),
                kind,
            },
        })
    }
}

impl From<&Route> for Record {
    fn from(route: &Route) -> Self {
        let mut prefix = [0; 16];
        let version = match route.destination.addr() {
            IpAddr::V4(address) => {
                prefix[..4].copy_from_slice(&address.octets());
                4
            }
            IpAddr::V6(address) => {
                prefix = address.octets();
                6
            }
        };
        let (kind, ports) = match route.hop.kind {
            Kind::Standard => (0, [0, 0]),
            Kind::Nat { from, to } => (1, [from, to]),
            Kind::LoadBalancer => (2, [0, 0]),
        };
        Self {
            vni: route.vni.to_be_bytes(),
            prefix,
            length: route.destination.prefix_len(),
            version,
            kind,
            unused: 0,
            hop: route.hop.address.octets(),
            hop_vni: route.hop.vni.to_be_bytes(),
            ports: ports.map(u16::to_be_bytes),
        }
    }
}

/// A change that a reader of the table is told of: 49 bytes.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    FromBytes,
    Immutable,
    IntoBytes,
    KnownLayout,
    Unaligned,
)]
#[repr(C)]
pub struct Update {
    /// The route.
    pub record: Record,
    /// 1 if it is there now, 0 if it is gone.
    pub there: u8,
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: [&str; 5] = [
        "100#10.0.1.0/24@2001:db8::1",
        "0#0.0.0.0/0@::1#lb",
        "4294967295#2001:db8::/32@2001:db8::2%9",
        "7#10.0.2.0/24@2001:db8::2#nat#1024#2048",
        "7#::/0@::",
    ];

    #[test]
    fn a_route_comes_back_from_its_text_and_from_the_table() {
        for text in GOOD {
            let route: Route = text.parse().unwrap();
            assert_eq!(route.to_string(), text);
            assert_eq!(Record::from(&route).route(), Some(route));
        }
        let named = "1#10.0.0.0/8@::1#std".parse::<Route>().unwrap();
        assert_eq!(named.to_string(), "1#10.0.0.0/8@::1");
    }

    #[test]
    fn what_is_no_route_is_refused_with_a_reason() {
        for (text, why) in [
            ("", "`` is no network's number"),
            ("-1#10.0.0.0/8@::1", "`-1` is no network's number"),
            ("1", "there is no `#`"),
            ("1#10.0.0.0/8", "there is no `@`"),
            ("1#10.0.0.0@::1", "`10.0.0.0` is no prefix"),
            ("1#10.0.0.0/33@::1", "`10.0.0.0/33` is no prefix"),
            ("1#10.0.0.1/8@::1", "the prefix has bits behind its length"),
            ("1#10.0.0.0/8@10.0.0.1", "`10.0.0.1` is no IPv6 address"),
            ("1#10.0.0.0/8@::1#fast", "`fast` is no type"),
            ("1#10.0.0.0/8@::1#nat#5", "nat needs two ports"),
            ("1#10.0.0.0/8@::1#nat#5#70000", "`70000` is no port"),
            (
                "1#10.0.0.0/8@::1#nat#5#4",
                "the first port is above the last",
            ),
            ("1#10.0.0.0/8@::1#lb#5", "there is more than a route"),
        ] {
            let error = text.parse::<Route>().unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }

    #[test]
    fn a_record_that_nobody_made_is_no_route() {
        let record = Record::from(&GOOD[0].parse::<Route>().unwrap());
        for wrong in [
            Record {
                version: 5,
                ..record
            },
            Record { kind: 3, ..record },
            Record {
                length: 33,
                ..record
            },
        ] {
            assert_eq!(wrong.route(), None);
        }
    }
}
