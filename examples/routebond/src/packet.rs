//! Packets as they stand on the wire: a header of four bytes, and behind it a
//! message of Protocol Buffers.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use prost::Message;

use crate::route::{Kind, NextHop, Route};

/// Bytes of a message behind the header, at most.
const MOST: usize = 1188;
/// Bytes of the header: the version, the length, the type.
const HEADER: usize = 4;
const VERSION: u8 = 1;

/// What peers say to each other.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Packet {
    /// The first of either side.
    Hello {
        /// Seconds between two signs of life; not 0.
        interval: u32,
        /// From the side that accepted.
        is_server: bool,
    },
    /// A sign of life.
    KeepAlive,
    /// Wants to be told of a virtual network.
    Subscribe(u32),
    /// Not any more.
    Unsubscribe(u32),
    /// A route is there, or gone.
    Update {
        /// Whether it is there.
        there: bool,
        /// The route.
        route: Route,
    },
}

/// Bytes that are no packet, and why. The connection ends.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Malformed(pub(crate) String);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn malformed<T>(why: impl Into<String>) -> Result<T, Malformed> {
    Err(Malformed(why.into()))
}

/// The messages, by the numbers of their fields.
mod message {
    #[derive(Clone, PartialEq, prost::Message)]
    pub(super) struct Hello {
        #[prost(uint32, tag = "1")]
        pub(super) interval: u32,
        #[prost(bool, tag = "2")]
        pub(super) is_server: bool,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub(super) struct Subscription {
        #[prost(uint32, tag = "1")]
        pub(super) vni: u32,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub(super) struct Update {
        #[prost(int32, tag = "1")]
        pub(super) action: i32,
        #[prost(uint32, tag = "2")]
        pub(super) vni: u32,
        #[prost(message, optional, tag = "3")]
        pub(super) destination: Option<Destination>,
        #[prost(message, optional, tag = "4")]
        pub(super) next_hop: Option<NextHop>,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub(super) struct Destination {
        #[prost(int32, tag = "1")]
        pub(super) version: i32,
        #[prost(bytes = "vec", tag = "2")]
        pub(super) prefix: Vec<u8>,
        #[prost(uint32, tag = "3")]
        pub(super) length: u32,
    }

    #[derive(Clone, PartialEq, prost::Message)]
    pub(super) struct NextHop {
        #[prost(bytes = "vec", tag = "1")]
        pub(super) address: Vec<u8>,
        #[prost(uint32, tag = "2")]
        pub(super) vni: u32,
        #[prost(int32, tag = "3")]
        pub(super) kind: i32,
        #[prost(uint32, tag = "4")]
        pub(super) from: u32,
        #[prost(uint32, tag = "5")]
        pub(super) to: u32,
    }
}

impl Packet {
    /// Appends the packet's bytes.
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Hello {
                interval,
                is_server,
            } => {
                let hello = message::Hello {
                    interval: *interval,
                    is_server: *is_server,
                };
                write(bytes, 1, &hello);
            }
            Self::KeepAlive => write(bytes, 2, &()),
            Self::Subscribe(vni) => {
                write(bytes, 3, &message::Subscription { vni: *vni });
            }
            Self::Unsubscribe(vni) => {
                write(bytes, 4, &message::Subscription { vni: *vni });
            }
            Self::Update { there, route } => {
                write(bytes, 5, &update(*there, route));
            }
        }
    }

    /// Takes the first packet off `bytes`: it and its length, or `None` if
    /// there is no whole one yet.
    pub(crate) fn read(
        bytes: &[u8],
    ) -> Result<Option<(Self, usize)>, Malformed> {
        match bytes.first() {
            None => return Ok(None),
            Some(&VERSION) => {}
            Some(other) => {
                return malformed(format!("version {other} instead of 1"));
            }
        }
        let Some((header, rest)) = bytes.split_first_chunk::<HEADER>() else {
            return Ok(None);
        };
        let [_, high, low, kind] = *header;
        let length = usize::from(u16::from_be_bytes([high, low]));
        if length > MOST {
            return malformed(format!(
                "a message of {length} bytes, and {MOST} are the most"
            ));
        }
        if !(1..=5).contains(&kind) {
            return malformed(format!("a message of type {kind}"));
        }
        let Some(body) = rest.get(..length) else {
            return Ok(None);
        };
        Ok(Some((Self::of(kind, body)?, HEADER + length)))
    }

