//! A route by names.

use schemars::JsonSchema;
use serde::Serialize;

use super::gather::Names;
use super::{prefix, protocol, scope, table};
use crate::{Family, Metrics, NextHop, Route, RouteType};

/// A route.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RouteReport {
    /// Of which addresses it is.
    pub family: Family,
    /// Where it leads, with the bits of the prefix, or `default`.
    pub destination: String,
    /// Whose packets take it, with the bits of the prefix.
    pub source: Option<String>,
    /// What becomes of packets.
    pub route_type: RouteType,
    /// Its table, by name or number.
    pub table: String,
    /// Who made it, by name or number.
    pub protocol: String,
    /// How far it leads, by name or number.
    pub scope: String,
    /// Of several, the one with the lowest is taken.
    pub metric: Option<u32>,
    /// The interface.
    pub device: Option<String>,
    /// The next hop.
    pub gateway: Option<String>,
    /// The address that packets come from.
    pub preferred_source: Option<String>,
    /// The type of service.
    pub tos: Option<u8>,
    /// What TCP and others are told.
    pub metrics: Option<Metrics>,
    /// Seconds until it goes.
    pub expires: Option<u32>,
    /// The object that holds its next hops.
    pub next_hop_id: Option<u32>,
    /// What is so, as `linkdown`.
    pub flags: Vec<&'static str>,
    /// The next hops that share it.
    pub next_hops: Option<Vec<HopReport>>,
}

/// One of several next hops.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HopReport {
    /// The interface.
    pub device: Option<String>,
    /// The next hop.
    pub gateway: Option<String>,
    /// Its share of the packets.
    pub weight: u16,
    /// What is so, as `linkdown`.
    pub flags: Vec<&'static str>,
}

/// By their bits.
const FLAGS: [&str; 7] = [
    "dead",
    "pervasive",
    "onlink",
    "offload",
    "linkdown",
    "unresolved",
    "trap",
];

fn flags(bits: u32) -> Vec<&'static str> {
    let set = FLAGS.iter().enumerate();
    let set = set.filter(|(bit, _)| bits >> bit & 1 == 1);
    set.map(|(_, name)| *name).collect()
}

impl RouteReport {
    /// Of a route and its next hops.
    pub(super) fn of(route: &Route, hops: &[NextHop], names: &Names) -> Self {
        let source = route.source;
        let text = |ip: crate::Ip| ip.to_string();
        Self {
            family: route.family,
            destination: prefix(route.destination, route.prefix_len),
            source: source.map(|_| prefix(source, route.source_prefix_len)),
            route_type: route.route_type,
            table: table(route.table),
            protocol: protocol(route.protocol),
            scope: scope(route.scope),
            metric: route.metric,
            device: names.get(route.device),
            gateway: route.gateway.map(text),
            preferred_source: route.preferred_source.map(text),
            tos: (route.tos != 0).then_some(route.tos),
            metrics: (route.metrics != Metrics::default())
                .then_some(route.metrics),
            expires: route.expires,
            next_hop_id: route.next_hop_id,
            flags: flags(route.flags),
            next_hops: (!hops.is_empty()).then(|| {
                hops.iter().map(|hop| HopReport::of(hop, names)).collect()
            }),
        }
    }
}

impl HopReport {
    fn of(hop: &NextHop, names: &Names) -> Self {
        Self {
            device: names.get(hop.device),
            gateway: hop.gateway.map(|ip| ip.to_string()),
            weight: hop.weight,
            flags: flags(hop.flags.into()),
        }
    }
}
