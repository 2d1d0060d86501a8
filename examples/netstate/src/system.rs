//! The system: the server, and beside it whoever asks.

use std::path::Path;
use std::sync::mpsc::channel;

use idol_bridge::{Access, Bridge, Error, Limits, Time};
use idol_debug::schema::Schema;
use kernel::{Now, Restart, System};

use crate::NetState;
use crate::server;

/// The schema of the interface, for clients that are no part of this program.
pub const SCHEMA: &str = include_str!("../netstate.json");

/// System calls after which a run looks whether the work is done.
const CALLS: u64 = 1_000_000;

fn system() -> System {
    let mut system = System::new();
    // A table of any length, and a reader of any patience.
    system
        .keep_trace(1_000)
        .step_limit(u64::MAX)
        .spin_limit(None);
    system
}

/// Does some work beside a server, each a task, and gives what comes of it;
/// `None` if the work panicked.
pub fn beside<T: Send + 'static>(
    work: impl FnOnce(&NetState) -> T + Send + 'static,
) -> Option<T> {
    let mut system = system();
    let server = system.task("netstate", 1, server::serve);
    let (sender, receiver) = channel();
    let mut work = Some(work);
    system.task("client", 2, move || {
        if let Some(work) = work.take() {
            // The receiver is there as long as the system runs.
            let _ = sender.send(work(&NetState::from(server)));
        }
    });
    loop {
        let now = system.run_now(CALLS);
        if let Ok(done) = receiver.try_recv() {
            return Some(done);
        }
        if now != Now::Busy {
            return None;
        }
    }
}

/// Opens a server to other processes, by a socket, until this one ends.
///
/// # Errors
///
/// If there cannot be such a socket.
pub fn serve(socket: &Path, ready: impl FnOnce()) -> Result<(), Error> {
    let mut system = system();
    let server = system.task("netstate", 1, server::serve);
    system.supervisor(Restart::AtOnce);
    let schema = Schema::from_json(SCHEMA).map_err(Error::Schema)?;
    let mut bridge = Bridge::new(system, Limits::default())?;
    bridge.serve("netstate", server, schema)?;
    bridge.listen(socket, Access::default())?;
    bridge.time(Time::Real);
    ready();
    bridge.run()?;
    Ok(())
}
