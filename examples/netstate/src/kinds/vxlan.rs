//! VXLANs.

use netlink_packet_core::DecodeError;
use netlink_packet_route::link::InfoVxlan;

use super::{OfKind, wire};
use crate::attributes::behind;
use crate::text::Ip;

wire! {
    /// A VXLAN.
    Vxlan {
        /// The number of the network.
        id: u32,
        /// Where packets to unknown hosts go: a group, or another host.
        remote: Option<Ip>,
        /// Where packets come from.
        local: Option<Ip>,
        /// Index of the interface through which they go.
        underlay_index: Option<u32>,
        /// The port of UDP that they go to.
        dst_port: u16,
        /// The first port that they come from; 0 lets the kernel choose.
        src_port_min: u16,
        /// The last one.
        src_port_max: u16,
        /// Routers that they may pass; 0 is the kernel's own number.
        ttl: u8,
        /// The type of service.
        tos: u8,
        /// Seconds after which an address is forgotten.
        ageing: u32,
        /// Addresses that are kept at most; 0 is any number.
        max_address: u32,
        /// Whether addresses are learnt.
        learning: bool,
        /// Whether it answers ARP for others.
        proxy: bool,
        /// Whether it is told each packet's network from outside.
        collect_metadata: bool,
        /// Whether UDP has a checksum.
        udp_csum: bool,
    }
}

impl OfKind for Vxlan {
    const KINDS: &[&str] = &["vxlan"];

    fn decode(attributes: &[u8]) -> Result<Self, DecodeError> {
        let mut vxlan = Self::default();
        for attribute in behind(0, attributes) {
            match attribute?.parse()? {
                InfoVxlan::Id(it) => vxlan.id = it,
                InfoVxlan::Group(it) => vxlan.remote = Some(it.into()),
                InfoVxlan::Group6(it) => vxlan.remote = Some(it.into()),
                InfoVxlan::Local(it) => vxlan.local = Some(it.into()),
                InfoVxlan::Local6(it) => vxlan.local = Some(it.into()),
                InfoVxlan::Link(it) => {
                    vxlan.underlay_index = (it != 0).then_some(it);
                }
                InfoVxlan::Port(it) => vxlan.dst_port = it,
                InfoVxlan::PortRange((min, max)) => {
                    vxlan.src_port_min = min;
                    vxlan.src_port_max = max;
                }
                InfoVxlan::Ttl(it) => vxlan.ttl = it,
                InfoVxlan::Tos(it) => vxlan.tos = it,
                InfoVxlan::Ageing(it) => vxlan.ageing = it,
                InfoVxlan::Limit(it) => vxlan.max_address = it,
                InfoVxlan::Learning(it) => vxlan.learning = it,
                InfoVxlan::Proxy(it) => vxlan.proxy = it,
                InfoVxlan::CollectMetadata(it) => {
                    vxlan.collect_metadata = it;
                }
                InfoVxlan::UDPCsum(it) => vxlan.udp_csum = it,
                _ => {}
            }
        }
        Ok(vxlan)
    }
}
