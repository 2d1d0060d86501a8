//! VLANs.

use netlink_packet_core::DecodeError;
use netlink_packet_route::link::{InfoVlan, VlanFlags};

use super::{OfKind, wire};
use crate::attributes::behind;
use crate::choice::choices;

wire! {
    /// A VLAN on the interface that is below.
    Vlan {
        /// Its number.
        id: u16,
        /// The type of its tag.
        protocol: VlanProtocol,
        /// Whether the header is put in order.
        reorder_headers: bool,
        /// Whether GVRP tells of it.
        gvrp: bool,
        /// Whether its state is independent of the interface below.
        loose_binding: bool,
        /// Whether MVRP tells of it.
        mvrp: bool,
        /// Whether its state is that of the bridge's ports that have it.
        bridge_binding: bool,
    }
}

choices! {
    /// The type of a VLAN's tag.
    VlanProtocol {
        Ieee8021Q = 0x8100 "802.1q",
        Ieee8021Ad = 0x88a8 "802.1ad",
    }
}

impl OfKind for Vlan {
    const KINDS: &[&str] = &["vlan"];

    fn decode(attributes: &[u8]) -> Result<Self, DecodeError> {
        let mut vlan = Self::default();
        for attribute in behind(0, attributes) {
            match attribute?.parse()? {
                InfoVlan::Id(it) => vlan.id = it,
                InfoVlan::Protocol(it) => {
                    vlan.protocol = u32::from(u16::from(it)).into();
                }
                InfoVlan::Flags((flags, _)) => {
                    let has = |flag| flags.contains(flag);
                    vlan.reorder_headers = has(VlanFlags::ReorderHdr);
                    vlan.gvrp = has(VlanFlags::Gvrp);
                    vlan.loose_binding = has(VlanFlags::LooseBinding);
                    vlan.mvrp = has(VlanFlags::Mvrp);
                    vlan.bridge_binding = has(VlanFlags::BridgeBinding);
                }
                _ => {}
            }
        }
        Ok(vlan)
    }
}