    fn of(kind: u8, body: &[u8]) -> Result<Self, Malformed> {
        Ok(match kind {
            1 => {
                let hello: message::Hello = decoded(body)?;
                if hello.interval == 0 {
                    return malformed("a HELLO with an interval of 0 s");
                }
                Self::Hello {
                    interval: hello.interval,
                    is_server: hello.is_server,
                }
            }
            2 if body.is_empty() => Self::KeepAlive,
            2 => return malformed("a KEEPALIVE that is not empty"),
            3 => Self::Subscribe(decoded::<message::Subscription>(body)?.vni),
            4 => Self::Unsubscribe(decoded::<message::Subscription>(body)?.vni),
            _ => {
                let update: message::Update = decoded(body)?;
                let there = match update.action {
                    0 => true,
                    1 => false,
                    other => {
                        return malformed(format!("an action {other}"));
                    }
                };
                let route = route(update)?;
                Self::Update { there, route }
            }
        })
    }
}

/// The message's length is below 200 bytes, whatever the packet.
fn write(bytes: &mut Vec<u8>, kind: u8, message: &impl Message) {
    let length = u16::try_from(message.encoded_len()).unwrap_or(0);
    let [high, low] = length.to_be_bytes();
    bytes.extend([VERSION, high, low, kind]);
    message
        .encode(bytes)
        .unwrap_or_else(|error| unreachable!("a vector grows: {error}"));
}

fn decoded<M: Message + Default>(body: &[u8]) -> Result<M, Malformed> {
    M::decode(body).map_err(|error| Malformed(error.to_string()))
}

fn update(there: bool, route: &Route) -> message::Update {
    let (version, prefix) = match route.destination.addr() {
        IpAddr::V4(address) => (0, address.octets().to_vec()),
        IpAddr::V6(address) => (1, address.octets().to_vec()),
    };
    let (kind, from, to) = match route.hop.kind {
        Kind::Standard => (0, 0, 0),
        Kind::Nat { from, to } => (1, from.into(), to.into()),
        Kind::LoadBalancer => (2, 0, 0),
    };
    message::Update {
        action: if there { 0 } else { 1 },
        vni: route.vni,
        destination: Some(message::Destination {
            version,
            prefix,
            length: route.destination.prefix_len().into(),
        }),
        next_hop: Some(message::NextHop {
            address: route.hop.address.octets().to_vec(),
            vni: route.hop.vni,
            kind,
            from,
            to,
        }),
    }
}

fn route(update: message::Update) -> Result<Route, Malformed> {
    let Some(destination) = update.destination else {
        return malformed("an UPDATE without a destination");
    };
    let Some(hop) = update.next_hop else {
        return malformed("an UPDATE without a next hop");
    };
    let prefix = destination.prefix.as_slice();
    let address: IpAddr = match destination.version {
        0 => <[u8; 4]>::try_from(prefix).map(|b| Ipv4Addr::from(b).into()),
        1 => <[u8; 16]>::try_from(prefix).map(|b| Ipv6Addr::from(b).into()),
        other => return malformed(format!("IP version number {other}")),
    }
    .map_err(|_| Malformed(format!("a prefix of {} bytes", prefix.len())))?;
    let length = u8::try_from(destination.length).unwrap_or(u8::MAX);
    let destination = IpNet::new(address, length).map_err(|_| {
        Malformed(format!("{} bits of prefix", destination.length))
    })?;
    let hop_address = <[u8; 16]>::try_from(hop.address.as_slice());
    let hop_address = hop_address.map_err(|_| {
        Malformed(format!("a next hop of {} bytes", hop.address.len()))
    })?;
    let port = |port: u32| {
        u16::try_from(port).map_err(|_| Malformed(format!("port {port}")))
    };
    let kind = match hop.kind {
        0 => Kind::Standard,
        1 => Kind::Nat {
            from: port(hop.from)?,
            to: port(hop.to)?,
        },
        2 => Kind::LoadBalancer,
        other => return malformed(format!("a next hop of type {other}")),
    };
    Ok(Route {
        vni: update.vni,
        destination: destination.trunc(),
        hop: NextHop {
            address: hop_address.into(),
            vni: hop.vni,
            kind,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packets() -> Vec<Packet> {
        let update = |there, text: &str| Packet::Update {
            there,
            route: text.parse().unwrap(),
        };
        vec![
            Packet::Hello {
                interval: 5,
                is_server: true,
            },
            Packet::KeepAlive,
            Packet::Subscribe(0),
            Packet::Unsubscribe(u32::MAX),
            update(true, "100#10.0.1.0/24@2001:db8::1"),
            update(false, "7#2001:db8::/32@::1%9#nat#1#65535"),
            update(true, "0#0.0.0.0/0@::#lb"),
        ]
    }

    #[test]
    fn the_bytes_are_those_of_the_protocol() {
        let bytes = |packet: &Packet| {
            let mut bytes = Vec::new();
            packet.write(&mut bytes);
            bytes
        };
        let all = packets();
        assert_eq!(bytes(&all[0]), [1, 0, 4, 1, 0x08, 5, 0x10, 1]);
        assert_eq!(bytes(&all[1]), [1, 0, 0, 2]);
        // A field of 0 is not there.
        assert_eq!(bytes(&all[2]), [1, 0, 0, 3]);
        assert_eq!(
            bytes(&all[3]),
            [1, 0, 6, 4, 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]
        );
        let update = bytes(&all[4]);
        let start = [
            1, 0, 32, 5, 0x10, 100, 0x1A, 8, 0x12, 4, 10, 0, 1, 0, 0x18, 24,
            0x22, 18, 0x0A, 16, 0x20, 0x01, 0x0D, 0xB8,
        ];
        assert_eq!(update[..start.len()], start);
        assert_eq!(update.len(), 36);
    }

    #[test]
    fn packets_come_back_however_their_bytes_arrive() {
        let mut bytes = Vec::new();
        for packet in packets() {
            packet.write(&mut bytes);
        }
        let mut arrived = Vec::new();
        let mut read = Vec::new();
        for byte in bytes {
            arrived.push(byte);
            while let Some((packet, length)) = Packet::read(&arrived).unwrap() {
                read.push(packet);
                arrived.drain(..length);
            }
        }
        assert_eq!(read, packets());
        assert!(arrived.is_empty());
    }

    #[test]
    fn what_is_no_packet_says_why() {
        let of = |bytes: &[u8]| match Packet::read(bytes) {
            Err(error) => error.to_string(),
            read => format!("{read:?}"),
        };
        assert_eq!(of(&[2]), "version 2 instead of 1");
        assert_eq!(
            of(&[1, 0x04, 0xA5, 5]),
            "a message of 1189 bytes, and 1188 are the most"
        );
        assert_eq!(of(&[1, 0, 0, 6]), "a message of type 6");
        assert_eq!(of(&[1, 0, 0, 1]), "a HELLO with an interval of 0 s");
        assert_eq!(of(&[1, 0, 1, 2, 0]), "a KEEPALIVE that is not empty");
        assert_eq!(of(&[1, 0, 0, 5]), "an UPDATE without a destination");
        assert!(of(&[1, 0, 1, 3, 0x08]).contains("varint"));
        let hop = &[0x22, 2, 0x0A, 0];
        let with = |destination: &[u8]| {
            let length = destination.len() + hop.len();
            let head = [1, 0, u8::try_from(length).unwrap(), 5];
            of(&[&head, destination, hop].concat())
        };
        assert_eq!(with(&[0x1A, 0]), "a prefix of 0 bytes");
        assert_eq!(with(&[0x1A, 2, 0x08, 7]), "IP version number 7");
        let v4 = &[0x1A, 8, 0x12, 4, 10, 0, 1, 0, 0x18];
        assert_eq!(with(&[v4, &[33][..]].concat()), "33 bits of prefix");
        assert_eq!(with(&[v4, &[24][..]].concat()), "a next hop of 0 bytes");
    }

    #[test]
    fn no_bytes_panic() {
        // Every message with one byte changed, and every prefix of it.
        for packet in packets() {
            let mut bytes = Vec::new();
            packet.write(&mut bytes);
            for at in 0..bytes.len() {
                for value in 0..=u8::MAX {
                    let mut changed = bytes.clone();
                    changed[at] = value;
                    let _ = Packet::read(&changed);
                }
                assert_eq!(Packet::read(&bytes[..at]), Ok(None));
            }
        }
    }
}
