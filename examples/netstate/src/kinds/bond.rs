//! Bonds and their ports.

use netlink_packet_core::DecodeError;
use netlink_packet_route::link::{InfoBond, InfoBondPort};

use super::{OfKind, wire};
use crate::attributes::behind;
use crate::choice::choices;
use crate::text::Mac;

wire! {
    /// A bond.
    Bond {
        /// How it shares its ports.
        mode: BondMode,
        /// Milliseconds between two looks at the carriers; 0 is never.
        miimon: u32,
        /// Milliseconds for which a port is up before it is used.
        updelay: u32,
        /// Milliseconds for which a port is down before it is not.
        downdelay: u32,
        /// Whether ports' drivers are asked for their carriers.
        use_carrier: bool,
        /// Milliseconds between two ARP requests; 0 is never.
        arp_interval: u32,
        /// How many targets must answer.
        arp_all_targets: BondArpAllTargets,
        /// Whose ARP traffic is looked at.
        arp_validate: BondArpValidate,
        /// IGMP reports after another port is used.
        resend_igmp: u32,
        /// Whether idle ports' packets are taken.
        all_subordinates_active: BondAllActive,
        /// Packets that one port sends before the next does.
        packets_per_subordinate: u32,
        /// Milliseconds between two notifications of peers.
        peer_notif_delay: u32,
        /// Index of the port that is used, in a mode that uses one.
        active_index: Option<u32>,
        /// Index of the port that is used if it can be, in a mode that uses one.
        primary_index: Option<u32>,
        /// How packets are spread, in a mode that asks.
        xmit_hash_policy: Option<BondHash>,
        /// How often LACP talks, in its mode.
        lacp_rate: Option<BondLacpRate>,
    }

    /// A port of a bond.
    BondPort {
        /// Whether it is used.
        state: BondPortState,
        /// Its carrier, as the bond sees it.
        mii_status: BondMii,
        /// How often it failed.
        link_failure_count: u32,
        /// Its own hardware address.
        perm_hwaddr: Mac,
        /// The number of its queue.
        queue_id: u16,
    }
}

choices! {
    /// How a bond shares its ports.
    BondMode {
        BalanceRr = 0 "balance-rr",
        ActiveBackup = 1 "active-backup",
        BalanceXor = 2 "balance-xor",
        Broadcast = 3 "broadcast",
        Lacp = 4 "802.3ad",
        BalanceTlb = 5 "balance-tlb",
        BalanceAlb = 6 "balance-alb",
    }

    /// How many targets of ARP must answer.
    BondArpAllTargets {
        Any = 0 "any",
        All = 1 "all",
    }

    /// Whose ARP traffic is looked at.
    BondArpValidate {
        None = 0 "none",
        Active = 1 "active",
        Backup = 2 "backup",
        All = 3 "all",
        Filter = 4 "filter",
        FilterActive = 5 "filter_active",
        FilterBackup = 6 "filter_backup",
    }

    /// What becomes of packets that idle ports receive.
    BondAllActive {
        Dropped = 0 "dropped",
        Delivered = 1 "delivered",
    }

    /// What of a packet says which port sends it.
    BondHash {
        Layer2 = 0 "layer2",
        Layer34 = 1 "layer3+4",
        Layer23 = 2 "layer2+3",
        Encap23 = 3 "encap2+3",
        Encap34 = 4 "encap3+4",
        VlanSrcMac = 5 "vlan+srcmac",
    }

    /// How often LACP talks.
    BondLacpRate {
        Slow = 0 "slow",
        Fast = 1 "fast",
    }

    /// Whether a port is used.
    BondPortState {
        Active = 0 "active",
        Backup = 1 "backup",
    }

    /// A port's carrier, as the bond sees it.
    BondMii {
        Up = 0 "up",
        GoingDown = 1 "going_down",
        Down = 2 "down",
        GoingBack = 3 "going_back",
    }
}

impl OfKind for Bond {
    const KINDS: &[&str] = &["bond"];

    fn decode(attributes: &[u8]) -> Result<Self, DecodeError> {
        let mut bond = Self::default();
        let (mut active, mut primary) = (None, None);
        let (mut hash, mut rate) = (None, None);
        for attribute in behind(0, attributes) {
            match attribute?.parse()? {
                InfoBond::Mode(it) => bond.mode = number(it).into(),
                InfoBond::MiiMon(it) => bond.miimon = it,
                InfoBond::UpDelay(it) => bond.updelay = it,
                InfoBond::DownDelay(it) => bond.downdelay = it,
                InfoBond::UseCarrier(it) => bond.use_carrier = it,
                InfoBond::ArpInterval(it) => bond.arp_interval = it,
                InfoBond::ArpAllTargets(it) => {
                    bond.arp_all_targets = u32::from(it).into();
                }
                InfoBond::ArpValidate(it) => {
                    bond.arp_validate = u32::from(it).into();
                }
                InfoBond::ResendIgmp(it) => bond.resend_igmp = it,
                InfoBond::AllPortsActive(it) => {
                    bond.all_subordinates_active = number(it).into();
                }
                InfoBond::PacketsPerPort(it) => {
                    bond.packets_per_subordinate = it;
                }
                InfoBond::PeerNotifDelay(it) => bond.peer_notif_delay = it,
                InfoBond::ActivePort(it) => active = Some(it),
                InfoBond::Primary(it) => primary = Some(it),
                InfoBond::XmitHashPolicy(it) => {
                    hash = Some(number(it).into());
                }
                InfoBond::AdLacpRate(it) => rate = Some(number(it).into()),
                _ => {}
            }
        }
        use BondMode as Mode;
        match bond.mode {
            Mode::ActiveBackup | Mode::BalanceTlb | Mode::BalanceAlb => {
                bond.active_index = active;
                bond.primary_index = primary;
            }
            Mode::BalanceXor => bond.xmit_hash_policy = hash,
            Mode::Lacp => {
                bond.xmit_hash_policy = hash;
                bond.lacp_rate = rate;
            }
            Mode::BalanceRr | Mode::Broadcast | Mode::Unknown => {}
        }
        Ok(bond)
    }
}

/// Of one of a library's enums.
fn number(of: impl Into<u8>) -> u32 {
    of.into().into()
}

impl OfKind for BondPort {
    const KINDS: &[&str] = &["bond"];
    const IS_PORT: bool = true;

    fn decode(attributes: &[u8]) -> Result<Self, DecodeError> {
        let mut port = Self::default();
        for attribute in behind(0, attributes) {
            match attribute?.parse()? {
                InfoBondPort::BondPortState(it) => {
                    port.state = number(it).into();
                }
                InfoBondPort::MiiStatus(it) => {
                    port.mii_status = number(it).into();
                }
                InfoBondPort::LinkFailureCount(it) => {
                    port.link_failure_count = it;
                }
                InfoBondPort::PermHwaddr(it) => {
                    port.perm_hwaddr = Mac::new(&it);
                }
                InfoBondPort::QueueId(it) => port.queue_id = it,
                _ => {}
            }
        }
        Ok(port)
    }
}
