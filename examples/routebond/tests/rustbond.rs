//! Against `rustbond`, a peer that nobody here wrote: our server with its
//! client, its server with our client.

mod kit;

use kit::{Heard, eventually, quick, route, server};
use routebond::{Client, Kind, Route};
use rustbond::{
    Destination, MetalBondClient, MetalBondServer, NextHop, NextHopType,
    RouteHandler, ServerConfig, Vni,
};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::runtime::Runtime;

const LONG: Duration = Duration::from_secs(20);

/// One route of each kind.
const ROUTES: [&str; 4] = [
    "1#10.0.1.0/24@2001:db8::1",
    "1#10.0.1.0/24@2001:db8::2#lb",
    "1#10.0.2.0/24@2001:db8::2#nat#1024#2048",
    "1#2001:db8:7::/48@2001:db8::3",
];

/// What its client was told, as our routes.
#[derive(Clone, Default)]
struct Theirs(Arc<Mutex<BTreeSet<Route>>>);

impl RouteHandler for Theirs {
    fn add_route(&self, vni: Vni, route: rustbond::Route) {
        assert!(self.0.lock().unwrap().insert(ours(vni, &route)));
    }

    fn remove_route(&self, vni: Vni, route: rustbond::Route) {
        assert!(self.0.lock().unwrap().remove(&ours(vni, &route)));
    }
}

impl Theirs {
    fn now(&self) -> Vec<String> {
        let routes = self.0.lock().unwrap();
        routes.iter().map(ToString::to_string).collect()
    }
}

fn ours(vni: Vni, route: &rustbond::Route) -> Route {
    let hop = &route.next_hop;
    Route {
        vni: vni.0,
        destination: route.destination.prefix,
        hop: routebond::NextHop {
            address: hop.target_address,
            vni: hop.target_vni.unwrap_or(0),
            kind: match hop.hop_type {
                NextHopType::Standard => Kind::Standard,
                NextHopType::Nat => Kind::Nat {
                    from: hop.nat_port_range_from,
                    to: hop.nat_port_range_to,
                },
                NextHopType::LoadBalancerTarget => Kind::LoadBalancer,
            },
        },
    }
}

fn theirs(text: &str) -> (Vni, Destination, NextHop) {
    let Route {
        vni,
        destination,
        hop,
    } = route(text);
    let hop = match hop.kind {
        Kind::Standard => NextHop::standard(hop.address),
        Kind::Nat { from, to } => NextHop::nat(hop.address, from, to),
        Kind::LoadBalancer => NextHop::load_balancer(hop.address),
    };
    (Vni(vni), Destination::new(destination), hop)
}

#[test]
fn our_server_carries_routes_between_its_clients_and_ours() {
    let runtime = Runtime::new().unwrap();
    let server = server();
    let at = server.address().to_string();
    let heard = Heard::default();
    let ours = Client::connect(&[&at], heard.clone(), quick()).unwrap();
    ours.wait_established(LONG).unwrap();
    ours.subscribe(1).unwrap();
    let told = Theirs::default();
    runtime.block_on(async {
        let reader = MetalBondClient::connect(&[&at], told.clone());
        reader.wait_established_timeout(LONG).await.unwrap();
        reader.subscribe(Vni(1)).await.unwrap();
        let writer = MetalBondClient::connect(&[&at], Theirs::default());
        writer.wait_established_timeout(LONG).await.unwrap();
        for text in ROUTES {
            let (vni, destination, hop) = theirs(text);
            writer.announce(vni, destination, hop).await.unwrap();
        }
        eventually(|| told.now() == ROUTES);
        eventually(|| heard.count() == ROUTES.len());
        assert_eq!(heard.now(), ROUTES.map(route));
        // Ours reach it, too.
        let mine = "1#172.16.0.0/12@2001:db8::9";
        ours.announce(route(mine)).unwrap();
        eventually(|| told.now().contains(&mine.to_owned()));
        ours.withdraw(route(mine)).unwrap();
        eventually(|| told.now() == ROUTES);
        let (vni, destination, hop) = theirs(ROUTES[0]);
        writer.withdraw(vni, destination, hop).await.unwrap();
        eventually(|| told.now() == ROUTES[1..]);
        eventually(|| heard.now() == ROUTES.map(route)[1..]);
        // It lives on signs of life longer than on one: 5 s are its own.
        tokio::time::sleep(Duration::from_millis(3_500)).await;
        assert!(reader.is_established() && writer.is_established());
        writer.shutdown().await.unwrap();
        eventually(|| told.now().is_empty() && heard.now().is_empty());
    });
}

#[test]
fn our_client_is_told_by_its_server() {
    let runtime = Runtime::new().unwrap();
    let port = std::net::TcpListener::bind("[::1]:0").unwrap();
    let at = port.local_addr().unwrap().to_string();
    drop(port);
    let config = || ServerConfig {
        keepalive_interval: 1,
    };
    let server = runtime.block_on(MetalBondServer::start(&at, config()));
    let server = server.unwrap();
    let heard = Heard::default();
    let reader = Client::connect(&[&at], heard.clone(), quick()).unwrap();
    reader.wait_established(LONG).unwrap();
    reader.subscribe(1).unwrap();
    let writer = Client::connect(&[&at], Heard::default(), quick()).unwrap();
    writer.wait_established(LONG).unwrap();
    for text in ROUTES {
        writer.announce(route(text)).unwrap();
    }
    eventually(|| heard.now() == ROUTES.map(route));
    writer.withdraw(route(ROUTES[3])).unwrap();
    eventually(|| heard.now() == ROUTES.map(route)[..3]);
    std::thread::sleep(Duration::from_millis(3_500));
    assert_eq!(reader.servers(), [Ok(())]);
    // It goes and comes back; ours connect again and say all again.
    runtime.block_on(server.shutdown()).unwrap();
    eventually(|| heard.now().is_empty());
    let again = runtime.block_on(async {
        loop {
            if let Ok(server) = MetalBondServer::start(&at, config()).await {
                return server;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    eventually(|| heard.now() == ROUTES.map(route)[..3]);
    drop(writer);
    eventually(|| heard.now().is_empty());
    runtime.block_on(again.shutdown()).unwrap();
}
