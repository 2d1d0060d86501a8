//! Who uses the bus.

use crate::{Chip, Spi};

/// The task that reads the flash's name.
pub fn reader(driver: userlib::TaskId) {
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
