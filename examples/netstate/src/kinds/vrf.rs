//! VRFs.

use netlink_packet_core::DecodeError;
use netlink_packet_route::link::InfoVrf;

use super::{OfKind, wire};
use crate::attributes::behind;

wire! {
    /// A VRF.
    Vrf {
        /// The table of routes for what its ports receive.
        table_id: u32,
    }
}

impl OfKind for Vrf {
    const KINDS: &[&str] = &["vrf"];

    fn decode(attributes: &[u8]) -> Result<Self, DecodeError> {
        let mut vrf = Self::default();
        for attribute in behind(0, attributes) {
            if let InfoVrf::TableId(it) = attribute?.parse()? {
                vrf.table_id = it;
            }
        }
        Ok(vrf)
    }
}
