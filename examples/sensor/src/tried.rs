//! The driver and its clients in every order, with a death at every moment, and
//! with every message.

use kernel::{Restart, System, Trial, fuzz_server};
use userlib::hl::sleep_for;

use crate::{Place, Sensor, driver};

/// A client in each place, whose reading must lie within the extremes that it
/// asks for next.
fn readings_lie_within_extremes(system: &mut System) {
    let driver = system.task("driver", 1, driver::main);
    let places = [("room", Place::Room), ("garden", Place::Garden)];
    for (name, place) in places {
        system.task(name, 2, move || {
            let sensor = Sensor::from(driver);
            sleep_for(150);
            let latest = sensor.latest(place);
            // A driver that has died in between has forgotten all.
            let extremes = sensor.extremes(place);
            if let (Ok(latest), Some((low, high))) = (latest, extremes) {
                assert!((low..=high).contains(&latest.celsius));
            }
        });
    }
    system.run().expect_success();
}

#[test]
fn in_every_order() {
    let explored = Trial::new(readings_lie_within_extremes).explore(2);
    assert!(explored.complete, "{explored}");
    assert!(explored.runs > 50, "{explored}");
}

#[test]
fn whenever_the_driver_dies() {
    let trial = Trial::new(readings_lie_within_extremes);
    let deaths = trial.deaths("driver", Restart::AtOnce);
    assert!(deaths > 10, "{deaths}");
    // What failed before a client was ready for a driver without memory.
    assert_eq!(trial.replay(), 1);
}

#[test]
fn whatever_is_sent_to_the_driver() {
    let fuzzed =
        fuzz_server(|system| system.task("driver", 1, driver::main)).run(2_000);
    assert_eq!(fuzzed.operations, 2);
    assert!(fuzzed.replied > 500, "{fuzzed}");
}
