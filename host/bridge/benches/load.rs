//! How many calls a second a bridge answers on this machine: ten connections,
//! each with one request in flight, and each with as many as it may have.
//!
//! ```text
//! CARGO_PROFILE_BENCH_DEBUG=full cargo bench -p idol-bridge --bench load
//! ```
//!
//! asks a driver of the examples, with arguments and a reply in hubpack.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Instant;

use idol_bridge::{Access, Bridge, Limits, schemas};
use kernel::System;

const CONNECTIONS: usize = 10;

/// Calls of each connection.
const CALLS: usize = 20_000;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let socket = folder.path().join("s");
    let path = socket.clone();
    let (send, receive) = sync_channel(1);
    let bridge = thread::spawn(move || {
        let mut system = System::new();
        let sensor = system.task("sensor", 1, sensor::driver::main);
        let known = schemas::of_this_program().expect(
            "this needs debug information: CARGO_PROFILE_BENCH_DEBUG=full",
        );
        let schema = schemas::named(&known, "Sensor").expect("it is linked");
        let mut bridge =
            Bridge::new(system, Limits::default()).expect("it has room");
        bridge
            .serve("sensor", sensor, schema)
            .and_then(|it| it.listen(path, Access::default()))
            .expect("a name and a place");
        send.send(bridge.handle()).expect("it is waited for");
        bridge.run().expect("it runs");
    });
    let handle = receive.recv().expect("it is set up");
    for in_flight in [1, 4] {
        let start = Instant::now();
        let peers: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                let stream = UnixStream::connect(&socket).expect("it listens");
                thread::spawn(move || call(stream, in_flight))
            })
            .collect();
        for peer in peers {
            peer.join().expect("it gets its answers");
        }
        let calls = CONNECTIONS * CALLS;
        let rate = calls as f64 / start.elapsed().as_secs_f64();
        println!(
            "{CONNECTIONS} connections, {in_flight} in flight: {rate:.0} \
             calls a second"
        );
    }
    handle.stop().expect("it runs");
    bridge.join().expect("it ends");
}

fn call(stream: UnixStream, in_flight: usize) {
    let mut lines = BufReader::new(stream.try_clone().expect("a handle"));
    let mut stream = stream;
    let request = "{\"method\":\"sensor.extremes\",\
                   \"params\":{\"place\":\"Room\"},\"id\":1}\n";
    let requests = request.repeat(in_flight);
    let mut line = String::new();
    for _ in 0..CALLS / in_flight {
        stream.write_all(requests.as_bytes()).expect("it is taken");
        for _ in 0..in_flight {
            line.clear();
            lines.read_line(&mut line).expect("it is answered");
            assert!(line.contains("\"result\":null"), "{line}");
        }
    }
}
