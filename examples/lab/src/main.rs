//! A board on a laptop: the drivers of `sensor`, `spi` and `uart`, open to
//! whoever calls them over a socket.
//!
//! ```text
//! lab SOCKET [--realtime]
//! ```

use std::error::Error;
use std::{env, process};

use idol_bridge::{Access, Bridge, Limits, Time, schemas};
use kernel::{Action, Restart, System, When};

fn main() {
    let mut arguments: Vec<String> = env::args().skip(1).collect();
    let real = arguments.iter().position(|word| word == "--realtime");
    let time = match real {
        Some(at) => {
            arguments.remove(at);
            Time::Real
        }
        None => Time::Virtual,
    };
    let socket = match arguments.as_slice() {
        [socket] if !socket.starts_with('-') => socket,
        _ => {
            eprintln!("usage: lab SOCKET [--realtime]");
            process::exit(2);
        }
    };
    if let Err(error) = open(socket, time) {
        eprintln!("lab: {error}");
        process::exit(1);
    }
}

fn open(socket: &str, time: Time) -> Result<(), Box<dyn Error>> {
    let mut system = System::new();
    let sensor = system.task("sensor", 1, sensor::driver::main);
    let spi = system.task("spi", 2, spi::driver::main);
    let uart = system.task("uart", 3, uart::driver::main);
    system.supervisor(Restart::AtOnce);
    system.interrupts(uart, uart::driver::RECEIVED);
    for (time, _) in uart::driver::WIRE {
        let interrupt = Action::interrupt(uart, uart::driver::RECEIVED);
        system.script(When::time(time), interrupt);
    }

    // What they serve stands in this program's own debug information.
    let known = schemas::of_this_program()?;
    let mut bridge = Bridge::new(system, Limits::default())?;
    bridge.serve("sensor", sensor, schemas::named(&known, "Sensor")?)?;
    bridge.serve("spi", spi, schemas::named(&known, "Spi")?)?;
    bridge.serve("uart", uart, schemas::named(&known, "Uart")?)?;
    // Whoever calls may also kill.
    bridge.listen(socket, Access::default().control())?;
    bridge.time(time);
    println!("lab: listening on {socket}");
    bridge.run()?;
    Ok(())
}
