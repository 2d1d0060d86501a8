//! The bridge on D-Bus: a daemon of the test's own, and the tools that people
//! have for it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::sync_channel;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use idol_bridge::dbus::{Bus, Service};
use idol_bridge::{Bridge, Handle, Limits, Time, schemas};
use kernel::{System, TaskId};
use trials::{Failed, Trial, needing};

fn main() {
    let gdbus = || missing("gdbus", "libglib2.0-bin");
    let busctl = || missing("busctl", "systemd");
    let trials = vec![
        trial("gdbus_calls_operations", gdbus(), gdbus_calls_operations),
        trial("gdbus_is_told_of_errors", gdbus(), gdbus_is_told_of_errors),
        trial(
            "gdbus_sees_what_there_is",
            gdbus(),
            gdbus_sees_what_there_is,
        ),
        trial("busctl_sees_and_calls", busctl(), busctl_sees_and_calls),
        trial("a_caller_that_leaves_is_dead", None, a_caller_that_leaves),
        trial("calls_of_one_caller_are_limited", None, calls_are_limited),
        trial(
            "names_on_the_bus_are_taken_once",
            None,
            names_are_taken_once,
        ),
    ];
    trials::run(trials)
}

/// What is missing for a tool, if anything.
fn missing(tool: &str, package: &str) -> Option<String> {
    let found = Command::new(tool).arg("--version").output();
    found.is_err().then(|| format!("apt-get install {package}"))
}

fn trial(
    name: &str,
    tool: Option<String>,
    test: fn(&Lab) -> Result<(), Failed>,
) -> Trial {
    let missing = tool.or_else(|| missing("dbus-daemon", "dbus"));
    needing(name, missing, move || test(&Lab::new()))
}

/// A daemon, and the examples' drivers on its bus.
struct Lab {
    daemon: Child,
    address: String,
    handle: Handle,
    bridge: Option<JoinHandle<()>>,
}

/// The name of the service.
const NAME: &str = "net.example.Lab";

