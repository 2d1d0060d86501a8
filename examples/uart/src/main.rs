//! A serial port, and clients that wait for what it receives. The driver
//! answers them in the order in which lines come, while it goes on taking
//! requests; one client dies while it waits, and nobody else notices.

mod driver;

use kernel::{Action, Restart, System, When};
use userlib::hl::sleep_for;
use userlib::{TaskId, sys_get_timer};

// The client, `Uart`, and beside it what the interface names.
include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));

/// Why there is no line.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, idol_derive::IdolError, counters::Count,
)]
pub enum UartError {
    /// As many wait already as the driver has room for.
    Busy = 1,
    /// The driver was restarted.
    #[idol(server_death)]
    Restarted = 2,
}

/// A client that reads lines.
fn reader(driver: TaskId, name: &str, lines: usize) {
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

fn now() -> u64 {
    sys_get_timer().now
}

fn main() {
    let mut system = System::new();
    let driver = system.task("driver", 1, driver::main);
    system.interrupts(driver, driver::RECEIVED);
    for (time, _) in driver::WIRE {
        let interrupt = Action::interrupt(driver, driver::RECEIVED);
        system.script(When::time(time), interrupt);
    }

    // The driver has room for two that wait.
    system.task("shell", 2, move || {
        sleep_for(20);
        reader(driver, "shell", 2);
    });
    let logger = system.task("logger", 3, move || {
        sleep_for(21);
        reader(driver, "logger", 1);
    });
    system.task("pager", 4, move || {
        sleep_for(22);
        reader(driver, "pager", 1);
        sleep_for(43);
        reader(driver, "pager", 1);
    });
    // Answered at once, while others wait.
    system.task("auditor", 5, move || {
        sleep_for(35);
        let lost = Uart::from(driver).lost();
        println!("{:3} ms, auditor: {lost} bytes are lost", now());
    });
    // Dies while it waits, and asks again when it is back.
    system.script(When::time(50), Action::kill(logger, Restart::After(20)));
    println!("{}", system.run());
    let chart = system.trace().chart().brief();
    println!("\nWho said what to whom:\n{chart}");
}
