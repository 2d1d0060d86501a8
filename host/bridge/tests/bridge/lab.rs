//! A bridge on a thread of its own, and peers that talk to it.

use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::mpsc::sync_channel;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use idol_bridge::{Access, Bridge, Ended, Handle, Limits, Time, schemas};
use idol_debug::schema::Schema;
use kernel::{System, TaskId};
use serde_json::{Value, json};
use userlib::hl::sleep_for;
use userlib::{sys_recv_open, sys_reply};

/// A bridge that runs.
pub(crate) struct Lab {
    pub(crate) handle: Handle,
    pub(crate) socket: PathBuf,
    bridge: Option<JoinHandle<Ended>>,
    _folder: tempfile::TempDir,
}

/// The servers of a system, by the names that peers have for them.
pub(crate) type Served = Vec<(&'static str, TaskId, Schema)>;

impl Lab {
    /// A bridge over what `build` makes.
    pub(crate) fn new(
        limits: Limits,
        time: Time,
        build: impl FnOnce(&mut System) -> Served + Send + 'static,
    ) -> Self {
        Self::with(limits, time, Access::default().control(), build)
    }

    pub(crate) fn with(
        limits: Limits,
        time: Time,
        access: Access,
        build: impl FnOnce(&mut System) -> Served + Send + 'static,
    ) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let socket = folder.path().join("lab");
        let path = socket.clone();
        let (send, receive) = sync_channel(1);
        let bridge = thread::spawn(move || {
            let mut system = System::new();
            let served = build(&mut system);
            let mut bridge = Bridge::new(system, limits).expect("it has room");
            for (name, task, schema) in served {
                bridge.serve(name, task, schema).expect("a good name");
            }
            bridge.listen(&path, access).expect("a free place");
            bridge.time(time);
            send.send(bridge.handle()).expect("the test waits");
            bridge.run().expect("the machine lets it")
        });
        Self {
            handle: receive.recv().expect("the bridge is set up"),
            socket,
            bridge: Some(bridge),
            _folder: folder,
        }
    }

    /// The drivers of the examples, restarted at once when they die.
    pub(crate) fn examples() -> Self {
        Self::new(Limits::default(), Time::Virtual, examples)
    }

    pub(crate) fn peer(&self) -> Peer {
        Peer::new(UnixStream::connect(&self.socket).expect("it listens"))
    }

    /// How the bridge ends when somebody else ends it.
    pub(crate) fn end(mut self) -> Ended {
        let bridge = self.bridge.take().expect("it is there until it ends");
        bridge.join().expect("the bridge does not panic")
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        if let Some(bridge) = self.bridge.take() {
            self.handle.stop().expect("it runs");
            let ended = bridge.join();
            if !thread::panicking() {
                let ended = ended.expect("the bridge does not panic");
                assert_eq!(ended, Ended::Stopped);
            }
        }
    }
}

/// The drivers of the examples.
pub(crate) fn examples(system: &mut System) -> Served {
    let sensor = system.task("sensor", 1, sensor::driver::main);
    let spi = system.task("spi", 2, spi::driver::main);
    let uart = system.task("uart", 3, uart::driver::main);
    system.supervisor(kernel::Restart::AtOnce);
    system.interrupts(uart, uart::driver::RECEIVED);
    for (time, _) in uart::driver::WIRE {
        let interrupt = kernel::Action::interrupt(uart, uart::driver::RECEIVED);
        system.script(kernel::When::time(time), interrupt);
    }
    vec![
        ("sensor", sensor, schema("Sensor")),
        ("spi", spi, schema("Spi")),
        ("uart", uart, schema("Uart")),
    ]
}

/// The schema of a driver, out of the test's own debug information.
pub(crate) fn schema(interface: &str) -> Schema {
    static KNOWN: OnceLock<Vec<Schema>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        schemas::of_this_program().expect("it has debug information")
    });
    schemas::named(known, interface).expect("the driver is linked")
}

