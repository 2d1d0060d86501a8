//! Peers that break rules, send too much, or do not read: their connection
//! ends, and the others notice nothing.

mod kit;

use kit::{Heard, eventually, quick, route, server};
use routebond::{Client, Server, ServerSettings};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

const HELLO: [u8; 6] = [1, 0, 2, 1, 0x08, 1];
const KEEPALIVE: [u8; 4] = [1, 0, 0, 2];

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream
}

/// A peer that has said what must be said first.
fn established(server: &Server) -> TcpStream {
    let mut stream = connect(server);
    stream.write_all(&HELLO).unwrap();
    stream.write_all(&KEEPALIVE).unwrap();
    let mut answers = [0; 12];
    stream.read_exact(&mut answers).unwrap();
    assert_eq!(answers, [1, 0, 4, 1, 0x08, 1, 0x10, 1, 1, 0, 0, 2]);
    stream
}

/// Waits until the server ends a connection.
fn ends(mut stream: TcpStream) {
    let mut rest = Vec::new();
    match stream.read_to_end(&mut rest) {
        Ok(_) => {}
        Err(error) => assert_eq!(
            error.kind(),
            std::io::ErrorKind::ConnectionReset,
            "{error}"
        ),
    }
}

/// Two clients, of which one tells the other a route now and then.
struct Others {
    writer: Client,
    _reader: Client,
    heard: Heard,
    told: u32,
}

impl Others {
    fn new(server: &Server) -> Self {
        let at = [server.address().to_string()];
        let heard = Heard::default();
        let reader = Client::connect(&at, heard.clone(), quick()).unwrap();
        let writer = Client::connect(&at, Heard::default(), quick()).unwrap();
        for client in [&reader, &writer] {
            client.wait_established(Duration::from_secs(20)).unwrap();
        }
        reader.subscribe(1).unwrap();
        Self {
            writer,
            _reader: reader,
            heard,
            told: 0,
        }
    }

    fn notice_nothing(&mut self) {
        let next = route(&format!("1#10.{}.0.0/16@::1", self.told));
        self.writer.announce(next).unwrap();
        self.told += 1;
        eventually(|| self.heard.count() == self.told as usize);
        assert_eq!(self.writer.servers(), [Ok(())]);
    }
}

#[test]
fn whoever_breaks_a_rule_is_out_and_nobody_else() {
    let server = server();
    let mut others = Others::new(&server);
    let mut long = vec![1, 0x04, 0xA5, 5];
    long.extend([0; 1_189]);
    let cases: [(&str, bool, &[u8]); 12] = [
        ("another version", false, &[2, 0, 0, 2]),
        ("no protocol at all", false, b"GET / HTTP/1.1\r\n\r\n"),
        ("a KEEPALIVE first", false, &KEEPALIVE),
        ("a SUBSCRIBE first", false, &[1, 0, 2, 3, 0x08, 1]),
        ("an interval of 0", false, &[1, 0, 0, 1]),
        ("another server", false, &[1, 0, 4, 1, 0x08, 1, 0x10, 1]),
        ("HELLO twice", true, &HELLO),
        ("an unknown type", true, &[1, 0, 0, 9]),
        ("a long message", true, &long),
        ("a message that is none", true, &[1, 0, 1, 5, 0xFF]),
        ("an UPDATE of nothing", true, &[1, 0, 0, 5]),
        ("a length that lies", true, &[1, 0, 1, 3, 0x08, 1, 0, 0, 2]),
    ];
    for (what, is_established, bytes) in cases {
        let mut stream = match is_established {
            true => established(&server),
            false => connect(&server),
        };
        stream.write_all(bytes).unwrap();
        println!("{what}");
        ends(stream);
        others.notice_nothing();
    }
}

#[test]
fn whoever_says_nothing_or_no_more_is_out_in_time() {
    let server = server();
    let mut others = Others::new(&server);
    let start = Instant::now();
    let (silent, half, mute) =
        (connect(&server), connect(&server), established(&server));
    (&half).write_all(&HELLO[..3]).unwrap();
    for stream in [silent, half, mute] {
        ends(stream);
    }
    // Two and a half intervals of 1 s: neither at once nor much later.
    assert!(start.elapsed() >= Duration::from_millis(2_000));
    others.notice_nothing();
}

#[test]
fn a_peer_that_never_reads_is_out_and_others_are_told_meanwhile() {
    let server = server();
    let mut others = Others::new(&server);
    let mut deaf = established(&server);
    deaf.write_all(&[1, 0, 2, 3, 0x08, 2]).unwrap();
    // It stays alive by its word, but does not read what it asked for.
    let mut alive = deaf.try_clone().unwrap();
    let lives = std::thread::spawn(move || {
        while alive.write_all(&KEEPALIVE).is_ok() {
            std::thread::sleep(Duration::from_millis(200));
        }
    });
    let at = [server.address().to_string()];
    let heard = Heard::default();
    let hears = Client::connect(&at, heard.clone(), quick()).unwrap();
    hears.wait_established(Duration::from_secs(20)).unwrap();
    hears.subscribe(2).unwrap();
    // Several times what the buffers of two sockets hold.
    let many = 150_000;
    for index in 0..many {
        let [_, a, b, c] = u32::to_be_bytes(index);
        let text = format!("2#10.{a}.{b}.{c}/32@2001:db8::1");
        others.writer.announce(route(&text)).unwrap();
        if index % 50_000 == 0 {
            others.notice_nothing();
        }
    }
    eventually(|| heard.count() == many as usize);
    // The deaf peer's connection ends though it says to be alive.
    eventually(|| lives.is_finished());
    lives.join().unwrap();
    drop(deaf);
    others.notice_nothing();
}

#[test]
fn no_more_connections_and_routes_than_are_allowed() {
    let settings = ServerSettings {
        most_connections: 3,
        most_routes: 10,
        ..kit::settings()
    };
    let server = Server::start("[::1]:0", settings).unwrap();
    let mut others = Others::new(&server);
    let third = established(&server);
    ends(connect(&server));
    others.notice_nothing();
    drop(third);
    // Its place is free again.
    let mut greedy = loop {
        let mut stream = connect(&server);
        let mut answer = [0; 8];
        let said = stream.write_all(&HELLO);
        if said.is_ok() && stream.read_exact(&mut answer).is_ok() {
            break stream;
        }
    };
    greedy.write_all(&KEEPALIVE).unwrap();
    for index in 0..11 {
        let mut update = vec![1, 0, 32, 5, 0x10, 1, 0x1A, 8, 0x12, 4, 11, 0];
        update.extend([0, index, 0x18, 32, 0x22, 18, 0x0A, 16]);
        update.extend([index; 16]);
        greedy.write_all(&update).unwrap();
    }
    ends(greedy);
    others.notice_nothing();
    eventually(|| others.heard.now().iter().all(|r| r.hop.vni == 0));
    eventually(|| others.heard.count() == others.told as usize);
}
