//! Two hosts on one machine: network namespaces with a wire between them, the
//! command in each, routes in the kernel's tables, a process that is killed.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Trial};

/// What is missing here, if anything.
fn missing() -> Option<&'static str> {
    let made = run("ip netns add routebond-try");
    if made.is_err() {
        return Some("no right to make network namespaces, or no `ip`");
    }
    run("ip netns del routebond-try").ok();
    None
}

fn main() -> ExitCode {
    let missing = missing();
    let required = std::env::var("IDOL_REQUIRE").is_ok_and(|v| v == "all");
    let test =
        Trial::test("routes_cross_between_hosts_and_reach_the_kernel", {
            move || match missing {
                Some(why) => Err(why.into()),
                None => {
                    hosts();
                    Ok(())
                }
            }
        });
    if let Some(why) = missing
        && !required
    {
        eprintln!("ignored: {why}");
    }
    let test = test.with_ignored_flag(missing.is_some() && !required);
    libtest_mimic::run(&Arguments::from_args(), vec![test]).exit_code()
}

fn run(command: &str) -> Result<String, String> {
    let mut words = command.split(' ');
    let program = words.next().unwrap_or("");
    let output = Command::new(program).args(words).output();
    let output = output.map_err(|error| error.to_string())?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(text(&output.stderr)),
    }
}

#[track_caller]
fn must(command: &str) -> String {
    run(command).unwrap_or_else(|error| panic!("{command}: {error}"))
}

/// A namespace, with all that runs in it; gone when dropped.
struct Host(String);

impl Host {
    fn new(name: &str) -> Self {
        let name = format!("routebond-{}-{name}", std::process::id());
        must(&format!("ip netns add {name}"));
        let host = Self(name);
        host.ip("link set lo up");
        host
    }

    fn ip(&self, what: &str) -> String {
        must(&format!("ip -n {} {what}", self.0))
    }

    /// The command, in here, and what it prints.
    fn start(&self, arguments: &str) -> Running {
        let mut child = Command::new("ip")
            .args(["netns", "exec", &self.0, env!("CARGO_BIN_EXE_routebond")])
            .args(arguments.split(' '))
            .stdout(Stdio::piped())
            .spawn()
            .expect("`ip` is there");
        let out = child.stdout.take().expect("it is piped");
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Running { child, lines }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = run(&format!("ip netns del {}", self.0));
    }
}

struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    #[track_caller]
    fn says(&self, line: &str) {
        let said = self.lines.recv_timeout(Duration::from_secs(30));
        assert_eq!(said.as_deref(), Ok(line));
    }

    /// SIGKILL: it has no time to say anything.
    fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[track_caller]
fn eventually(is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(30), "it never was");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn hosts() {
    let (left, right) = (Host::new("left"), Host::new("right"));
    must(&format!(
        "ip link add name wire netns {} type veth peer name wire netns {}",
        left.0, right.0
    ));
    for (host, address) in [(&left, "fd00::1/64"), (&right, "fd00::2/64")] {
        host.ip(&format!("addr add {address} dev wire nodad"));
        host.ip("link set wire up");
        host.ip("tuntap add dev tun0 mode tun");
        host.ip("link set tun0 up");
    }
    let server = left.start("server --listen [fd00::1]:4711 --keepalive 1");
    server.says("listening at [fd00::1]:4711");

    // What an earlier run has left, and what is none of ours.
    right.ip("route add 10.66.0.0/16 dev tun0 table 1100 proto 171");
    right.ip("route add 10.77.0.0/16 dev tun0 table 1100 proto static");
    let common = "--server [fd00::1]:4711 --keepalive 1";
    let reader = right.start(&format!(
        "client {common} --subscribe 100 --install 100#1100 --tun tun0"
    ));
    let table = || right.ip("route show table 1100");
    eventually(|| !table().contains("10.66.0.0/16"));
    assert!(table().contains("10.77.0.0/16"));

    let (one, two) = ("100#10.0.1.0/24@fd00::a", "100#10.0.1.0/24@fd00::b");
    let six = "100#fd01::/48@fd00::a";
    let nat = "100#10.9.0.0/16@fd00::a#nat#1#9";
    let first = left.start(&format!(
        "client {common} --announce {one} --announce {six} --announce {nat}"
    ));
    let mut told: Vec<_> = (0..3)
        .map(|_| reader.lines.recv_timeout(Duration::from_secs(30)).unwrap())
        .collect();
    told.sort();
    let mut want = [one, six, nat].map(|route| format!("+ {route}"));
    want.sort();
    assert_eq!(told, want);
    eventually(|| {
        table().lines().any(|line| {
            line.starts_with("10.0.1.0/24  encap ip6")
                && line.contains(" dst fd00::a ")
                && line.contains(" dev tun0 proto 171")
        })
    });
    let six_table = || right.ip("-6 route show table 1100");
    eventually(|| six_table().contains("fd01::/48  encap ip6"));
    assert!(!table().contains("10.9.0.0/16"), "nat is for others");

    // Two next hops share a destination.
    let second = right.start(&format!("client {common} --announce {two}"));
    reader.says(&format!("+ {two}"));
    eventually(|| {
        let table = table();
        let share = |hop: &str| {
            let dst = format!(" dst {hop} ");
            table
                .lines()
                .any(|l| l.contains("nexthop") && l.contains(&dst))
        };
        share("fd00::a") && share("fd00::b")
    });

    // A process that dies without a word takes its routes along.
    first.kill();
    let mut gone: Vec<_> = (0..3)
        .map(|_| reader.lines.recv_timeout(Duration::from_secs(30)).unwrap())
        .collect();
    gone.sort();
    let mut want = [one, six, nat].map(|route| format!("- {route}"));
    want.sort();
    assert_eq!(gone, want);
    eventually(|| {
        table().contains(" dst fd00::b ")
            && !table().contains(" dst fd00::a ")
            && !six_table().contains("fd01::")
    });

    // The wire is cut: nobody hears of an end, and signs of life are missing.
    left.ip("link set wire down");
    reader.says(&format!("- {two}"));
    eventually(|| !table().contains("10.0.1.0/24"));
    left.ip("link set wire up");
    drop((second, reader, server));
    assert!(table().contains("10.77.0.0/16"));
}
