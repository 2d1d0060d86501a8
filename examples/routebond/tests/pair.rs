//! The server and the client of this package with each other, on loopback.

mod kit;

use kit::{Heard, eventually, quick, route, server};
use routebond::{Client, Error, Server};
use std::time::Duration;

const LONG: Duration = Duration::from_secs(20);

/// A client that is established and subscribed to network 1.
fn reader(servers: &[String]) -> (Client, Heard) {
    let heard = Heard::default();
    let client = Client::connect(servers, heard.clone(), quick()).unwrap();
    client.wait_all_established(LONG).unwrap();
    client.subscribe(1).unwrap();
    (client, heard)
}

fn address(server: &Server) -> String {
    server.address().to_string()
}

#[test]
fn a_route_is_told_to_who_wants_its_network_and_withdrawn() {
    let server = server();
    let at = [address(&server)];
    let (reader, heard) = reader(&at);
    let (other, nothing) = {
        let heard = Heard::default();
        let client = Client::connect(&at, heard.clone(), quick()).unwrap();
        client.wait_all_established(LONG).unwrap();
        client.subscribe(2).unwrap();
        (client, heard)
    };
    let (plain, nat) = (
        route("1#10.0.1.0/24@2001:db8::1"),
        route("1#2001:db8:1::/48@2001:db8::1#nat#1024#2048"),
    );
    other.announce(plain).unwrap();
    assert_eq!(other.announce(plain), Err(Error::AlreadyAnnounced));
    other.announce(nat).unwrap();
    eventually(|| heard.now() == [plain, nat]);
    other.withdraw(plain).unwrap();
    assert_eq!(other.withdraw(plain), Err(Error::NotFound));
    eventually(|| heard.now() == [nat]);
    // What is one's own is not told back.
    reader.announce(route("1#10.9.0.0/16@::9")).unwrap();
    reader.announce(route("2#10.9.0.0/16@::9")).unwrap();
    eventually(|| nothing.now() == [route("2#10.9.0.0/16@::9")]);
    assert_eq!(
        heard.log(),
        "+1#10.0.1.0/24@2001:db8::1 \
        +1#2001:db8:1::/48@2001:db8::1#nat#1024#2048 \
        -1#10.0.1.0/24@2001:db8::1"
    );
    // Not wanted any more: gone for this client alone.
    reader.unsubscribe(1).unwrap();
    assert_eq!(reader.unsubscribe(1), Err(Error::NotFound));
    eventually(|| heard.now().is_empty());
    reader.subscribe(1).unwrap();
    eventually(|| heard.now() == [nat]);
}

#[test]
fn who_goes_away_takes_its_routes_along() {
    let server = server();
    let at = [address(&server)];
    let (_reader, heard) = reader(&at);
    let (twin, _) = self::reader(&at);
    let (both, one) = (route("1#10.0.0.0/8@::1"), route("1#10.0.0.0/8@::2"));
    let other = {
        let (client, _) = self::reader(&at);
        client.announce(both).unwrap();
        client.announce(one).unwrap();
        client
    };
    eventually(|| heard.now() == [both, one]);
    // What comes behind it has come, and so has it.
    let behind = route("1#10.0.0.0/8@::3");
    twin.announce(both).unwrap();
    twin.announce(behind).unwrap();
    eventually(|| heard.now() == [both, one, behind]);
    twin.withdraw(behind).unwrap();
    eventually(|| heard.now() == [both, one]);
    drop(other);
    // Equal next hops are kept apart; a route stays while someone has it.
    eventually(|| heard.now() == [both]);
    drop(twin);
    eventually(|| heard.now().is_empty());
    assert_eq!(
        heard.log(),
        "+1#10.0.0.0/8@::1 +1#10.0.0.0/8@::2 +1#10.0.0.0/8@::3 \
         -1#10.0.0.0/8@::3 -1#10.0.0.0/8@::2 -1#10.0.0.0/8@::1"
    );
}

#[test]
fn two_servers_tell_a_route_once() {
    let (first, second) = (server(), server());
    let both = [address(&first), address(&second)];
    let (_reader, heard) = reader(&both);
    let (writer, _) = reader(&both);
    let (a, b) = (route("1#10.1.0.0/16@::1"), route("1#10.2.0.0/16@::1"));
    writer.announce(a).unwrap();
    eventually(|| heard.now() == [a]);
    drop(first);
    writer.announce(b).unwrap();
    eventually(|| heard.now() == [a, b]);
    let down = |result: &Result<(), Error>| result.is_err();
    eventually(|| writer.servers().iter().any(down));
    drop(second);
    eventually(|| heard.now().is_empty());
    let log = heard.log();
    assert_eq!(log.matches('+').count(), 2, "{log}");
    assert_eq!(log.matches('-').count(), 2, "{log}");
    eventually(|| matches!(writer.announce(a), Err(Error::NotEstablished(_))));
}

#[test]
fn a_client_connects_again_and_announces_again() {
    let first = server();
    let at = first.address();
    let (writer, _) = reader(&[at.to_string()]);
    let a = route("1#10.1.0.0/16@::1");
    writer.announce(a).unwrap();
    drop(first);
    eventually(|| writer.servers()[0].is_err());
    let _second = Server::start(at, kit::settings()).unwrap();
    writer.wait_established(LONG).unwrap();
    let (_reader, heard) = reader(&[at.to_string()]);
    eventually(|| heard.now() == [a]);
}

#[test]
fn without_a_server_it_is_said_why() {
    let at = server().address().to_string();
    let heard = Heard::default();
    let client = Client::connect(&[&at], heard, quick()).unwrap();
    let Err(Error::NotEstablished(why)) =
        client.wait_established(Duration::from_millis(300))
    else {
        panic!("nobody listens there");
    };
    assert!(why.contains("refused") && why.contains(&at), "{why}");
    let refused = client.announce(route("1#10.0.0.0/8@::1"));
    assert!(
        matches!(refused, Err(Error::NotEstablished(_))),
        "{refused:?}"
    );
}
