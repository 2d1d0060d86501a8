//! A driver that measures on a timer and two clients that ask it. The driver
//! is killed in the middle of a request and restarted: it forgets what it
//! measured, and its clients notice nothing else.

use kernel::{Action, CallKind, Restart, System, When};
use sensor::client::watcher;
use sensor::{Place, driver};

fn main() {
    let mut system = System::new();
    let driver = system.task("driver", 1, driver::main);
    system.task("room", 2, move || watcher(driver, Place::Room, 150));
    system.task("garden", 2, move || watcher(driver, Place::Garden, 210));

    // The driver dies while it handles the fifth request, and is restarted.
    system.script(
        When::after(driver, CallKind::Recv, 5),
        Action::kill(driver, Restart::After(20)),
    );

    let end = system.run();
    let restarts = system.current_id(driver).generation();
    println!("{end}; the driver is in generation {}", u8::from(restarts));
    println!(
        "\nWho said what to whom:\n{}",
        system.trace().chart().brief()
    );
}
