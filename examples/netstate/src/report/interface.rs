//! An interface with all that belongs to it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::kinds::{
    Bond, BondPort, Bridge, BridgePort, MacVlan, PortVlans, Tun, Vf, Vlan, Vrf,
    Vxlan,
};
use crate::{Address, Flags, LinkState, Mac};

/// An interface.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Interface {
    /// Its name.
    pub name: String,
    /// Its number.
    pub index: u32,
    /// What it is: a kind of the kernel's, or `ethernet`, `loopback`.
    pub iface_type: String,
    /// Whether packets can go through it.
    pub state: LinkState,
    /// Bytes of the longest packet.
    pub mtu: u32,
    /// What is switched on, in order.
    pub flags: Flags,
    /// Its hardware address.
    pub mac_address: Option<Mac>,
    /// The bridge, bond or VRF of which it is a part.
    pub controller: Option<String>,
    /// What that is.
    pub controller_type: Option<String>,
    /// Addresses of IPv4.
    pub ipv4: Vec<AddressReport>,
    /// Addresses of IPv6.
    pub ipv6: Vec<AddressReport>,
    /// What it does as a bond.
    pub bond: Option<BondReport>,
    /// What it does in a bond.
    pub bond_port: Option<BondPort>,
    /// What it does as a bridge.
    pub bridge: Option<BridgeReport>,
    /// What it does in a bridge.
    pub bridge_port: Option<BridgePortReport>,
    /// What it does as a VLAN.
    pub vlan: Option<On<Vlan>>,
    /// What it does as a VXLAN.
    pub vxlan: Option<VxlanReport>,
    /// What it does as a VRF.
    pub vrf: Option<VrfReport>,
    /// Where its other end is.
    pub veth: Option<VethReport>,
    /// What it does as a TUN or TAP device.
    pub tun: Option<Tun>,
    /// What it does as a MACVLAN.
    pub macvlan: Option<On<MacVlan>>,
    /// What it does as a MACVTAP.
    pub macvtap: Option<On<MacVlan>>,
    /// Its virtual functions.
    pub sriov: Option<SriovReport>,
}

/// An address.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AddressReport {
    /// The address.
    pub address: String,
    /// Bits of the network.
    pub prefix_len: u8,
    /// Of the other end, where there is one.
    pub peer: Option<String>,
    /// How far it is known.
    pub scope: String,
    /// How long it is there yet.
    pub valid_lft: Lifetime,
    /// How long it is good for new connections yet.
    pub preferred_lft: Lifetime,
}

/// How long something is there yet.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Lifetime {
    /// So many seconds.
    Seconds(u32),
    /// Without an end.
    Endless(Forever),
}

/// Without an end.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Forever {
    /// Without an end.
    Forever,
}

impl From<Option<u32>> for Lifetime {
    fn from(seconds: Option<u32>) -> Self {
        let endless = Self::Endless(Forever::Forever);
        seconds.map_or(endless, Self::Seconds)
    }
}

impl From<&Address> for AddressReport {
    fn from(of: &Address) -> Self {
        Self {
            address: of.address.to_string(),
            prefix_len: of.prefix_len,
            peer: of.peer.map(|peer| peer.to_string()),
            scope: super::scope(of.scope),
            valid_lft: of.valid_lft.into(),
            preferred_lft: of.preferred_lft.into(),
        }
    }
}

/// A bond.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BondReport {
    /// Its ports.
    pub subordinates: Vec<String>,
    /// What it does.
    #[serde(flatten)]
    pub bond: Bond,
    /// The port that is used, in a mode that uses one.
    pub active_subordinate: Option<String>,
    /// The port that is used if it can be, in a mode that uses one.
    pub primary: Option<String>,
}

/// A bridge.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BridgeReport {
    /// Its ports.
    pub ports: Vec<String>,
    /// What the bridge does.
    #[serde(flatten)]
    pub bridge: Bridge,
    /// The VLANs of the bridge itself.
    pub vlans: Vec<VlanRange>,
}

/// A port of a bridge.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BridgePortReport {
    /// What the port does.
    #[serde(flatten)]
    pub port: BridgePort,
    /// Its VLANs.
    pub vlans: Vec<VlanRange>,
}

/// VLANs, from the first to the last.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VlanRange {
    /// The first.
    pub first: u16,
    /// The last.
    pub last: u16,
    /// Whether what comes without a tag is of it.
    pub pvid: bool,
    /// Whether what leaves has no tag.
    pub untagged: bool,
}

impl From<&PortVlans> for VlanRange {
    fn from(of: &PortVlans) -> Self {
        Self {
            first: of.first,
            last: of.last,
            pvid: of.pvid,
            untagged: of.untagged,
        }
    }
}

/// Something on another interface.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct On<T> {
    /// The interface below it, where it is in this namespace.
    pub base: Option<String>,
    /// What it does there.
    #[serde(flatten)]
    pub of: T,
}

/// A VXLAN.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VxlanReport {
    /// What it does.
    #[serde(flatten)]
    pub vxlan: Vxlan,
    /// The interface through which its packets go.
    pub underlay: Option<String>,
}

/// A VRF.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VrfReport {
    /// Its ports.
    pub ports: Vec<String>,
    /// What it does.
    #[serde(flatten)]
    pub vrf: Vrf,
}

/// The other end of a pair.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VethReport {
    /// Its name, where it is in this namespace.
    pub peer: Option<String>,
    /// Its number in its namespace.
    pub peer_index: u32,
    /// The namespace where it is, by this one's number for it.
    pub peer_namespace: Option<i32>,
}

/// Virtual functions.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SriovReport {
    /// Each.
    pub vfs: Vec<Vf>,
}
