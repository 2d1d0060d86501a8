//! Many routes to many clients: none is lost, none is told twice.

mod kit;

use kit::{eventually, quick};
use routebond::{
    Client, Kind, NextHop, Route, RouteHandler, Server, ServerSettings,
    Settings,
};
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// With `IDOL_TESTS=all`, 100,000 routes to 50 clients; `ROUTES` and `CLIENTS`
/// say other numbers.
fn amounts() -> (u32, usize) {
    let (routes, clients) = match std::env::var("IDOL_TESTS").as_deref() {
        Ok("all") => (100_000, 50),
        _ => (10_000, 10),
    };
    (
        asked("ROUTES").unwrap_or(routes),
        asked("CLIENTS").unwrap_or(clients),
    )
}

fn asked<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

fn route(index: u32) -> Route {
    let [_, a, b, c] = index.to_be_bytes();
    let address = IpAddr::from([10, a, b, c]);
    Route {
        vni: 7,
        destination: address.into(),
        hop: NextHop {
            address: "2001:db8::1".parse().unwrap(),
            vni: 0,
            kind: Kind::Standard,
        },
    }
}

/// What a client was told: of each route whether it is there, as its address
/// says which it is.
#[derive(Clone, Default)]
struct Told {
    is_there: Arc<Mutex<Vec<bool>>>,
    now: Arc<AtomicUsize>,
    added: Arc<AtomicUsize>,
}

impl Told {
    fn set(&self, told: &Route, there: bool) {
        let IpAddr::V4(address) = told.destination.addr() else {
            panic!("{told} was never announced");
        };
        let [_, a, b, c] = address.octets();
        let index = u32::from_be_bytes([0, a, b, c]);
        let mut is_there = self.is_there.lock().unwrap();
        let index = index as usize;
        if is_there.len() <= index {
            is_there.resize(index + 1, false);
        }
        let was = std::mem::replace(&mut is_there[index], there);
        assert_ne!(was, there, "{told} was told twice");
    }

    fn now(&self) -> usize {
        self.now.load(Ordering::Acquire)
    }

    fn added(&self) -> usize {
        self.added.load(Ordering::Acquire)
    }
}

impl RouteHandler for Told {
    fn add_route(&mut self, route: &Route) {
        self.set(route, true);
        self.added.fetch_add(1, Ordering::AcqRel);
        self.now.fetch_add(1, Ordering::AcqRel);
    }

    fn remove_route(&mut self, route: &Route) {
        self.set(route, false);
        self.now.fetch_sub(1, Ordering::AcqRel);
    }
}

#[test]
fn every_route_reaches_every_client_once() {
    let (routes, clients) = amounts();
    // As they are run: signs of life of a second would have a machine that is
    // busy with other things take half of the clients for dead.
    let server = Server::start("[::1]:0", ServerSettings::default()).unwrap();
    let at = [server.address().to_string()];
    let new = || {
        let told = Told::default();
        let settings = Settings {
            keepalive: ServerSettings::default().keepalive,
            timeout: Duration::from_secs(60),
            ..quick()
        };
        let client = Client::connect(&at, told.clone(), settings).unwrap();
        client.wait_established(Duration::from_secs(60)).unwrap();
        client.subscribe(7).unwrap();
        (client, told)
    };
    let readers: Vec<_> = (0..clients / 2).map(|_| new()).collect();
    let (writer, _) = new();
    let start = Instant::now();
    let all_routes = (0..routes).map(route);
    assert_eq!(writer.announce_all(all_routes), Ok(routes));
    // Half of them come when it has begun.
    let late: Vec<_> = (clients / 2..clients).map(|_| new()).collect();
    let all = || readers.iter().chain(&late);
    let routes = routes as usize;
    eventually(|| all().all(|(_, told)| told.now() == routes));
    println!(
        "{routes} routes to {clients} clients: {:?}",
        start.elapsed()
    );
    // `Told` panics if a route is told twice, and nothing is told any more.
    let start = Instant::now();
    drop(writer);
    eventually(|| all().all(|(_, told)| told.now() == 0));
    println!("and away: {:?}", start.elapsed());
    assert!(all().all(|(_, told)| told.added() == routes));
}
