//! The reader without the driver, and the driver without the reader.

use kernel::{End, System};
use kit::{any, fill};
use userlib::{FaultInfo, ReplyFaultReason};

use crate::client::reader;
use crate::{Chip, SpiError, driver};

/// What stands in for either of them.
mod fake {
    use crate::{Chip, SpiError};
    include!(concat!(env!("OUT_DIR"), "/fake.rs"));
}

use fake::{FakeSpi, RawSpi, Spi_VECTORS};

kit::samples!(Chip: Chip::Flash, Chip::Spare);
kit::samples!(
    SpiError: SpiError::NoChip,
    SpiError::LengthsDiffer,
    SpiError::Locked,
    SpiError::DriverRestarted,
);

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

#[test]
fn a_client_that_lends_too_little_is_faulted() {
    let mut system = System::new();
    let driver = system.task("driver", 1, driver::main);
    let message =
        RawSpi::exchange(Chip::Flash, &[0x9f], &mut [0]).without_lease("sink");
    let client = system.task("client", 2, move || {
        message.send(driver);
    });
    system.expect_fault(client);
    assert!(matches!(system.run(), End::Faulted(_)));
    let refused = FaultInfo::FromServer(driver, ReplyFaultReason::BadLeases);
    assert_eq!(system.fault(client).map(|it| it.info), Some(refused));
}

#[test]
fn the_driver_and_its_reader_say_this_to_each_other() {
    let mut system = System::new();
    let driver = system.task("driver", 1, driver::main);
    system.task("reader", 2, move || reader(driver));
    assert_eq!(system.run(), End::Idle);

    let calls = FakeSpi::recorded(system.trace(), driver);
    let told: Vec<_> = calls.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "set_clock(chip: Flash, hertz: 20000000) -> Ok(16000000)",
            "lock(chip: Flash, select: true) -> Ok(())",
            "exchange(chip: Flash, source: [9f], sink: 4 bytes) -> Ok(())",
            "release() -> Ok(())",
            "exchange(chip: Spare, source: 1 byte, sink: 1 byte) \
             -> Err(NoChip)",
        ]
    );
    assert_eq!(calls[0].get("chip"), Some(&Chip::Flash));
    assert_eq!(calls[0].outcome.ok(), Some(&16_000_000_u32));
    assert_eq!(calls[4].outcome.err(), Some(&SpiError::NoChip));
}

#[test]
fn the_bytes_are_those_that_tools_are_held_to() {
    Spi_VECTORS::of::<kit::vectors::Serde>().check("vectors.json");
}
