//! Who reads lines.

use userlib::{TaskId, sys_get_timer};

use crate::Uart;

/// A client that reads lines.
pub fn reader(driver: TaskId, name: &str, lines: usize) {
    let uart = Uart::from(driver);
    let mut line = [0; 16];
    for _ in 0..lines {
        println!("{:3} ms, {name}: waits", now());
        let result = uart.read_line(&mut line);
        match result {
            Ok(len) => {
                let text = line[..len.into()].escape_ascii();
                println!("{:3} ms, {name}: \"{text}\"", now());
            }
            Err(error) => println!("{:3} ms, {name}: {error:?}", now()),
        }
    }
}

/// The time, in milliseconds.
pub fn now() -> u64 {
    sys_get_timer().now
}
