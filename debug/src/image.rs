//! What clients and servers of an image were generated from.

use std::fmt;

use crate::error::Error;
use crate::task::Task;
use idol::fingerprint::Fingerprint;

/// A client and a server with different ideas of one interface.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Disagreement {
    /// The interface's name.
    pub interface: String,
    /// The task with the client.
    pub client: String,
    /// The fingerprint of the interface that the client knows.
    pub client_fingerprint: Fingerprint,
    /// The task with the server.
    pub server: String,
    /// The fingerprint of the interface that the server knows.
    pub server_fingerprint: Fingerprint,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "task `{}` has a client of `{}` with fingerprint {}, task `{}` a \
             server with {}",
            self.client,
            self.interface,
            self.client_fingerprint,
            self.server,
            self.server_fingerprint
        )
    }
}

/// Compares the fingerprints of all clients and servers in an image: its
/// tasks, each by its name and with its ELF file. Where several tasks serve
/// interfaces of one name, a client must agree with one of them at least.
///
/// A task that depends on the crate of a client has the client in its debug
/// information, even if it never calls it.
///
/// # Errors
///
/// If a file cannot be read; the error's place begins with the task's name.
pub fn disagreements(
    tasks: &[(&str, &[u8])],
) -> Result<Vec<Disagreement>, Error> {
    let mut servers = Vec::new();
    let mut clients = Vec::new();
    for (name, elf) in tasks {
        let task = Task::read(elf).map_err(|e| e.within(*name))?;
        let served = task.served().map_err(|e| e.within(*name))?;
        servers.extend(
            served.map(|(interface, fingerprint)| {
                (*name, interface, fingerprint)
            }),
        );
        for (interface, fingerprint) in task.called() {
            clients.push((*name, interface.clone(), *fingerprint));
        }
    }
    let mut found = Vec::new();
    for (client, interface, known) in clients {
        let of_this: Vec<_> = servers
            .iter()
            .filter(|(_, served, _)| *served == interface)
            .collect();
        if of_this.iter().any(|(_, _, served)| *served == known) {
            continue;
        }
        found.extend(of_this.into_iter().map(|(server, _, served)| {
            Disagreement {
                interface: interface.clone(),
                client: client.to_owned(),
                client_fingerprint: known,
                server: (*server).to_owned(),
                server_fingerprint: *served,
            }
        }));
    }
    Ok(found)
}
