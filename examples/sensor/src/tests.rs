//! A client without the driver: what it does when the driver has nothing yet,
//! dies, or takes long.

use kernel::{End, System};

use crate::client::watcher;
use crate::{Place, Reading, SensorError};

/// What stands in for either side.
mod fake {
    use crate::{Place, Reading, SensorError};
    include!(concat!(env!("OUT_DIR"), "/fake.rs"));
}

use fake::{FakeSensor, Sensor_VECTORS};

#[test]
fn a_watcher_goes_on_whatever_the_driver_does() {
    let mut system = System::new();
    let sensor = FakeSensor::task(&mut system, "sensor", 1);
    sensor.always().extremes(Place::Room).ok(None);
    sensor
        .expect()
        .latest(Place::Room)
        .err(SensorError::NothingYet);
    // It dies with the request in its hands, and is asked again.
    sensor.expect().latest(Place::Room).die();
    let reading = Reading { celsius: 20, at: 0 };
    sensor.expect().latest(Place::Room).after(500).ok(reading);
    sensor.expect().latest(Place::Room).ok(reading);
    sensor.expect().latest(Place::Room).ok(reading);

    let driver = sensor.id();
    system.task("room", 2, move || watcher(driver, Place::Room, 150));
    assert_eq!(system.run(), End::Idle);
    // Four pauses, and one answer that took long.
    assert_eq!(system.now(), 4 * 150 + 500);
}

kit::samples!(Place: Place::Room, Place::Garden);
kit::samples!(
    Reading: Reading {
        celsius: i16::MIN,
        at: 0
    },
    Reading {
        celsius: i16::MAX,
        at: u64::MAX
    },
);
kit::samples!(SensorError: SensorError::NothingYet);

#[test]
fn the_bytes_are_those_that_tools_are_held_to() {
    Sensor_VECTORS::of::<kit::vectors::Serde>().check("vectors.json");
}
