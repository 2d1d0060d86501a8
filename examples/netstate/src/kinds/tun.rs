//! TUN and TAP devices. The library knows nothing of their attributes.

use netlink_packet_core::{DecodeError, parse_u8, parse_u32};

use super::{OfKind, wire};
use crate::attributes::behind;
use crate::choice::choices;

wire! {
    /// A TUN or TAP device.
    Tun {
        /// Which of both.
        mode: TunMode,
        /// The user who may open it.
        owner: Option<u32>,
        /// The group that may.
        group: Option<u32>,
        /// Whether packets have a header of their own.
        pi: bool,
        /// Whether they have that of virtio.
        vnet_hdr: bool,
        /// Whether several may read it.
        multi_queue: bool,
        /// Whether it stays when nobody has it open.
        persist: bool,
    }
}

choices! {
    /// What goes through a device.
    TunMode {
        Tun = 1 "tun",
        Tap = 2 "tap",
    }
}

const IFLA_TUN_OWNER: u16 = 1;
const IFLA_TUN_GROUP: u16 = 2;
const IFLA_TUN_TYPE: u16 = 3;
const IFLA_TUN_PI: u16 = 4;
const IFLA_TUN_VNET_HDR: u16 = 5;
const IFLA_TUN_PERSIST: u16 = 6;
const IFLA_TUN_MULTI_QUEUE: u16 = 7;

impl OfKind for Tun {
    const KINDS: &[&str] = &["tun"];

    fn decode(attributes: &[u8]) -> Result<Self, DecodeError> {
        let mut tun = Self::default();
        for attribute in behind(0, attributes) {
            let attribute = attribute?;
            let value = attribute.value();
            match attribute.kind() {
                IFLA_TUN_OWNER => tun.owner = Some(parse_u32(value)?),
                IFLA_TUN_GROUP => tun.group = Some(parse_u32(value)?),
                IFLA_TUN_TYPE => tun.mode = u32::from(parse_u8(value)?).into(),
                IFLA_TUN_PI => tun.pi = parse_u8(value)? != 0,
                IFLA_TUN_VNET_HDR => tun.vnet_hdr = parse_u8(value)? != 0,
                IFLA_TUN_PERSIST => tun.persist = parse_u8(value)? != 0,
                IFLA_TUN_MULTI_QUEUE => {
                    tun.multi_queue = parse_u8(value)? != 0;
                }
                _ => {}
            }
        }
        Ok(tun)
    }
}
