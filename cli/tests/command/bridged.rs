//! `idol call` and `idol monitor` over the socket of a bridge.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::sync_channel;
use std::thread::{self, JoinHandle};

use idol_bridge::{Access, Bridge, Handle, Limits, Time};
use idol_debug::schema::Schema;
use kernel::{Restart, System};
use snapbox::str;
use tempfile::TempDir;
use userlib::{sys_recv_open, sys_reply};

use super::texts;

/// A lamp that takes levels up to 100, and shows its name.
const LAMP: &str = r#"{
    "schema": 1, "interface": "Lamp", "word": 4,
    "fingerprint": "0123456789abcdef",
    "limits": { "message": 4, "reply": 8 },
    "operations": [{
        "number": 1, "name": "dim", "encoding": "zerocopy",
        "idempotent": false, "on_death": "error",
        "message": { "min": 4, "max": 4 }, "room": 8,
        "arguments": [{
            "name": "level", "type": "u32", "form": "value",
            "offset": 0, "size": { "min": 4, "max": 4 }
        }],
        "leases": [{
            "name": "name", "access": "write", "type": "u8", "slice": true,
            "max_len": 4
        }],
        "reply": {
            "type": "u64", "form": "value", "size": { "min": 8, "max": 8 }
        },
        "errors": {
            "kind": "code", "type": "LampError",
            "codes": [{ "code": 3, "name": "TooBright" }]
        }
    }],
    "types": {
        "u8": { "kind": "unsigned", "size": 1 },
        "u32": { "kind": "unsigned", "size": 4 },
        "u64": { "kind": "unsigned", "size": 8 },
        "LampError": {
            "kind": "enum", "size": 1,
            "discriminant": { "offset": 0, "size": 1 },
            "variants": [{ "name": "TooBright", "number": 3 }]
        }
    }
}"#;

/// A folder of a test's own. Its name is short: that of a socket has to be.
fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// The command, in a folder, with these arguments.
fn idol(folder: &Path, words: &[&str]) -> snapbox::cmd::Command {
    snapbox::cmd::Command::new(env!("CARGO_BIN_EXE_idol"))
        .args(words)
        .current_dir(folder)
        .env_remove("CLICOLOR_FORCE")
        .with_assert(texts())
}

/// A lamp behind a bridge, in a folder of the test.
struct Lamp {
    folder: TempDir,
    handle: Handle,
    bridge: Option<JoinHandle<()>>,
}

impl Lamp {
    fn new() -> Self {
        let folder = folder();
        let socket = folder.path().join("lamp");
        let (send, receive) = sync_channel(1);
        let bridge = thread::spawn(move || {
            let mut system = System::new();
            system.supervisor(Restart::AtOnce);
            let lamp = system.task("lamp", 1, lamp);
            let mut bridge =
                Bridge::new(system, Limits::default()).expect("room");
            let schema = Schema::from_json(LAMP).expect("a schema");
            bridge.serve("lamp", lamp, schema).expect("a name");
            bridge
                .listen(socket, Access::default().control())
                .expect("a free place");
            bridge.time(Time::Real);
            send.send(bridge.handle()).expect("the test waits");
            bridge.run().expect("it runs");
        });
        Self {
            folder,
            handle: receive.recv().expect("it is set up"),
            bridge: Some(bridge),
        }
    }

    /// `idol call lamp ..`.
    fn call(&self, words: &[&str]) -> snapbox::cmd::Command {
        let all = ["call", "lamp"].iter().chain(words);
        idol(self.folder.path(), &all.copied().collect::<Vec<_>>())
    }

    /// `idol monitor lamp ..`, when it is there.
    fn monitor(&self, words: &[&str]) -> Child {
        let child = Command::new(env!("CARGO_BIN_EXE_idol"))
            .args(["monitor", "lamp"])
            .args(words)
            .current_dir(self.folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command is there");
        // It is a peer as soon as it has a task.
        let mut peers = 0;
        while peers == 0 {
            let tasks = self.call(&["bridge.tasks"]).output().expect("it runs");
            let tasks = String::from_utf8_lossy(&tasks.stdout).into_owned();
            peers = tasks.matches("\"peer 1.0\"").count();
        }
        // And told in the order in which it asks.
        thread::sleep(std::time::Duration::from_millis(200));
        child
    }
}

impl Drop for Lamp {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.handle.stop();
        if let Some(bridge) = self.bridge.take() {
            let _ = bridge.join();
        }
    }
}

