//! The reader without the driver, and the driver without the reader.

use kernel::{End, System};
use kit::{any, fill};

use crate::{Chip, SpiError, driver, reader};

/// What stands in for either of them.
mod fake {
    use crate::{Chip, SpiError};
    include!(concat!(env!("OUT_DIR"), "/fake.rs"));
}

use fake::{FakeSpi, RawSpi};

#[test]
fn the_reader_locks_the_bus_and_asks_for_the_name() {
    let mut system = System::new();
    let spi = FakeSpi::task(&mut system, "driver", 1);
    spi.expect().set_clock(Chip::Flash, any()).ok(16_000_000);
    spi.expect().lock(Chip::Flash, true).ok(());
    spi.expect()
        .exchange(Chip::Flash, [0x9f, 0, 0, 0], fill([0xff, 0xef, 0x40, 0x18]))
        .ok(());
    spi.expect().release().ok(());
    spi.expect()
        .exchange(Chip::Spare, [0x9f], any())
        .err(SpiError::NoChip);

    let driver = spi.id();
    system.task("reader", 2, move || reader(driver));
    assert_eq!(system.run(), End::Idle);
}