impl Lab {
    fn new() -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the daemon is there");
        let stdout = daemon.stdout.take().expect("it is piped");
        let mut address = String::new();
        BufReader::new(stdout)
            .read_line(&mut address)
            .expect("it says where it is");
        let address = address.trim().to_owned();
        let bus = Bus::At(address.clone());
        let (send, receive) = sync_channel(1);
        let bridge = thread::spawn(move || {
            let mut bridge = bridge();
            let service =
                Service::new(&bridge, &bus, NAME).expect("the bus is there");
            send.send(bridge.handle()).expect("the test waits");
            bridge.run().expect("it runs");
            drop(service);
        });
        Self {
            daemon,
            address,
            handle: receive.recv().expect("it is set up"),
            bridge: Some(bridge),
        }
    }

    /// What `gdbus call` says of a method.
    fn gdbus(&self, object: &str, method: &str, words: &[&str]) -> Output {
        Command::new("gdbus")
            .args(["call", "--address", &self.address, "--dest", NAME])
            .args(["--object-path", object, "--method", method])
            .args(words)
            .output()
            .expect("the tool is there")
    }

    fn busctl(&self, words: &[&str]) -> Output {
        Command::new("busctl")
            .args(["--address", &self.address])
            .args(words)
            .output()
            .expect("the tool is there")
    }

    fn connect(&self) -> zbus::blocking::Connection {
        zbus::blocking::connection::Builder::address(self.address.as_str())
            .and_then(|builder| builder.build())
            .expect("the bus is there")
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        // Whatever is left of it.
        let _ = self.handle.stop();
        if let Some(bridge) = self.bridge.take() {
            let _ = bridge.join();
        }
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

fn bridge() -> Bridge {
    let known = schemas::of_this_program().expect("it has debug information");
    let named = |name| schemas::named(&known, name).expect("it is linked");
    let mut system = System::new();
    system.supervisor(kernel::Restart::AtOnce);
    let sensor = system.task("sensor", 1, sensor::driver::main);
    let spi = system.task("spi", 2, spi::driver::main);
    let uart = system.task("uart", 3, uart::driver::main);
    system.interrupts(uart, uart::driver::RECEIVED);
    let limits = Limits {
        in_flight: 2,
        ..Limits::default()
    };
    let mut bridge = Bridge::new(system, limits).expect("it has room");
    bridge
        .serve("sensor", sensor, named("Sensor"))
        .and_then(|it| it.serve("spi-1", spi, named("Spi")))
        .and_then(|it| it.serve("uart", uart, named("Uart")))
        .expect("good names");
    bridge.time(Time::Real);
    bridge
}

#[track_caller]
fn said(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[track_caller]
fn refused(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

fn gdbus_calls_operations(lab: &Lab) -> Result<(), Failed> {
    let spi = "/idol/spi_1";
    let clock = lab.gdbus(spi, "idol.Spi.set_clock", &["Flash", "20000000"]);
    assert_eq!(said(&clock), "(uint32 16000000,)");
    let words = ["Flash", "[byte 0x9f, 0, 0, 0]", "4"];
    let exchange = lab.gdbus(spi, "idol.Spi.exchange", &words);
    assert_eq!(said(&exchange), "([byte 0xff, 0xef, 0x40, 0x18],)");
    let lock = lab.gdbus(spi, "idol.Spi.lock", &["Flash", "true"]);
    assert_eq!(said(&lock), "()");
    // Its owner has left the bus, so it is free.
    let release = lab.gdbus(spi, "idol.Spi.release", &[]);
    assert_eq!(said(&release), "()");
    let lost = lab.gdbus("/idol/uart", "idol.Uart.lost", &[]);
    assert_eq!(said(&lost), "(uint32 0,)");
    let method = "idol.Sensor.latest";
    let mut reading = lab.gdbus("/idol/sensor", method, &["Garden"]);
    while !reading.status.success() {
        reading = lab.gdbus("/idol/sensor", method, &["Garden"]);
    }
    let reading = said(&reading);
    assert!(reading.starts_with("((int16 "), "{reading}");
    assert!(reading.ends_with("00),)"), "{reading}");
    // It has measured both by its second measurement.
    let method = "idol.Sensor.extremes";
    let mut extremes = String::new();
    for _ in 0..1_000 {
        extremes = said(&lab.gdbus("/idol/sensor", method, &["Room"]));
        if extremes == "([(int16 20, int16 21)],)" {
            return Ok(());
        }
    }
    Err(extremes.into())
}

fn gdbus_is_told_of_errors(lab: &Lab) -> Result<(), Failed> {
    let spi = "/idol/spi_1";
    let call = |method: &str, words: &[&str]| {
        let object = if method.contains("Spi") {
            spi
        } else {
            "/idol/uart"
        };
        refused(&lab.gdbus(object, method, words))
    };
    let exchange = "idol.Spi.exchange";
    let error = call(exchange, &["Flash", "[byte 1]", "2"]);
    assert!(error.contains("idol.Spi.Error.LengthsDiffer"), "{error}");
    let error = call(exchange, &["Fish", "[byte 1]", "2"]);
    assert!(error.contains("Error.InvalidArgs"), "{error}");
    assert!(error.contains("Fish"), "{error}");
    let error = call(exchange, &["Flash", "[byte 1]", "2000"]);
    assert!(error.contains("Error.InvalidArgs"), "{error}");
    let error = call("idol.Spi.none", &[]);
    assert!(error.contains("Error.UnknownMethod"), "{error}");
    let error = call("other.Spi.release", &[]);
    assert!(error.contains("Error.UnknownMethod"), "{error}");
    let error = refused(&lab.gdbus("/idol/none", "idol.Spi.release", &[]));
    assert!(error.contains("Error.UnknownObject"), "{error}");
    Ok(())
}

fn gdbus_sees_what_there_is(lab: &Lab) -> Result<(), Failed> {
    let output = Command::new("gdbus")
        .args(["introspect", "--address", &lab.address, "--dest", NAME])
        .args(["--object-path", "/", "--recurse"])
        .output()?;
    let told = said(&output);
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "node /idol/sensor {",
        "interface idol.Sensor {",
        "latest(in s place, out (nt) reply);",
        "extremes(in s place, out a(nn) reply);",
        "exchange(in s chip, in ay source, in u sink, out ay sink);",
        "lost(out u reply);",
    ] {
        assert!(told.contains(part), "no {part:?} in\n{told}");
    }
    Ok(())
}

fn busctl_sees_and_calls(lab: &Lab) -> Result<(), Failed> {
    let words = ["introspect", NAME, "/idol/spi_1", "idol.Spi"];
    let told = said(&lab.busctl(&words));
    let line = |name: &str| {
        let mut lines = told.lines();
        let line = lines.find(|line| line.starts_with(name));
        let line = line.unwrap_or_else(|| panic!("no {name} in\n{told}"));
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line(".exchange"), ".exchange method sayu ay -");
    assert_eq!(line(".set_clock"), ".set_clock method su u -");
    assert_eq!(line(".release"), ".release method - - -");
    let call = ["call", NAME, "/idol/spi_1", "idol.Spi", "set_clock"];
    let words = [&call[..], &["su", "Flash", "1"]].concat();
    assert_eq!(said(&lab.busctl(&words)), "u 500000");
    Ok(())
}

/// How many tasks are in the state of waiting for a reply.
fn waiting(lab: &Lab) -> usize {
    use userlib::{SchedState, TaskState};
    let waiting = lab.handle.with(|system| {
        let tasks: Vec<TaskId> = system.tasks().map(|(id, _)| id).collect();
        let waits = |id: &&TaskId| {
            let state = system.state(**id);
            matches!(state, TaskState::Healthy(SchedState::InReply(_)))
        };
        tasks.iter().filter(waits).count()
    });
    waiting.expect("it runs")
}

#[track_caller]
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..6_000 {
        if is_so() {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("{what}: not within a minute");
}

/// Asks for a line, which never comes.
fn ask(connection: &zbus::blocking::Connection) {
    let message = zbus::Message::method_call("/idol/uart", "read_line")
        .and_then(|builder| builder.destination(NAME))
        .and_then(|builder| builder.interface("idol.Uart"))
        .and_then(|builder| builder.build(&16_u32))
        .expect("it is a message");
    connection.send(&message).expect("the bus is there");
}

fn a_caller_that_leaves(lab: &Lab) -> Result<(), Failed> {
    let caller = lab.connect();
    ask(&caller);
    until("it waits", || waiting(lab) == 1);
    caller.close()?;
    until("it is dead", || waiting(lab) == 0);
    Ok(())
}

fn calls_are_limited(lab: &Lab) -> Result<(), Failed> {
    let caller = lab.connect();
    // The driver has room for two that wait.
    ask(&caller);
    ask(&caller);
    until("they wait", || waiting(lab) == 2);
    let lost = |caller: &zbus::blocking::Connection| {
        let call = caller.call_method(
            Some(NAME),
            "/idol/uart",
            Some("idol.Uart"),
            "lost",
            &(),
        );
        call.and_then(|reply| reply.body().deserialize::<u32>())
            .map_err(|error| error.to_string())
    };
    let error = lost(&caller).expect_err("it has as many calls as it may");
    assert!(error.contains("LimitsExceeded"), "{error}");
    assert_eq!(lost(&lab.connect()), Ok(0));
    Ok(())
}

fn names_are_taken_once(lab: &Lab) -> Result<(), Failed> {
    let bus = Bus::At(lab.address.clone());
    let second = Service::new(&bridge(), &bus, NAME);
    assert!(second.is_err());
    let nowhere = Bus::At("unix:path=/nowhere".to_owned());
    assert!(Service::new(&bridge(), &nowhere, "net.example.B").is_err());
    Ok(())
}
