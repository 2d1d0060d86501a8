//! A rule by names.

use schemars::JsonSchema;
use serde::Serialize;

use super::{prefix, protocol, table};
use crate::{Family, Name, Rule, RuleAction};

/// A rule.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RuleReport {
    /// Of which addresses it is.
    pub family: Family,
    /// Rules are tried by it, the lowest first.
    pub priority: u32,
    /// What becomes of the packets.
    pub action: RuleAction,
    /// The table, by name or number.
    pub table: Option<String>,
    /// The priority of the rule at which it goes on.
    pub goto: Option<u32>,
    /// Whether it is for packets for which it does not hold.
    pub invert: Option<bool>,
    /// Where packets come from, with the bits of the prefix.
    pub source: Option<String>,
    /// Where they go.
    pub destination: Option<String>,
    /// The type of service.
    pub tos: Option<u8>,
    /// Their mark.
    pub mark: Option<u32>,
    /// Which bits of it count.
    pub mask: Option<u32>,
    /// Through which interface they come.
    pub input: Option<String>,
    /// Through which they go.
    pub output: Option<String>,
    /// The number of the protocol on top of IP.
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
    pub l3mdev: Option<bool>,
    /// Who made it, by name or number.
    pub protocol: String,
}

impl From<&Rule> for RuleReport {
    fn from(of: &Rule) -> Self {
        let name = |name: Name| {
            (!name.as_bytes().is_empty()).then(|| name.to_string())
        };
        Self {
            family: of.family,
            priority: of.priority,
            action: of.action,
            table: (of.table != 0).then(|| table(of.table)),
            goto: of.goto,
            invert: of.invert.then_some(true),
            source: of.source.map(|ip| prefix(Some(ip), of.source_prefix_len)),
            destination: of
                .destination
                .map(|ip| prefix(Some(ip), of.destination_prefix_len)),
            tos: (of.tos != 0).then_some(of.tos),
            mark: of.mark.map(|(mark, _)| mark),
            mask: of.mark.map(|(_, mask)| mask),
            input: name(of.input),
            output: name(of.output),
            ip_protocol: of.ip_protocol,
            source_ports: of.source_ports,
            destination_ports: of.destination_ports,
            users: of.users,
            suppress_prefix_len: of.suppress_prefix_len,
            l3mdev: of.l3mdev.then_some(true),
            protocol: protocol(of.protocol),
        }
    }
}