fn lamp() {
    loop {
        let mut level = [0; 4];
        let message = sys_recv_open(&mut level, 0);
        let level = u32::from_le_bytes(level);
        assert_ne!(level, 13, "it always falls then");
        if level > 100 {
            sys_reply(message.sender, 3, &[]);
            continue;
        }
        userlib::sys_borrow_write(message.sender, 0, 0, b"lamp");
        let reply = u64::MAX - u64::from(level);
        sys_reply(message.sender, 0, &reply.to_le_bytes());
    }
}

#[test]
fn a_call_shows_what_came_of_it() {
    let lamp = Lamp::new();
    lamp.call(&["lamp.dim", "level=5"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
{"reply":18446744073709551610,"leases":{"name":{"base64":"bGFtcA=="}}}

"#]])
        .stderr_eq(str![""]);
    lamp.call(&["lamp.dim", "--json", "{\"level\": 5,\n\"name\": 2}"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
{"reply":18446744073709551610,"leases":{"name":{"base64":"bGE="}}}

"#]])
        .stderr_eq(str![""]);
    lamp.call(&["lamp.dim", "level=5", "--format", "json"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
{"jsonrpc":"2.0","result":{"reply":18446744073709551610,"leases":{"name":{"base64":"bGFtcA=="}}},"id":1}

"#]])
        .stderr_eq(str![""]);
}

#[test]
fn what_can_be_called_is_listed() {
    let lamp = Lamp::new();
    lamp.call(&[])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
lamp.dim(level: u32, name: write [u8]) -> u64

"#]])
        .stderr_eq(str![""]);
}

#[test]
fn a_call_that_fails_says_how() {
    let lamp = Lamp::new();
    lamp.call(&["lamp.dim", "level=101"])
        .assert()
        .code(1)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: TooBright (code 3)

"#]]);
    lamp.call(&["lamp.dim", "level=101", "--format", "json"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
{"jsonrpc":"2.0","error":{"code":3,"message":"TooBright","data":{"error":"TooBright"}},"id":1}

"#]])
        .stderr_eq(str![""]);
    lamp.call(&["lamp.dim", "level=13"])
        .assert()
        .code(1)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: `lamp` died before it answered: {"generation":1}

"#]]);
    lamp.call(&["lamp.dim", "level=bright"])
        .assert()
        .code(1)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: `level`: "bright" is no value of `u32`

"#]]);
}

#[test]
fn what_is_not_there_is_exit_code_2() {
    let lamp = Lamp::new();
    let fails = |words: &[&str], stderr: snapbox::data::Inline| {
        idol(lamp.folder.path(), words)
            .assert()
            .code(2)
            .stdout_eq(str![""])
            .stderr_eq(stderr);
    };
    fails(
        &["call", "none", "lamp.dim"],
        str![[r#"
error: cannot connect to `none`: there is no such socket

"#]],
    );
    fails(
        &["monitor", "none"],
        str![[r#"
error: cannot connect to `none`: there is no such socket

"#]],
    );
    fails(
        &["call", "lamp", "bulb.dim"],
        str![[r#"
error: there is no server `bulb`; there is `lamp`

"#]],
    );
    fails(
        &["call", "lamp", "lamp.glow"],
        str![[r#"
error: `lamp`: no operation `glow`

"#]],
    );
    fails(
        &["call", "lamp", "lamp.dim", "level=1", "--json", "{}"],
        str![[r#"
error: `--json` has all values; there can be no other

"#]],
    );
    fails(
        &["call", "lamp", "--timeout", "0"],
        str![[r#"
error: `--timeout` is at least 1

"#]],
    );
}

#[test]
fn the_bridge_itself_is_called_in_the_same_way() {
    let lamp = Lamp::new();
    lamp.call(&["bridge.kill", "task=lamp"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
{"generation":1}

"#]])
        .stderr_eq(str![""]);
    lamp.call(&["bridge.kill", "task=bulb"])
        .assert()
        .code(1)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: there is no task `bulb`

"#]]);
}

#[test]
fn an_answer_that_does_not_come_is_waited_for_as_long_as_is_said() {
    let lamp = Lamp::new();
    lamp.call(&["bridge.sleep", "milliseconds=1000000", "--timeout", "1"])
        .assert()
        .code(2)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: `lamp`: no answer in time

"#]]);
}

#[test]
fn a_monitor_of_what_there_is_not_ends() {
    let lamp = Lamp::new();
    idol(lamp.folder.path(), &["monitor", "lamp", "--server", "lmp"])
        .assert()
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: `lamp`: there is no task `lmp`; there is `lamp`

"#]]);
}

#[test]
fn a_monitor_shows_what_happens() {
    let lamp = Lamp::new();
    let child = lamp.monitor(&[
        "--event", "call", "--event", "fault", "--server", "lamp", "--count",
        "4",
    ]);
    lamp.call(&["lamp.dim", "level=7"]).assert().code(0);
    lamp.call(&["lamp.dim", "level=107"]).assert().code(1);
    lamp.call(&["lamp.dim", "level=13"]).assert().code(1);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
    let shown = String::from_utf8_lossy(&output.stdout);
    snapbox::assert_data_eq!(
        shown.as_ref(),
        str![[r#"
[..] ms  peer [..] lamp.dim {"level":7}, lends 4 -> {"ok":18446744073709551608}
[..] ms  peer [..] lamp.dim {"level":107}, lends 4 -> {"err":"TooBright"}
[..] ms  peer [..] lamp.dim {"level":13}, lends 4 -> {"died":1}
[..] ms  lamp       faulted: panicked: [..]

"#]]
    );
}

#[test]
fn a_monitor_tells_programs_and_ends_with_the_bridge() {
    let lamp = Lamp::new();
    let mut child = lamp.monitor(&["--failed", "--format", "json"]);
    lamp.call(&["lamp.dim", "level=7"]).assert().code(0);
    lamp.call(&["lamp.dim", "level=107"]).assert().code(1);
    let stdout = child.stdout.take().expect("it is piped");
    let mut lines = BufReader::new(stdout).lines();
    let mut next = || lines.next().expect("a line").expect("a text");
    let event: serde_json::Value =
        serde_json::from_str(&next()).expect("it is JSON");
    // Peers that go die, which is no failure of a call.
    let mut event = event;
    while event["event"] == "fault" {
        event = serde_json::from_str(&next()).expect("it is JSON");
    }
    assert_eq!(event["outcome"], serde_json::json!({ "err": "TooBright" }));
    lamp.handle.stop().expect("it runs");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

/// Something that listens and says what no bridge says.
#[test]
fn whatever_is_at_the_socket_the_command_ends_and_says_so() {
    let folder = folder();
    let at = folder.path().join("lamp");
    let answers: [&[u8]; 6] = [
        b"",
        b"\n",
        b"{",
        b"\xff\n",
        b"[1]\n",
        b"{\"result\":\"\x1b[31m\"}\n",
    ];
    let listener = UnixListener::bind(&at).expect("a free place");
    let server = thread::spawn(move || {
        for answer in answers.iter().cycle().take(2 * answers.len()) {
            let (mut peer, _) = listener.accept().expect("a peer");
            // It may be gone.
            let _ = peer.write_all(answer);
        }
    });
    for command in ["call", "monitor"] {
        for answer in answers {
            let mut idol = idol(folder.path(), &[command, "lamp"]);
            if command == "call" {
                idol = idol.args(["rpc.no", "--timeout", "20"]);
            }
            let output = idol.output().expect("it runs");
            let stderr = String::from_utf8_lossy(&output.stderr);
            let answer = String::from_utf8_lossy(answer);
            assert_eq!(output.status.code(), Some(2), "{answer}: {stderr}");
            assert!(stderr.starts_with("error: `lamp`: "), "{stderr}");
        }
    }
    server.join().expect("all have come");
}
