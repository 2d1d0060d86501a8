//! The driver: a server of `Sensor` that measures whenever its timer fires.

use core::convert::Infallible;

use idol_runtime::{NotificationHandler, RequestError};
use userlib::{NotificationBits, RecvMessage, set_timer_relative};

use crate::{Place, Reading, SensorError};

/// The generated server.
mod idl {
    use crate::{Place, Reading, SensorError};
    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));
}

/// The notification that the timer posts.
const TIMER: u32 = 1;

/// How often the driver measures, in milliseconds.
const INTERVAL: u32 = 100;

#[derive(Default)]
struct Driver {
    room: History,
    garden: History,
}

/// What was measured in one place.
#[derive(Default)]
struct History {
    latest: Option<Reading>,
    extremes: Option<(i16, i16)>,
}

impl History {
    fn add(&mut self, reading: Reading) {
        let new = reading.celsius;
        let (low, high) = self.extremes.unwrap_or((new, new));
        self.extremes = Some((low.min(new), high.max(new)));
        self.latest = Some(reading);
    }
}

impl Driver {
    fn history(&self, place: Place) -> &History {
        match place {
            Place::Room => &self.room,
            Place::Garden => &self.garden,
        }
    }

    /// Reads the simulated thermometers.
    fn measure(&mut self, now: u64) {
        let wobble = (now / u64::from(INTERVAL) % 5) as i16;
        let reading = |celsius| Reading { celsius, at: now };
        self.room.add(reading(20 + wobble % 2));
        self.garden.add(reading(5 - wobble));
    }
}

impl NotificationHandler for Driver {
    fn current_notification_mask(&self) -> u32 {
        TIMER
    }

    fn handle_notification(&mut self, bits: NotificationBits) {
        if bits.has_timer_fired(TIMER) {
            let next = set_timer_relative(INTERVAL, TIMER);
            self.measure(next - u64::from(INTERVAL));
        }
    }
}

impl idl::InOrderSensorImpl for Driver {
    fn latest(
        &mut self,
        _: &RecvMessage,
        place: Place,
    ) -> Result<Reading, RequestError<SensorError>> {
        let latest = self.history(place).latest;
        Ok(latest.ok_or(SensorError::NothingYet)?)
    }

    fn extremes(
        &mut self,
        _: &RecvMessage,
        place: Place,
    ) -> Result<Option<(i16, i16)>, RequestError<Infallible>> {
        Ok(self.history(place).extremes)
    }
}

/// The driver's task.
pub fn main() {
    set_timer_relative(INTERVAL, TIMER);
    idol_runtime::serve!(idl, Driver::default())
}
