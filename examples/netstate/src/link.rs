//! An interface: what all kinds have.

use std::borrow::Cow;

use netlink_packet_core::{DecodeError, parse_u32};
use netlink_packet_route::link::{LinkHeader, LinkLayerType};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize, Serializer};

use crate::attributes::behind;
use crate::choice::choices;
use crate::error::NetError;
use crate::text::{Mac, Name};

/// An interface.
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
pub struct Link {
    /// Its number in the network namespace.
    pub index: u32,
    /// Its name.
    pub name: Name,
    /// What it is, as `bridge`; empty for hardware and the loopback.
    pub kind: Name,
    /// The kind of interface of which it is a port; empty if of none.
    pub port_kind: Name,
    /// What it carries, a number of `ARPHRD_*`.
    pub layer: u16,
    /// Whether packets can go through it.
    pub state: LinkState,
    /// What is switched on.
    pub flags: Flags,
    /// Bytes of the longest packet.
    pub mtu: u32,
    /// Its hardware address.
    pub mac: Mac,
    /// Index of the bridge, bond or VRF of which it is a part; 0 if of none.
    pub controller: u32,
    /// Index of the interface below it, or at the other end; 0 if there is none.
    pub lower: u32,
    /// The network namespace, by this one's number for it, where `lower` is.
    pub lower_namespace: Option<i32>,
    /// How many virtual functions it has.
    pub vfs: u32,
}

choices! {
    /// The operational state of RFC 2863.
    LinkState {
        NotPresent = 1 "not-present",
        Down = 2 "down",
        LowerLayerDown = 3 "lower-layer-down",
        Testing = 4 "testing",
        Dormant = 5 "dormant",
        Up = 6 "up",
    }
}

/// Of a `u8`.
fn number(value: &[u8]) -> u32 {
    value.first().copied().unwrap_or(0).into()
}

/// Bytes of the header in front of the attributes.
pub(crate) const HEADER: usize = 16;

const IFLA_ADDRESS: u16 = 1;
const IFLA_IFNAME: u16 = 3;
const IFLA_MTU: u16 = 4;
const IFLA_LINK: u16 = 5;
const IFLA_MASTER: u16 = 10;
const IFLA_OPERSTATE: u16 = 16;
const IFLA_LINKINFO: u16 = 18;
const IFLA_NUM_VF: u16 = 21;
const IFLA_LINK_NETNSID: u16 = 37;

const IFLA_INFO_KIND: u16 = 1;
const IFLA_INFO_DATA: u16 = 2;
const IFLA_INFO_SLAVE_KIND: u16 = 4;
const IFLA_INFO_SLAVE_DATA: u16 = 5;

impl Link {
    /// Of a message's payload.
    ///
    /// # Errors
    ///
    /// If it is none of an interface.
    pub fn decode(payload: &[u8]) -> Result<Self, NetError> {
        let header = LinkHeader::parse(payload)?;
        let mut link = Self {
            index: header.index,
            layer: header.link_layer_type.into(),
            flags: Flags(header.flags.bits()),
            ..Self::default()
        };
        for attribute in behind(HEADER, payload) {
            let attribute = attribute?;
            let value = attribute.value();
            match attribute.kind() {
                IFLA_ADDRESS => link.mac = Mac::new(value),
                IFLA_IFNAME => link.name = Name::new(value),
                IFLA_MTU => link.mtu = parse_u32(value)?,
                IFLA_LINK => link.lower = parse_u32(value)?,
                IFLA_MASTER => link.controller = parse_u32(value)?,
                IFLA_OPERSTATE => {
                    link.state = number(value).into();
                }
                IFLA_NUM_VF => link.vfs = parse_u32(value)?,
                IFLA_LINK_NETNSID => {
                    link.lower_namespace =
                        Some(parse_u32(value)?.cast_signed());
                }
                IFLA_LINKINFO => {
                    let info = Info::decode(value)?;
                    link.kind = Name::new(info.kind);
                    link.port_kind = Name::new(info.port_kind);
                }
                _ => {}
            }
        }
        Ok(link)
    }

    /// The kind for people: what it carries where it has none.
    pub fn kind(&self) -> String {
        match self.kind.as_bytes() {
            [] => match LinkLayerType::from(self.layer) {
                LinkLayerType::Ether => "ethernet".to_owned(),
                LinkLayerType::Loopback => "loopback".to_owned(),
                other => other.to_string().to_lowercase(),
            },
            _ => self.kind.to_string(),
        }
    }
}

/// What an interface's message says of its kind, undecoded.
#[derive(Copy, Clone, Default)]
pub(crate) struct Info<'a> {
    /// What it is.
    pub(crate) kind: &'a [u8],
    pub(crate) data: &'a [u8],
    /// What it is a port of.
    pub(crate) port_kind: &'a [u8],
    pub(crate) port_data: &'a [u8],
}

impl<'a> Info<'a> {
    /// Of a message's payload.
    pub(crate) fn of(payload: &'a [u8]) -> Result<Self, DecodeError> {
        for attribute in behind(HEADER, payload) {
            let attribute = attribute?;
            if attribute.kind() == IFLA_LINKINFO {
                return Self::decode(attribute.value());
            }
        }
        Ok(Self::default())
    }

    fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut info = Self::default();
        let text = |bytes: &'a [u8]| bytes.strip_suffix(&[0]).unwrap_or(bytes);
        for attribute in behind(0, bytes) {
            let attribute = attribute?;
            let value = attribute.value();
            match attribute.kind() {
                IFLA_INFO_KIND => info.kind = text(value),
                IFLA_INFO_DATA => info.data = value,
                IFLA_INFO_SLAVE_KIND => info.port_kind = text(value),
                IFLA_INFO_SLAVE_DATA => info.port_data = value,
                _ => {}
            }
        }
        Ok(info)
    }
}

/// What is switched on of an interface: `IFF_*`.
#[derive(
    Copy, Clone, Debug, Default, PartialEq, Deserialize, hubpack::SerializedSize,
)]
pub struct Flags(pub u32);

/// By their bits.
const FLAGS: [&str; 19] = [
    "up",
    "broadcast",
    "debug",
    "loopback",
    "point_to_point",
    "no_trailers",
    "running",
    "no_arp",
    "promisc",
    "all_multi",
    "controller",
    "subordinate",
    "multicast",
    "port_sel",
    "auto_media",
    "dynamic",
    "lower_up",
    "dormant",
    "echo",
];

impl Flags {
    /// The names of those that are set, in order.
    pub fn names(self) -> Vec<&'static str> {
        let mut names: Vec<_> = FLAGS
            .iter()
            .enumerate()
            .filter(|(bit, _)| self.0 >> bit & 1 == 1)
            .map(|(_, name)| *name)
            .collect();
        names.sort_unstable();
        names
    }
}

impl Serialize for Flags {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match to.is_human_readable() {
            true => to.collect_seq(self.names()),
            false => to.serialize_newtype_struct("Flags", &self.0),
        }
    }
}

impl JsonSchema for Flags {
    fn schema_name() -> Cow<'static, str> {
        "Flags".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "array",
            "items": { "enum": FLAGS },
            "description": "What is switched on, in order.",
        })
    }
}
