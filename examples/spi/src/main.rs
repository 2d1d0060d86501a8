//! A driver and its client, each a task of its own, talking on the host
//! kernel. Prints what went over the wire.

use spi::{Chip, Spi, SpiOperation, driver};

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
    system.name_operations(
        driver,
        &[
            (SpiOperation::exchange as u16, "exchange"),
            (SpiOperation::set_clock as u16, "set_clock"),
            (SpiOperation::lock as u16, "lock"),
            (SpiOperation::release as u16, "release"),
        ],
    );
    system.task("reader", 2, move || reader(driver));
    let outcome = system.run();
    println!("\nWhat went over the wire:\n{}", system.trace());
    println!("{outcome}");
}
