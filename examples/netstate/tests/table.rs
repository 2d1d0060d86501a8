//! A table of many routes: no one holds it.

mod kit;

use std::io::Read;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Mutex;

use kit::Space;

fn main() -> ExitCode {
    kit::run(vec![
        ("memory_does_not_grow_with_the_table", memory),
        ("the_dead_leave_nothing_open", dead),
    ])
}

fn many(space: &Space, routes: u32) {
    space.ip("link add left type veth peer name right");
    space.ip("link set left up");
    let line = |it: u32| {
        let [_, a, b, c] = it.to_be_bytes();
        format!("route add 10.{a}.{b}.{c}/32 dev left proto static\n")
    };
    space.batch(&(0..routes).map(line).collect::<String>());
}

/// Kibibytes that the command needed at most, and how many routes it printed.
fn needed(space: &Space) -> (u64, usize) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_netstate"))
        .args(["--netns", &space.0, "route", "-4", "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    // The first byte comes when all has been gone through, and the pipe is
    // too short for the rest.
    let mut said = vec![0];
    out.read_exact(&mut said).unwrap();
    let status = format!("/proc/{}/status", child.id());
    let status = std::fs::read_to_string(status).unwrap();
    let peak = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let peak = peak.unwrap().trim().trim_end_matches(" kB");
    out.read_to_end(&mut said).unwrap();
    assert!(child.wait().unwrap().success());
    let all: serde_json::Value = serde_json::from_slice(&said).unwrap();
    (peak.parse().unwrap(), all.as_array().unwrap().len())
}

/// One at a time: they look at what this process has open.
static TURN: Mutex<()> = Mutex::new(());

fn memory() {
    let _turn = TURN.lock().unwrap();
    let amount = if kit::long() { 100_000 } else { 20_000 };
    let (few, lots) = (Space::new("few"), Space::new("lots"));
    many(&few, 5_000);
    many(&lots, amount);
    let (small, first) = needed(&few);
    let (large, second) = needed(&lots);
    println!("{small} KiB for {first} routes, {large} KiB for {second}");
    assert_eq!((first, second), (5_000, amount as usize));
    // Twenty bytes a route would be 2 MiB.
    assert!(large < small + 1_024, "{small} KiB, then {large} KiB");
}

/// The files that this process has open.
fn open() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}

/// Clients that die, and one that begins without an end, in one system.
fn dead() {
    use kernel::{Restart, System};
    use netstate::{NetState, Place, server};
    let _turn = TURN.lock().unwrap();
    let before = open();
    let mut system = System::new();
    let server = system.task("netstate", 1, server::serve);
    let mut lives = 0;
    let reader = system.task("reader", 2, move || {
        lives += 1;
        if lives > 1 {
            return;
        }
        let state = NetState::from(server);
        assert!(state.links(Place::START).unwrap().is_some());
        assert!(state.rules(Place::START).unwrap().is_some());
        userlib::hl::sleep_for(1_000_000);
    });
    let _ = system.run_now(100_000);
    assert_eq!(open(), before + 2);
    // It is dead, and the server looks round.
    system.kill(reader, Restart::AtOnce);
    for _ in 0..4 {
        let next = system.next_event().unwrap_or(system.now());
        system.advance(next);
        let _ = system.run_now(100_000);
    }
    assert_eq!(open(), before);
    assert_eq!(system.next_event(), None, "nobody looks round for ever");

    let mut system = System::new();
    let server = system.task("netstate", 1, server::serve);
    system.task("careless", 2, move || {
        let state = NetState::from(server);
        let first = state.rules(Place::START).unwrap().unwrap();
        for _ in 0..100 {
            state.rules(Place::START).unwrap();
        }
        let gone = state.rules(first.1);
        assert_eq!(gone, Err(netstate::NetError::Gone));
        userlib::hl::sleep_for(1_000_000);
    });
    let _ = system.run_now(100_000);
    assert_eq!(open(), before + server::MOST_OPEN);
}
