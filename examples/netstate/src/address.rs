//! An interface's address.

use netlink_packet_core::Parseable;
use netlink_packet_route::address::{
    AddressAttribute, AddressMessage, CacheInfo,
};
use serde::{Deserialize, Serialize};

use crate::error::NetError;
use crate::text::Ip;

/// An interface's address.
#[derive(
    Copy,
    Clone,
    Debug,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
)]
pub struct Address {
    /// Index of the interface.
    pub index: u32,
    /// The address.
    pub address: Ip,
    /// Of the other end, where there is one.
    pub peer: Option<Ip>,
    /// Bits of the network.
    pub prefix_len: u8,
    /// How far it is known: 0 everywhere, 253 on the link, 254 on this host.
    pub scope: u8,
    /// Seconds for which it is there yet; `None` for ever.
    pub valid_lft: Option<u32>,
    /// Seconds for which it is good for new connections yet; `None` for ever.
    pub preferred_lft: Option<u32>,
    /// Bits of `IFA_F_*`.
    pub flags: u32,
}

/// How long an address is there, in seconds; this many are for ever.
const FOREVER: u32 = u32::MAX;

impl Address {
    /// Of a message's payload; `None` where it is of another family.
    ///
    /// # Errors
    ///
    /// If it is none of an address.
    pub fn decode(payload: &[u8]) -> Result<Option<Self>, NetError> {
        let AddressMessage {
            header, attributes, ..
        } = AddressMessage::parse(payload)?;
        let (mut local, mut other, mut times) = (None, None, None);
        let mut flags = u32::from(header.flags.bits());
        for attribute in attributes {
            match attribute {
                AddressAttribute::Local(address) => local = Some(address),
                AddressAttribute::Address(address) => other = Some(address),
                AddressAttribute::Flags(all) => flags = all.bits(),
                AddressAttribute::CacheInfo(CacheInfo {
                    ifa_preferred,
                    ifa_valid,
                    ..
                }) => times = Some((ifa_valid, ifa_preferred)),
                _ => {}
            }
        }
        let Some(address) = local.or(other) else {
            return Ok(None);
        };
        let (valid, preferred) = times.unwrap_or((FOREVER, FOREVER));
        let seconds = |time| (time != FOREVER).then_some(time);
        Ok(Some(Self {
            index: header.index,
            address: address.into(),
            peer: other.filter(|it| *it != address).map(Ip::from),
            prefix_len: header.prefix_len,
            scope: header.scope.into(),
            valid_lft: seconds(valid),
            preferred_lft: seconds(preferred),
            flags,
        }))
    }
}
