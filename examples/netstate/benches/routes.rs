//! How long a table of 100,000 routes takes: `netstate` and `ip`, in one run.
//! Needs the right to make network namespaces.

#[path = "../tests/kit/mod.rs"]
mod kit;

use std::time::{Duration, Instant};

use kit::Space;

const ROUTES: u32 = 100_000;

fn main() {
    let space = Space::new("bench");
    space.ip("link add left type veth peer name right");
    space.ip("link set left up");
    let line = |it: u32| {
        let [_, a, b, c] = it.to_be_bytes();
        format!("route add 10.{a}.{b}.{c}/32 dev left\n")
    };
    space.batch(&(0..ROUTES).map(line).collect::<String>());
    let best = |what: &dyn Fn()| -> Duration {
        let once = |_| {
            let start = Instant::now();
            what();
            start.elapsed()
        };
        (0..5).map(once).min().unwrap_or_default()
    };
    let ip = best(&|| drop(space.ip("-json -4 route show")));
    let yaml = best(&|| drop(space.netstate(&["route", "-4"])));
    let json = best(&|| drop(space.netstate(&["route", "-4", "--json"])));
    println!("{ROUTES} routes, the best of five:");
    println!("ip -json route         {ip:?}");
    println!("netstate route --json  {json:?}");
    println!("netstate route         {yaml:?}");
}
