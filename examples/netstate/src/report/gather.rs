//! Puts together what the server tells piece by piece.
//!
//! Each answer of the kernel's is consistent, and a list that it says has changed
//! while it was told is asked for again, as is all if an interface is gone when
//! its kind is asked for. What stands in two lists may be of two moments.

use std::collections::BTreeMap;
use std::fmt;

use super::interface::{
    BondReport, BridgePortReport, BridgeReport, Interface, On, SriovReport,
    VethReport, VlanRange, VrfReport, VxlanReport,
};
use super::{RouteReport, RuleReport};
use crate::kinds::PortVlans;
use crate::{
    Address, Families, Ip, Link, NetError, NetState, Place, Route, Rule,
};

/// How often something that changes is asked for.
const TRIES: usize = 20;

/// Why there is no report.
#[derive(Debug)]
pub enum Failure {
    /// There is no interface of this name.
    NoInterface(String),
    /// What was asked, and what the server says.
    Server(&'static str, NetError),
    /// What is given does not take it.
    Output(std::io::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoInterface(name) => {
                write!(f, "there is no interface `{name}`")
            }
            Self::Server(what, error) => write!(f, "{what}: {error}"),
            Self::Output(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for Failure {}

/// Interfaces by their numbers.
pub(super) struct Names(BTreeMap<u32, Link>);

impl Names {
    /// The name; `None` of 0. Of one that came meanwhile, its number.
    pub(super) fn get(&self, index: u32) -> Option<String> {
        let name = match self.0.get(&index) {
            Some(link) => link.name.to_string(),
            None => format!("if{index}"),
        };
        (index != 0).then_some(name)
    }

    /// Those that are part of another.
    fn ports(&self, controller: u32) -> Vec<String> {
        let all = self.0.values();
        let all = all.filter(|link| link.controller == controller);
        all.map(|link| link.name.to_string()).collect()
    }
}

/// Asks again as long as that may help.
fn again<T>(
    what: &'static str,
    mut ask: impl FnMut() -> Result<T, NetError>,
) -> Result<T, Failure> {
    let mut tries = 0;
    loop {
        tries += 1;
        match ask() {
            Ok(answer) => return Ok(answer),
            Err(error) if error.is_passing() && tries < TRIES => {}
            Err(error) => return Err(Failure::Server(what, error)),
        }
    }
}

fn names(state: &NetState) -> Result<Names, NetError> {
    let links = state.links_iter(Place::START);
    let links = links.map(|link| link.map(|it| (it.index, it)));
    Ok(Names(links.collect::<Result<_, _>>()?))
}

/// All interfaces, or that of a name.
///
/// # Errors
///
/// If there is none of this name, or what the server says.
pub fn interfaces(
    state: &NetState,
    name: Option<&str>,
) -> Result<Vec<Interface>, Failure> {
    let found = again("interfaces", || {
        let names = names(state)?;
        let addresses = state.addresses_iter(Place::START);
        let addresses = addresses.collect::<Result<Vec<_>, _>>()?;
        let vlans = state.vlans_iter(Place::START);
        let vlans = vlans.collect::<Result<Vec<_>, _>>()?;
        let wanted = |link: &&Link| {
            name.is_none_or(|name| name.as_bytes() == link.name.as_bytes())
        };
        let links = names.0.values().filter(wanted);
        let whole = links.map(|link| {
            whole(state, link, &names, &addresses, &vlans).map_err(|error| {
                match error {
                    // It is gone, or another has its number.
                    NetError::NotFound | NetError::OtherKind => {
                        NetError::Interrupted
                    }
                    other => other,
                }
            })
        });
        whole.collect::<Result<Vec<_>, _>>()
    })?;
    match name {
        Some(name) if found.is_empty() => {
            Err(Failure::NoInterface(name.to_owned()))
        }
        _ => Ok(found),
    }
}

fn whole(
    state: &NetState,
    link: &Link,
    names: &Names,
    addresses: &[Address],
    vlans: &[PortVlans],
) -> Result<Interface, NetError> {
    let index = link.index;
    let mine = |is_four: bool| {
        let mine = addresses.iter().filter(move |it| {
            it.index == index && matches!(it.address, Ip::V4(_)) == is_four
        });
        mine.map(Into::into).collect()
    };
    // What is below, unless it is in another namespace.
    let below = || match link.lower_namespace {
        None => names.get(link.lower),
        Some(_) => None,
    };
    let ranges = || -> Vec<VlanRange> {
        let mine = vlans.iter().filter(|it| it.index == index);
        mine.map(Into::into).collect()
    };
    let has_mac = !link.mac.as_bytes().is_empty();
    let port_kind = link.port_kind.to_string();
    let mut interface = Interface {
        name: link.name.to_string(),
        index,
        iface_type: link.kind(),
        state: link.state,
        mtu: link.mtu,
        flags: link.flags,
        mac_address: has_mac.then_some(link.mac),
        controller: names.get(link.controller),
        ipv4: mine(true),
        ipv6: mine(false),
        ..Interface::default()
    };
    match link.kind.as_bytes() {
        b"bond" => {
            let bond = state.bond(index)?;
            interface.bond = Some(BondReport {
                subordinates: names.ports(index),
                bond,
                active_subordinate: bond
                    .active_index
                    .and_then(|it| names.get(it)),
                primary: bond.primary_index.and_then(|it| names.get(it)),
            });
        }
        b"bridge" => {
            interface.bridge = Some(BridgeReport {
                ports: names.ports(index),
                bridge: state.bridge(index)?,
                vlans: ranges(),
            });
        }
        b"vlan" => {
            let (base, of) = (below(), state.vlan(index)?);
            interface.vlan = Some(On { base, of });
        }
        b"vxlan" => {
            let vxlan = state.vxlan(index)?;
            let underlay = vxlan.underlay_index.and_then(|it| names.get(it));
            interface.vxlan = Some(VxlanReport { vxlan, underlay });
        }
        b"vrf" => {
            interface.vrf = Some(VrfReport {
                ports: names.ports(index),
                vrf: state.vrf(index)?,
            });
        }
        b"veth" => {
            interface.veth = Some(VethReport {
                peer: below(),
                peer_index: link.lower,
                peer_namespace: link.lower_namespace,
            });
        }
        b"tun" => interface.tun = Some(state.tun(index)?),
        b"macvlan" => {
            let (base, of) = (below(), state.macvlan(index)?);
            interface.macvlan = Some(On { base, of });
        }
        b"macvtap" => {
            let (base, of) = (below(), state.macvlan(index)?);
            interface.macvtap = Some(On { base, of });
        }
        _ => {}
    }
    match link.port_kind.as_bytes() {
        b"bond" => interface.bond_port = Some(state.bond_port(index)?),
        b"bridge" => {
            interface.bridge_port = Some(BridgePortReport {
                port: state.bridge_port(index)?,
                vlans: ranges(),
            });
        }
        _ => {}
    }
    if link.controller != 0 && !port_kind.is_empty() {
        interface.controller_type = Some(port_kind);
    }
    if link.vfs > 0 {
        let vfs = state
            .vfs_iter(index, Place::START)
            .collect::<Result<_, _>>()?;
        interface.sriov = Some(SriovReport { vfs });
    }
    Ok(interface)
}

/// Goes through the routes of a table, or of all if it is 0, and gives each as
/// it comes. `begin` is called before the first, again if all begins anew.
///
/// # Errors
///
/// What the server says, or `each` does.
pub fn routes(
    state: &NetState,
    table: u32,
    family: Families,
    mut begin: impl FnMut() -> Result<(), Failure>,
    mut take: impl FnMut(RouteReport) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let what = "routes";
    let mut tries = 0;
    loop {
        tries += 1;
        begin()?;
        let names = again("interfaces", || names(state))?;
        let end = 'all: {
            for route in state.routes_iter(table, family, Place::START) {
                let report = match report(state, route, &names) {
                    Ok(report) => report,
                    Err(error) => break 'all Some(error),
                };
                take(report)?;
            }
            None
        };
        match end {
            None => return Ok(()),
            Some(error) if error.is_passing() && tries < TRIES => {}
            Some(error) => return Err(Failure::Server(what, error)),
        }
    }
}

/// A route with its next hops, which the server still has.
fn report(
    state: &NetState,
    route: Result<Route, NetError>,
    names: &Names,
) -> Result<RouteReport, NetError> {
    let route = route?;
    let hops = match route.next_hops {
        0 => Vec::new(),
        _ => state
            .next_hops_iter(route.next, 0)
            .collect::<Result<_, _>>()?,
    };
    Ok(RouteReport::of(&route, &hops, names))
}

/// All rules.
///
/// # Errors
///
/// What the server says.
pub fn rules(state: &NetState) -> Result<Vec<RuleReport>, Failure> {
    let rules: Vec<Rule> =
        again("rules", || state.rules_iter(Place::START).collect())?;
    Ok(rules.iter().map(Into::into).collect())
}
