//! What people and programs read: everything that belongs to an interface, a
//! route or a rule together, by name.

mod gather;
mod interface;
mod routes;
mod rules;

pub use gather::{Failure, interfaces, routes, rules};
pub use interface::{AddressReport, Interface};
pub use routes::{HopReport, RouteReport};
pub use rules::RuleReport;

use schemars::JsonSchema;
use serde::Serialize;

/// What a run of the command prints: a list of one kind. An absent key is not
/// there, or not so.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Document {
    /// `netstate iface`.
    Interfaces(Vec<Interface>),
    /// `netstate route`.
    Routes(Vec<RouteReport>),
    /// `netstate rule`.
    Rules(Vec<RuleReport>),
}

/// The JSON Schema of [`Document`].
pub fn json_schema() -> String {
    let schema = schemars::schema_for!(Document);
    let text = serde_json::to_string_pretty(&schema);
    text.unwrap_or_default() + "\n"
}

/// A number with a name, or as it stands.
fn named(number: u32, names: &[(u32, &str)]) -> String {
    let name = names.iter().find(|(known, _)| *known == number);
    name.map_or_else(|| number.to_string(), |(_, name)| (*name).to_owned())
}

/// Who made a route or a rule, by the names of `rt_protos`.
fn protocol(number: u8) -> String {
    const NAMES: &[(u32, &str)] = &[
        (0, "unspec"),
        (1, "redirect"),
        (2, "kernel"),
        (3, "boot"),
        (4, "static"),
        (8, "gated"),
        (9, "ra"),
        (10, "mrt"),
        (11, "zebra"),
        (12, "bird"),
        (13, "dnrouted"),
        (14, "xorp"),
        (15, "ntk"),
        (16, "dhcp"),
        (18, "keepalived"),
        (42, "babel"),
        (99, "openr"),
        (186, "bgp"),
        (187, "isis"),
        (188, "ospf"),
        (189, "rip"),
        (192, "eigrp"),
    ];
    named(number.into(), NAMES)
}

/// How far an address or a route is known.
fn scope(number: u8) -> String {
    const NAMES: &[(u32, &str)] = &[
        (0, "global"),
        (200, "site"),
        (253, "link"),
        (254, "host"),
        (255, "nowhere"),
    ];
    named(number.into(), NAMES)
}

/// A table, by the names that every machine has.
fn table(number: u32) -> String {
    named(number, &TABLES)
}

/// The tables that have names on every machine.
pub const TABLES: [(u32, &str); 3] =
    [(253, "default"), (254, "main"), (255, "local")];

/// An address with its prefix, `default` for all.
fn prefix(address: Option<crate::Ip>, len: u8) -> String {
    match address {
        Some(address) => format!("{address}/{len}"),
        None => "default".to_owned(),
    }
}
