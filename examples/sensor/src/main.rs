//! A driver that measures on a timer and two clients that ask it. The driver
//! is killed in the middle of a request and restarted: it forgets what it
//! measured, and its clients notice nothing else.

mod driver;

use kernel::{Action, CallKind, Restart, System, When};
use serde::{Deserialize, Serialize};
use userlib::TaskId;
use userlib::hl::sleep_for;

// The client, `Sensor`, and beside it what the interface names.
include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));

/// Where a temperature is measured.
#[derive(
    Copy, Clone, Debug, Serialize, Deserialize, hubpack::SerializedSize,
)]
pub enum Place {
    /// Inside.
    Room,
    /// Outside.
    Garden,
}

/// What was measured.
#[derive(
    Copy, Clone, Debug, Serialize, Deserialize, hubpack::SerializedSize,
)]
pub struct Reading {
    /// In degrees Celsius.
    pub celsius: i16,
    /// In milliseconds since the system started.
    pub at: u64,
}

/// Why there is no reading.
#[derive(Copy, Clone, Debug, idol_derive::IdolError, counters::Count)]
pub enum SensorError {
    /// The driver has just started.
    NothingYet = 1,
}

/// A client that asks for a place again and again.
fn watcher(driver: TaskId, place: Place, pause: u64) {
    let sensor = Sensor::from(driver);
    for _ in 0..4 {
        sleep_for(pause);
        let latest = sensor.latest(place);
        let extremes = sensor.extremes(place);
        println!("{place:?}: {latest:?}, extremes {extremes:?}");
    }
}

fn main() {
    let mut system = System::new();
    let driver = system.task("driver", 1, driver::main);
    system.task("room", 2, move || watcher(driver, Place::Room, 150));
    system.task("garden", 2, move || watcher(driver, Place::Garden, 210));

    // The driver dies while it handles the fifth request, and is restarted.
    system.script(
        When::after(driver, CallKind::Recv, 5),
        Action::kill(driver, Restart::After(20)),
    );

    let end = system.run();
    let restarts = system.current_id(driver).generation();
    println!("{end}; the driver is in generation {}", u8::from(restarts));
    println!(
        "\nWho said what to whom:\n{}",
        system.trace().chart().brief()
    );
}
