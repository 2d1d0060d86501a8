//! A reader without the driver.

use kernel::{End, System};
use kit::fill;

use crate::UartError;
use crate::client::reader;

/// What stands in for either side.
mod fake {
    use crate::UartError;
    include!(concat!(env!("OUT_DIR"), "/fake.rs"));
}

use fake::{FakeUart, Uart_VECTORS};

#[test]
fn a_reader_waits_for_its_lines() {
    let mut system = System::new();
    let uart = FakeUart::task(&mut system, "uart", 1);
    uart.expect().read_line(fill(*b"first\n")).after(30).ok(6);
    uart.expect().read_line(fill(*b"second\n")).on(1).ok(7);

    let driver = uart.id();
    system.task("reader", 2, move || reader(driver, "reader", 2));
    assert!(!system.run().is_success(), "it waits for the second line");
    assert_eq!(system.now(), 30);
    // The line comes.
    assert_eq!(system.post(driver, 1).run(), End::Idle);
}

kit::samples!(UartError: UartError::Busy, UartError::Restarted);

#[test]
fn the_bytes_are_those_that_tools_are_held_to() {
    Uart_VECTORS::of::<kit::vectors::Serde>().check("vectors.json");
}
