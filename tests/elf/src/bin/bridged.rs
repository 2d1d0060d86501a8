//! All servers behind a bridge, whose socket the argument names.

#[path = "../servers/desk.rs"]
mod desk;
#[path = "../servers/lamp.rs"]
mod lamp;
#[path = "../servers/shelf.rs"]
mod shelf;

use std::error::Error;

use idol_bridge::{Access, Bridge, Limits, schemas};
use kernel::{Action, CallKind, Restart, System, When};

fn main() -> Result<(), Box<dyn Error>> {
    let socket = std::env::args_os().nth(1).ok_or("name a socket")?;
    let mut system = System::new();
    let desk = system.task("desk", 1, || {
        use desk::idl;
        idol_runtime::serve!(idl, desk::Desk)
    });
    let lamp = system.task("lamp", 1, || {
        use lamp::idl;
        idol_runtime::serve!(idl, lamp::Lamp)
    });
    let shelf = system.task("shelf", 1, || {
        use shelf::idl;
        idol_runtime::serve!(idl, shelf::Shelf)
    });
    // The lamp dies in its first call.
    system.script(
        When::after(lamp, CallKind::Recv, 1),
        Action::kill(lamp, Restart::After(5)),
    );
    let known = schemas::of_file(std::env::current_exe()?)?;
    let mut bridge = Bridge::new(system, Limits::default())?;
    for schema in known {
        let task = match schema.interface.as_str() {
            "Desk" => desk,
            "Shelf" => shelf,
            _ => lamp,
        };
        bridge.serve(&schema.interface.to_lowercase(), task, schema)?;
    }
    bridge.listen(&socket, Access::default())?;
    println!("ready");
    bridge.run()?;
    Ok(())
}
