//! Rules that say which table of routes is looked at.

use netlink_packet_core::Parseable;
use netlink_packet_route::rule::{
    RuleAttribute, RuleFlags, RuleMessage, RulePortRange, RuleUidRange,
};
use serde::{Deserialize, Serialize};

use crate::choice::choices;
use crate::error::NetError;
use crate::route::Family;
use crate::text::{Ip, Name};

/// A rule: packets for which all of it holds look at its table.
#[derive(
    Copy,
    Clone,
    Debug,
    Default,
    PartialEq,
    Serialize,
    Deserialize,
    hubpack::SerializedSize,
)]
pub struct Rule {
    /// Of which addresses it is.
    pub family: Family,
    /// Rules are tried by it, the lowest first.
    pub priority: u32,
    /// What becomes of the packets.
    pub action: RuleAction,
    /// The table; 0 where the action needs none.
    pub table: u32,
    /// The priority of the rule at which it goes on.
    pub goto: Option<u32>,
    /// Whether it is for packets for which it does not hold.
    pub invert: bool,
    /// Where packets come from; `None` is anywhere.
    pub source: Option<Ip>,
    /// Bits of `source`.
    pub source_prefix_len: u8,
    /// Where they go; `None` is anywhere.
    pub destination: Option<Ip>,
    /// Bits of `destination`.
    pub destination_prefix_len: u8,
    /// The type of service; 0 is any.
    pub tos: u8,
    /// The mark, and which bits of it count.
    pub mark: Option<(u32, u32)>,
    /// Through which interface they come; empty is any.
    pub input: Name,
    /// Through which they go.
    pub output: Name,
    /// The protocol on top of IP.
    pub ip_protocol: Option<u8>,
    /// The first and the last port that they come from.
    pub source_ports: Option<(u16, u16)>,
    /// The first and the last port that they go to.
    pub destination_ports: Option<(u16, u16)>,
    /// The first and the last user that sends them.
    pub users: Option<(u32, u32)>,
    /// Routes of a prefix of so many bits or less do not count.
    pub suppress_prefix_len: Option<u32>,
    /// Whether the table is that of the packet's VRF.
    pub l3mdev: bool,
    /// Who made it.
    pub protocol: u8,
}

choices! {
    /// What becomes of the packets of a rule.
    RuleAction {
        Lookup = 1 "lookup",
        Goto = 2 "goto",
        Nop = 3 "nop",
        Blackhole = 6 "blackhole",
        Unreachable = 7 "unreachable",
        Prohibit = 8 "prohibit",
    }
}

impl Rule {
    /// Of a message's payload; `None` where it is of another family.
    ///
    /// # Errors
    ///
    /// If it is none of a rule.
    pub fn decode(payload: &[u8]) -> Result<Option<Self>, NetError> {
        let message = RuleMessage::parse(payload)?;
        let header = message.header;
        let Some(family) = Family::of(header.family) else {
            return Ok(None);
        };
        let mut rule = Self {
            family,
            action: u32::from(u8::from(header.action)).into(),
            table: header.table.into(),
            invert: header.flags.contains(RuleFlags::Invert),
            source_prefix_len: header.src_len,
            destination_prefix_len: header.dst_len,
            tos: header.tos,
            ..Self::default()
        };
        let (mut mark, mut mask) = (0, 0);
        let ports = |RulePortRange { start, end }| Some((start, end));
        for attribute in message.attributes {
            match attribute {
                RuleAttribute::Priority(it) => rule.priority = it,
                RuleAttribute::Table(it) => rule.table = it,
                RuleAttribute::Goto(it) => rule.goto = Some(it),
                RuleAttribute::Source(it) => rule.source = Some(it.into()),
                RuleAttribute::Destination(it) => {
                    rule.destination = Some(it.into());
                }
                RuleAttribute::FwMark(it) => mark = it,
                RuleAttribute::FwMask(it) => mask = it,
                RuleAttribute::Iifname(it) => {
                    rule.input = Name::new(it.as_bytes());
                }
                RuleAttribute::Oifname(it) => {
                    rule.output = Name::new(it.as_bytes());
                }
                RuleAttribute::IpProtocol(it) => {
                    rule.ip_protocol = u8::try_from(i32::from(it)).ok();
                }
                RuleAttribute::SourcePortRange(it) => {
                    rule.source_ports = ports(it);
                }
                RuleAttribute::DestinationPortRange(it) => {
                    rule.destination_ports = ports(it);
                }
                RuleAttribute::UidRange(RuleUidRange { start, end }) => {
                    rule.users = Some((start, end));
                }
                RuleAttribute::SuppressPrefixLen(it) => {
                    // All ones say that there is none.
                    rule.suppress_prefix_len = (it != u32::MAX).then_some(it);
                }
                RuleAttribute::L3MDev(it) => rule.l3mdev = it,
                RuleAttribute::Protocol(it) => rule.protocol = it.into(),
                _ => {}
            }
        }
        rule.mark = (mark != 0 || mask != 0).then_some((mark, mask));
        Ok(Some(rule))
    }
}
