//! A serial port, and clients that wait for what it receives. The driver
//! answers them in the order in which lines come, while it goes on taking
//! requests; one client dies while it waits, and nobody else notices.

use kernel::{Action, Restart, System, When};
use uart::client::{now, reader};
use uart::{Uart, driver};
use userlib::hl::sleep_for;

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