/// A server of one operation, `echo`, with the number 1 and an argument `it`
/// of 4 bytes, which it gives back after as many milliseconds.
pub(crate) fn echo(system: &mut System) -> Served {
    let echo = system.task("echo", 1, || {
        loop {
            let mut it = [0; 4];
            let message = sys_recv_open(&mut it, 0);
            sleep_for(u64::from(u32::from_le_bytes(it)));
            sys_reply(message.sender, 0, &it);
        }
    });
    vec![("echo", echo, echo_schema())]
}

pub(crate) fn echo_schema() -> Schema {
    let text = json!({
        "schema": 1, "interface": "Echo", "word": 8,
        "fingerprint": "0123456789abcdef",
        "limits": { "message": 4, "reply": 4 },
        "operations": [{
            "number": 1, "name": "echo", "encoding": "zerocopy",
            "idempotent": false, "on_death": "server-death",
            "message": { "min": 4, "max": 4 }, "room": 4,
            "arguments": [{
                "name": "it", "type": "u32", "form": "value",
                "offset": 0, "size": { "min": 4, "max": 4 }
            }],
            "reply": {
                "type": "u32", "form": "value", "size": { "min": 4, "max": 4 }
            },
            "errors": { "kind": "server-death" }
        }],
        "types": { "u32": { "kind": "unsigned", "size": 4 } }
    });
    Schema::from_json(&text.to_string()).expect("it is a schema")
}

/// A peer of a bridge. Whatever it waits for comes within a minute, or the
/// test fails.
pub(crate) struct Peer {
    pub(crate) stream: UnixStream,
    lines: BufReader<UnixStream>,
    next_id: u64,
}

impl Peer {
    pub(crate) fn new(stream: UnixStream) -> Self {
        let minute = Some(Duration::from_secs(60));
        stream.set_read_timeout(minute).expect("a minute is a time");
        stream
            .set_write_timeout(minute)
            .expect("a minute is a time");
        let lines = BufReader::new(stream.try_clone().expect("a handle"));
        Self {
            stream,
            lines,
            next_id: 1,
        }
    }

    /// Sends a line.
    pub(crate) fn line(&mut self, line: impl AsRef<[u8]>) {
        self.stream.write_all(line.as_ref()).expect("it is taken");
        self.stream.write_all(b"\n").expect("it is taken");
    }

    /// The next line that comes, or `None` if none does any more.
    pub(crate) fn try_next(&mut self) -> Option<Value> {
        let mut line = String::new();
        match self.lines.read_line(&mut line) {
            Ok(0) => None,
            Err(error) if error.kind() == ErrorKind::ConnectionReset => None,
            Err(error) => panic!("nothing comes: {error}"),
            Ok(_) => Some(serde_json::from_str(&line).expect("it is JSON")),
        }
    }

    #[track_caller]
    pub(crate) fn next(&mut self) -> Value {
        self.try_next().expect("the connection lives")
    }

    /// Asks for something and gives its id.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        let request = json!({ "method": method, "params": params, "id": id });
        self.line(request.to_string());
        id
    }

    /// The answer to what was asked for last, and nothing else.
    #[track_caller]
    pub(crate) fn answer(&mut self, id: u64) -> Result<Value, Value> {
        let mut answer = self.next();
        assert_eq!(answer["id"], id, "{answer}");
        assert_eq!(answer["jsonrpc"], "2.0", "{answer}");
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer["result"].take()),
        }
    }

    /// Asks for something and waits for the answer.
    #[track_caller]
    pub(crate) fn call(
        &mut self,
        method: &str,
        params: Value,
    ) -> Result<Value, Value> {
        let id = self.ask(method, params);
        self.answer(id)
    }

    /// The code and the text of the error that is the answer.
    #[track_caller]
    pub(crate) fn error(
        &mut self,
        method: &str,
        params: Value,
    ) -> (i64, String) {
        let error = self.call(method, params).expect_err("it fails");
        code_and_text(&error)
    }
}

pub(crate) fn code_and_text(error: &Value) -> (i64, String) {
    let code = error["code"].as_i64().expect("a code");
    (code, error["message"].as_str().expect("a text").to_owned())
}

/// Waits until something is so.
#[track_caller]
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..6_000 {
        if is_so() {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("{what}: not within a minute");
}
