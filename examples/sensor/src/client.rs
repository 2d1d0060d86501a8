//! Who asks the driver.

use userlib::TaskId;
use userlib::hl::sleep_for;

use crate::{Place, Sensor};

/// A client that asks for a place again and again.
pub fn watcher(driver: TaskId, place: Place, pause: u64) {
    let sensor = Sensor::from(driver);
    for _ in 0..4 {
        sleep_for(pause);
        let latest = sensor.latest(place);
        let extremes = sensor.extremes(place);
        println!("{place:?}: {latest:?}, extremes {extremes:?}");
    }
}
