//! The drivers of the examples and a shelf behind a bridge, whose socket the
//! argument names. Whoever calls may also kill.

/// What each example serves that is a program and no library.
mod adder {
    use core::convert::Infallible;

    use idol_runtime::{NoNotifications, RequestError};
    use userlib::RecvMessage;

    pub(crate) mod idl {
        include!(concat!(env!("OUT_DIR"), "/adder_server.rs"));
    }

    /// The server.
    pub(crate) struct Adder;

    impl NoNotifications for Adder {}

    impl idl::InOrderAdderImpl for Adder {
        fn add(
            &mut self,
            _: &RecvMessage,
            a: u32,
            b: u32,
        ) -> Result<u32, RequestError<Infallible>> {
            Ok(a.wrapping_add(b))
        }
    }
}
#[path = "../servers/shelf.rs"]
mod shelf;

use std::error::Error;

use idol_bridge::{Access, Bridge, Limits, schemas};
use kernel::{Action, Restart, System, When};

fn main() -> Result<(), Box<dyn Error>> {
    let socket = std::env::args_os().nth(1).ok_or("name a socket")?;
    let mut system = System::new();
    system.supervisor(Restart::AtOnce).keep_trace(1000);
    let uart = system.task("uart", 3, uart::driver::main);
    let servers = [
        ("Sensor", system.task("sensor", 1, sensor::driver::main)),
        ("Spi", system.task("spi", 2, spi::driver::main)),
        ("Uart", uart),
        (
            "Adder",
            system.task("adder", 1, || {
                use adder::idl;
                idol_runtime::serve!(idl, adder::Adder)
            }),
        ),
        (
            "Shelf",
            system.task("shelf", 1, || {
                use shelf::idl;
                idol_runtime::serve!(idl, shelf::Shelf)
            }),
        ),
    ];
    system.interrupts(uart, uart::driver::RECEIVED);
    for (time, _) in uart::driver::WIRE {
        let interrupt = Action::interrupt(uart, uart::driver::RECEIVED);
        system.script(When::time(time), interrupt);
    }
    let known = schemas::of_file(std::env::current_exe()?)?;
    let mut bridge = Bridge::new(system, Limits::default())?;
    for (interface, task) in servers {
        let schema = schemas::named(&known, interface)?;
        bridge.serve(&interface.to_lowercase(), task, schema)?;
    }
    bridge.listen(&socket, Access::default().control())?;
    println!("ready");
    bridge.run()?;
    Ok(())
}
