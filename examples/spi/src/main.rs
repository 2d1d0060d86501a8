//! A driver and its client, each a task of its own, talking on the host
//! kernel. Prints what went over the wire.

mod driver;
#[cfg(test)]
mod tests;

use userlib::FromPrimitive;

// The client, `Spi`, and beside it what the interface names. In a Hubris tree
// this is an API crate of its own, and the driver another.
include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));

/// The chips on the bus.
#[derive(
    Copy,
    Clone,
    Debug,
    Eq,
    PartialEq,
    FromPrimitive,
    zerocopy_derive::IntoBytes,
    zerocopy_derive::Immutable,
)]
#[cfg_attr(test, derive(serde::Serialize))]
#[repr(u8)]
pub enum Chip {
    /// The flash that holds the firmware.
    Flash = 0,
    /// Where a second one would be soldered.
    Spare = 1,
}

/// Why the bus did not do what it was asked.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, idol_derive::IdolError, counters::Count,
)]
#[cfg_attr(test, derive(serde::Serialize))]
pub enum SpiError {
    /// No chip answers there.
    NoChip = 1,
    /// The two buffers of an exchange differ in length.
    LengthsDiffer = 2,
    /// Another task has locked the bus.
    Locked = 3,
    /// The driver was restarted, and the exchange may or may not have happened.
    #[idol(server_death)]
    DriverRestarted = 4,
}

/// The task that reads the flash's name.
fn reader(driver: userlib::TaskId) {
    let spi = Spi::from(driver);
    let clock = spi.set_clock(Chip::Flash, 20_000_000);
    println!("reader: the clock is {clock:?}");

    spi.lock(Chip::Flash, true).expect("the driver lives");
    let mut answer = [0; 4];
    let name = spi
        .exchange(Chip::Flash, &[0x9f, 0, 0, 0], &mut answer)
        .map(|()| answer);
    println!("reader: the flash calls itself {name:02x?}");
    spi.release().expect("the driver lives");

    let nobody = spi.exchange(Chip::Spare, &[0x9f], &mut [0]);
    println!("reader: the spare chip gives {nobody:?}");
}

fn main() {
    let mut system = kernel::System::new();
    let driver = system.task("driver", 1, driver::main);
    system.task("reader", 2, move || reader(driver));
    let outcome = system.run();
    println!("\nWhat went over the wire:\n{}", system.trace());
    println!("{outcome}");
}
