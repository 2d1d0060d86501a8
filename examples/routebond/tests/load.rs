//! Many routes to many clients: none is lost, none is told twice.

mod kit;

use kit::{Heard, eventually, quick, route, server};
use routebond::Client;
use std::time::{Duration, Instant};

/// With `IDOL_TESTS=all`, 10,000 routes to 50 clients; `ROUTES` says another
/// number.
fn amounts() -> (u32, usize) {
    let asked = std::env::var("ROUTES").ok();
    let asked = asked.and_then(|number| number.parse().ok());
    match std::env::var("IDOL_TESTS").as_deref() {
        Ok("all") => (asked.unwrap_or(10_000), 50),
        _ => (asked.unwrap_or(5_000), 10),
    }
}

#[test]
fn every_route_reaches_every_client_once() {
    let (routes, clients) = amounts();
    let server = server();
    let at = [server.address().to_string()];
    let new = || {
        let heard = Heard::default();
        let client = Client::connect(&at, heard.clone(), quick()).unwrap();
        client.wait_established(Duration::from_secs(60)).unwrap();
        client.subscribe(7).unwrap();
        (client, heard)
    };
    let readers: Vec<_> = (0..clients / 2).map(|_| new()).collect();
    let (writer, _) = new();
    let start = Instant::now();
    for index in 0..routes {
        let [_, a, b, c] = index.to_be_bytes();
        let text = format!("7#10.{a}.{b}.{c}/32@2001:db8::1");
        writer.announce(route(&text)).unwrap();
    }
    // Half of them come when all is there.
    let late: Vec<_> = (clients / 2..clients).map(|_| new()).collect();
    let all = || readers.iter().chain(&late);
    eventually(|| all().all(|(_, heard)| heard.count() == routes as usize));
    println!(
        "{routes} routes to {clients} clients: {:?}",
        start.elapsed()
    );
    // `Heard` panics if a route is told twice, and nothing is told any more.
    drop(writer);
    eventually(|| all().all(|(_, heard)| heard.count() == 0));
    assert!(all().all(|(_, heard)| heard.added() == routes as usize));
}
