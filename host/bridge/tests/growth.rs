//! A bridge that runs for long takes no more memory than one that has just
//! begun.

use std::alloc::{GlobalAlloc, Layout, System as Heap};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

use idol_bridge::{Bridge, Handle, Limits};
use idol_debug::schema::Schema;
use kernel::{Restart, System};
use userlib::{ReplyFaultReason, sys_recv_open, sys_reply, sys_reply_fault};

/// The heap, with what is in use of it.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);

// SAFETY: all is done by the heap of the machine, whose conditions are those
// of the callers; what is counted beside changes nothing of it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: as the caller says.
        unsafe { Heap.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as the caller says.
        unsafe { Heap.dealloc(memory, layout) }
    }
}

#[global_allocator]
static HEAP: Counting = Counting;

/// Calls before the first look: the trace is full then, and buffers are as
/// large as they get.
const BEFORE: usize = 1_000;

/// Calls between the looks.
const QUICK: usize = 4_000;

/// Ten a second, for 24 hours.
const DAY: usize = 10 * 60 * 60 * 24;

/// Bytes that one look may differ from the other: connections are at different
/// points.
const TOLERANCE: usize = 64 << 10;

fn main() {
    let name = "calls_connections_and_deaths_leave_nothing";
    // A whole day takes three minutes: `IDOL_MESSAGES=864000`.
    let asked = std::env::var("IDOL_MESSAGES");
    let calls = match asked.ok().and_then(|calls| calls.parse().ok()) {
        Some(calls) => calls,
        None if trials::all() => DAY / 10,
        None => QUICK,
    };
    let trial = trials::Trial::test(name, move || {
        grows(calls);
        Ok(())
    });
    trials::run(vec![trial])
}

fn grows(calls: usize) {
    let (send, receive) = sync_channel(1);
    let bridge = thread::spawn(move || {
        let mut system = System::new();
        system.keep_trace(1_000);
        system.supervisor(Restart::AtOnce);
        let server = system.task("server", 1, server);
        let limits = Limits {
            connections: 4,
            ..Limits::default()
        };
        let mut bridge = Bridge::new(system, limits).expect("it has room");
        bridge.serve("server", server, schema()).expect("a name");
        send.send(bridge.handle()).expect("it is waited for");
        bridge.run().expect("it runs");
    });
    let handle = receive.recv().expect("it is set up");
    let mut lasting = Peer::new(&handle);
    lasting.ask("{\"method\":\"trace.subscribe\",\"id\":1}", 1);
    ask(&handle, &mut lasting, BEFORE);
    let before = IN_USE.load(Ordering::Relaxed);
    ask(&handle, &mut lasting, calls);
    let after = IN_USE.load(Ordering::Relaxed);
    let grown = after.saturating_sub(before);
    assert!(grown <= TOLERANCE, "{grown} bytes more than {before}");
    handle.stop().expect("it runs");
    bridge.join().expect("it ends");
}

/// So many calls, of which each twentieth comes from a peer that goes away, or
/// kills the server.
fn ask(handle: &Handle, lasting: &mut Peer, calls: usize) {
    // Ten messages, of which seven are calls that are answered.
    let line = "[{\"method\":\"server.add\",\"params\":[7],\"id\":1},\
                {\"method\":\"server.add\",\"params\":[7],\"id\":1},\
                {\"method\":\"server.add\",\"params\":[7],\"id\":1},\
                {\"method\":\"server.add\",\"params\":[7],\"id\":1},\
                {\"method\":\"server.add\",\"params\":[7],\"id\":1},\
                {\"method\":\"server.add\",\"params\":[0],\"id\":1},\
                {\"method\":\"server.no\",\"params\":[7],\"id\":1},\
                {\"method\":\"server.add\",\"params\":[255],\"id\":1},\
                {\"method\":\"server.add\",\"params\":[7]},\
                7]";
    for round in 0..calls / 10 {
        lasting.ask(line, 9);
        if round % 2 == 0 {
            let mut passing = Peer::new(handle);
            passing.ask(line, 9);
            // Gone in the middle of one.
            passing.send(line);
        }
    }
}

struct Peer {
    stream: UnixStream,
    lines: BufReader<UnixStream>,
}

impl Peer {
    fn new(handle: &Handle) -> Self {
        let stream = handle.connect().expect("it runs");
        let lines = BufReader::new(stream.try_clone().expect("a handle"));
        Self { stream, lines }
    }

    fn send(&mut self, line: &str) {
        let line = format!("{line}\n");
        self.stream.write_all(line.as_bytes()).expect("it is taken");
    }

    /// Sends a line and waits for so many answers to it.
    fn ask(&mut self, line: &str, answers: usize) {
        self.send(line);
        let mut text = String::new();
        while text.is_empty() || text.contains("\"trace.event\"") {
            text.clear();
            self.lines.read_line(&mut text).expect("it is answered");
        }
        let told = text.matches("\"jsonrpc\"").count();
        assert_eq!(told, answers, "{text}");
    }
}

/// Adds one; faults its client for 0, and itself for 255.
fn server() {
    loop {
        let mut it = [0];
        let message = sys_recv_open(&mut it, 0);
        match it {
            [0] => {
                let reason = ReplyFaultReason::BadMessageContents;
                sys_reply_fault(message.sender, reason);
            }
            [255] => userlib::sys_panic(b"too much"),
            [it] => sys_reply(message.sender, 0, &[it + 1]),
        }
    }
}

fn schema() -> Schema {
    let text = r#"{
        "schema": 1, "interface": "Server", "word": 4,
        "fingerprint": "0123456789abcdef",
        "limits": { "message": 1, "reply": 1 },
        "operations": [{
            "number": 1, "name": "add", "encoding": "zerocopy",
            "idempotent": false, "on_death": "server-death",
            "message": { "min": 1, "max": 1 }, "room": 1,
            "arguments": [{
                "name": "it", "type": "u8", "form": "value",
                "offset": 0, "size": { "min": 1, "max": 1 }
            }],
            "reply": {
                "type": "u8", "form": "value", "size": { "min": 1, "max": 1 }
            },
            "errors": { "kind": "server-death" }
        }],
        "types": { "u8": { "kind": "unsigned", "size": 1 } }
    }"#;
    Schema::from_json(text).expect("it is a schema")
}
