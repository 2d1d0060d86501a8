//! MACVLANs and MACVTAPs, which have the same attributes.

use netlink_packet_core::DecodeError;
use netlink_packet_route::link::InfoMacVlan;

use super::{OfKind, wire};
use crate::attributes::behind;
use crate::choice::choices;

wire! {
    /// A MACVLAN or MACVTAP on the interface that is below.
    MacVlan {
        /// What it may talk to.
        mode: MacVlanMode,
        /// How many addresses its source mode takes.
        macaddr_count: u32,
    }
}

choices! {
    /// What a MACVLAN may talk to.
    MacVlanMode {
        Private = 1 "private",
        Vepa = 2 "vepa",
        Bridge = 4 "bridge",
        PassThrough = 8 "passthru",
        Source = 16 "source",
    }
}

impl OfKind for MacVlan {
    const KINDS: &[&str] = &["macvlan", "macvtap"];

    fn decode(attributes: &[u8]) -> Result<Self, DecodeError> {
        let mut device = Self::default();
        for attribute in behind(0, attributes) {
            match attribute?.parse()? {
                InfoMacVlan::Mode(it) => device.mode = u32::from(it).into(),
                InfoMacVlan::MacAddrCount(it) => device.macaddr_count = it,
                _ => {}
            }
        }
        Ok(device)
    }
}
