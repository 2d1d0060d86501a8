//! Virtual functions of SR-IOV.

use netlink_packet_core::DecodeError;
use netlink_packet_route::link::VfInfo;

use super::wire;
use crate::attributes::behind;
use crate::choice::choices;
use crate::error::NetError;
use crate::link::HEADER;
use crate::text::Mac;

wire! {
    /// A virtual function.
    Vf {
        /// Its number.
        id: u32,
        /// Its hardware address.
        mac: Mac,
        /// The VLAN that it is in; 0 is none.
        vlan_id: u32,
        /// The priority of its packets there.
        qos: u32,
        /// Megabits in a second that it may send at least; 0 is any number.
        min_tx_rate: u32,
        /// And at most.
        max_tx_rate: u32,
        /// Whether it may send with its own address alone.
        spoof_check: bool,
        /// Whether it may set more.
        trust: bool,
        /// Its carrier.
        link_state: VfLinkState,
    }
}

choices! {
    /// The carrier of a virtual function.
    VfLinkState {
        Auto = 0 "auto",
        Enable = 1 "enable",
        Disable = 2 "disable",
    }
}

const IFLA_VFINFO_LIST: u16 = 22;

impl Vf {
    /// That with this number among those of an interface's message.
    ///
    /// # Errors
    ///
    /// If it is none of an interface.
    pub fn decode(
        payload: &[u8],
        number: u32,
    ) -> Result<Option<Self>, NetError> {
        for attribute in behind(HEADER, payload) {
            let attribute = attribute?;
            if attribute.kind() == IFLA_VFINFO_LIST {
                let mut all = behind(0, attribute.value());
                let function = all.nth(number as usize).transpose()?;
                let function = function.map(|it| Self::of(it.value()));
                return Ok(function.transpose()?);
            }
        }
        Ok(None)
    }

    fn of(attributes: &[u8]) -> Result<Self, DecodeError> {
        let mut function = Self::default();
        for attribute in behind(0, attributes) {
            match attribute?.parse()? {
                VfInfo::Mac(it) => {
                    function.id = it.vf_id;
                    // There is room for longer ones, which Ethernet has not.
                    let mac = it.mac.get(..6).unwrap_or(&it.mac);
                    function.mac = Mac::new(mac);
                }
                VfInfo::Vlan(it) => {
                    function.vlan_id = it.vlan_id;
                    function.qos = it.qos;
                }
                VfInfo::Rate(it) => {
                    function.min_tx_rate = it.min_tx_rate;
                    function.max_tx_rate = it.max_tx_rate;
                }
                VfInfo::SpoofCheck(it) => function.spoof_check = it.enabled,
                VfInfo::Trust(it) => function.trust = it.enabled,
                VfInfo::LinkState(it) => {
                    function.link_state = u32::from(it.state).into();
                }
                _ => {}
            }
        }
        Ok(function)
    }
}
