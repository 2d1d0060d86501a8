//! A driver and its client, each a task of its own, talking on the host
//! kernel. Prints what went over the wire.

use spi::client::reader;
use spi::driver;

fn main() {
    let mut system = kernel::System::new();
    let driver = system.task("driver", 1, driver::main);
    system.task("reader", 2, move || reader(driver));
    let outcome = system.run();
    println!("\nWhat went over the wire:\n{}", system.trace());
    println!("{outcome}");
}
