//! Bridges, their ports, and the VLANs that they filter.

use netlink_packet_core::DecodeError;
use netlink_packet_route::link::{
    AfSpecBridge, BridgeVlanInfoFlags, InfoBridge, InfoBridgePort, LinkHeader,
};

use super::{OfKind, wire};
use crate::attributes::behind;
use crate::choice::choices;
use crate::error::NetError;
use crate::link::HEADER;

wire! {
    /// A bridge. Times are in hundredths of a second, as the kernel has them.
    Bridge {
        /// Whether it knows VLANs.
        vlan_filtering: bool,
        /// The type of its outer VLAN tags: 0x8100, or 0x88a8.
        vlan_protocol: u16,
        /// The VLAN of new ports.
        vlan_default_pvid: u16,
        /// Whether it speaks STP.
        stp_state: bool,
        /// Its priority for STP.
        priority: u16,
        /// How long a port listens and learns.
        forward_delay: u32,
        /// Between two messages of STP.
        hello_time: u32,
        /// After which the root is gone.
        max_age: u32,
        /// After which an address is forgotten.
        ageing_time: u32,
        /// Whether it listens to IGMP and MLD.
        multicast_snooping: bool,
        /// Whether it asks by itself.
        multicast_querier: bool,
        /// Link-local groups that it forwards, a bit for each.
        group_fwd_mask: u16,
    }

    /// A port of a bridge.
    BridgePort {
        /// What STP does with it.
        state: BridgePortState,
        /// Its priority for STP.
        priority: u16,
        /// What a way through it costs.
        path_cost: u32,
        /// Whether packets may go back where they came from.
        hairpin: bool,
        /// Whether it ignores STP.
        bpdu_guard: bool,
        /// Whether it can be no root port.
        root_block: bool,
        /// Whether addresses are learnt.
        learning: bool,
        /// Whether packets to unknown addresses leave it.
        unicast_flood: bool,
        /// Whether those to groups do.
        multicast_flood: bool,
        /// Whether those to all do.
        broadcast_flood: bool,
        /// Whether it sends nothing to other isolated ports.
        isolated: bool,
    }

    /// VLANs of a port, or of a bridge itself, from the first to the last.
    PortVlans {
        /// Index of the port.
        index: u32,
        /// The first.
        first: u16,
        /// The last.
        last: u16,
        /// Whether what comes without a tag is of it.
        pvid: bool,
        /// Whether what leaves has no tag.
        untagged: bool,
    }
}

choices! {
    /// What STP does with a port.
    BridgePortState {
        Disabled = 0 "disabled",
        Listening = 1 "listening",
        Learning = 2 "learning",
        Forwarding = 3 "forwarding",
        Blocking = 4 "blocking",
    }
}

impl OfKind for Bridge {
    const KINDS: &[&str] = &["bridge"];

    fn decode(attributes: &[u8]) -> Result<Self, DecodeError> {
        let mut bridge = Self::default();
        for attribute in behind(0, attributes) {
            match attribute?.parse()? {
                InfoBridge::VlanFiltering(it) => bridge.vlan_filtering = it,
                InfoBridge::VlanProtocol(it) => {
                    bridge.vlan_protocol = it.into();
                }
                InfoBridge::VlanDefaultPvid(it) => {
                    bridge.vlan_default_pvid = it;
                }
                InfoBridge::StpState(it) => {
                    bridge.stp_state = u32::from(it) != 0;
                }
                InfoBridge::Priority(it) => bridge.priority = it,
                InfoBridge::ForwardDelay(it) => bridge.forward_delay = it,
                InfoBridge::HelloTime(it) => bridge.hello_time = it,
                InfoBridge::MaxAge(it) => bridge.max_age = it,
                InfoBridge::AgeingTime(it) => bridge.ageing_time = it,
                InfoBridge::MulticastSnooping(it) => {
                    bridge.multicast_snooping = it;
                }
                InfoBridge::MulticastQuerier(it) => {
                    bridge.multicast_querier = it;
                }
                InfoBridge::GroupFwdMask(it) => bridge.group_fwd_mask = it,
                _ => {}
            }
        }
        Ok(bridge)
    }
}

impl OfKind for BridgePort {
    const KINDS: &[&str] = &["bridge"];
    const IS_PORT: bool = true;

    fn decode(attributes: &[u8]) -> Result<Self, DecodeError> {
        let mut port = Self::default();
        for attribute in behind(0, attributes) {
            match attribute?.parse()? {
                InfoBridgePort::State(it) => {
                    port.state = u32::from(u8::from(it)).into();
                }
                InfoBridgePort::Priority(it) => port.priority = it,
                InfoBridgePort::Cost(it) => port.path_cost = it,
                InfoBridgePort::HairpinMode(it) => port.hairpin = it,
                InfoBridgePort::Guard(it) => port.bpdu_guard = it,
                InfoBridgePort::Protect(it) => port.root_block = it,
                InfoBridgePort::Learning(it) => port.learning = it,
                InfoBridgePort::UnicastFlood(it) => port.unicast_flood = it,
                InfoBridgePort::MulticastFlood(it) => {
                    port.multicast_flood = it;
                }
                InfoBridgePort::BroadcastFlood(it) => {
                    port.broadcast_flood = it;
                }
                InfoBridgePort::Isolated(it) => port.isolated = it,
                _ => {}
            }
        }
        Ok(port)
    }
}

const IFLA_AF_SPEC: u16 = 26;

impl PortVlans {
    /// The range with this number among those of a port's message.
    ///
    /// # Errors
    ///
    /// If it is none of a port.
    pub fn decode(
        payload: &[u8],
        number: u32,
    ) -> Result<Option<Self>, NetError> {
        type Flags = BridgeVlanInfoFlags;
        let index = LinkHeader::parse(payload)?.index;
        let mut before = 0;
        let mut first = None;
        for attribute in behind(HEADER, payload) {
            let attribute = attribute?;
            if attribute.kind() != IFLA_AF_SPEC {
                continue;
            }
            for inner in behind(0, attribute.value()) {
                let AfSpecBridge::VlanInfo(info) = inner?.parse()? else {
                    continue;
                };
                // A range is two attributes, its begin and its end.
                if info.flags.contains(Flags::RangeBegin) {
                    first = Some(info.vid);
                    continue;
                }
                let begin = first.take().unwrap_or(info.vid);
                if before == number {
                    return Ok(Some(Self {
                        index,
                        first: begin,
                        last: info.vid,
                        pvid: info.flags.contains(Flags::Pvid),
                        untagged: info.flags.contains(Flags::Untagged),
                    }));
                }
                before += 1;
            }
        }
        Ok(None)
    }
}
