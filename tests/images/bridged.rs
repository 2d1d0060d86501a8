//! Servers in ARM code behind a bridge: what they serve is in the files that are
//! flashed, and who calls them is outside of the system.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::sync_channel;
use std::thread;

use board::{FromElf, Setup};
use idol_bridge::{Bridge, Limits, schemas};
use kernel::System;
use serde_json::{Value, json};

use crate::images::tasks::Files;

/// A peer, and what it asked for last.
struct Peer {
    stream: BufReader<UnixStream>,
    id: u64,
}

impl Peer {
    fn call(&mut self, method: &str, params: Value) -> Value {
        self.id += 1;
        let request = json!({
            "jsonrpc": "2.0", "id": self.id, "method": method,
            "params": params,
        });
        writeln!(self.stream.get_mut(), "{request}").expect("it reads");
        let mut line = String::new();
        self.stream.read_line(&mut line).expect("it answers");
        let answer: Value = serde_json::from_str(&line).expect("it is JSON");
        assert_eq!(answer["id"], self.id, "{answer}");
        answer
    }

    fn result(&mut self, method: &str, params: Value) -> Value {
        let answer = self.call(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }
}

/// A shelf of each encoding is called, lent memory, killed, and called again,
/// with fresh statics.
pub(crate) fn shelves(files: &Files) {
    for name in ["hubpack_shelf", "ssmarshal_shelf", "zerocopy_shelf"] {
        let file = &files[name];
        let served = schemas::of_elf(file).expect("its types are in it");
        let schema = schemas::named(&served, "Shelf").expect("it serves it");
        let (tell, told) = sync_channel(1);
        thread::scope(|scope| {
            scope.spawn(move || {
                let mut system = System::new();
                let shelf = system
                    .task_from_elf(name, 1, file, Setup::new())
                    .unwrap_or_else(|error| panic!("{error}"));
                let mut bridge = Bridge::new(system, Limits::default())
                    .expect("it has room");
                bridge
                    .serve("shelf", shelf.id(), schema)
                    .expect("a good name");
                tell.send(bridge.handle()).expect("the test waits");
                bridge.run().expect("the machine lets it")
            });
            let handle = told.recv().expect("it is set up");
            let stream = handle.connect().expect("it runs");
            let mut peer = Peer {
                stream: BufReader::new(stream),
                id: 0,
            };
            called(&mut peer);
            handle.stop().expect("it runs until now");
        });
    }
}

fn called(peer: &mut Peer) {
    let item = json!({ "id": 513, "price": 7 });
    let put = json!({ "place": 2, "item": item });
    assert_eq!(peer.result("shelf.put", put), json!(1));
    assert_eq!(peer.result("shelf.get", json!({ "place": 2 })), item);
    let color = json!({ "color": "Green" });
    assert_eq!(peer.result("shelf.paint", color), json!("Blue"));
    let empty = peer.call("shelf.get", json!({ "place": 0 }));
    assert_eq!(empty["error"]["message"], "Empty", "{empty}");

    // Memory of a peer, which the server reads and writes.
    let bytes = json!({ "bytes": [200, 100, 50] });
    assert_eq!(peer.result("shelf.store", bytes), json!(350));
    let loaded = peer.result("shelf.load", json!({ "bytes": 4 }));
    assert_eq!(loaded["reply"], 4, "{loaded}");
    assert_eq!(loaded["leases"]["bytes"]["base64"], "CQgHBg==", "{loaded}");

    peer.result("bridge.kill", json!({ "task": "shelf" }));
    assert_eq!(peer.result("shelf.count", json!({})), json!(0));
}
