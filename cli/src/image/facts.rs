//! What a task's file says of itself.

use idol::fingerprint::Fingerprint;
use idol::model::Interface;
use idol_debug::{Client, Counters, StackNeed};

use super::file::File;
use crate::elf;
use crate::outcome::Failure;

/// A task.
pub(super) struct Task {
    pub(super) name: String,
    pub(super) place: String,
    pub(super) servers: Vec<Server>,
    pub(super) clients: Vec<Client>,
    pub(super) counters: Vec<Counters>,
    /// In bytes.
    pub(super) stack: Option<u64>,
    /// What its code needs of that, or why it is not known. `None` of code
    /// for another processor.
    pub(super) need: Result<Option<StackNeed>, String>,
}

/// An interface that a task serves.
pub(super) struct Server {
    pub(super) interface: Interface,
    /// As its section has it.
    pub(super) text: String,
    /// `None` of a server that was generated before there were fingerprints.
    pub(super) fingerprint: Option<Fingerprint>,
    /// What its buffers hold, or why that is not known.
    pub(super) limits: Result<idol_debug::schema::Limits, String>,
}

impl Server {
    /// The length of the buffer that it needs for messages, in bytes: a byte
    /// more than the longest, which tells one that the kernel cut.
    pub(super) fn buffer(&self) -> Option<usize> {
        let limits = self.limits.as_ref().ok()?;
        Some(limits.message.saturating_add(1))
    }

    /// The room that it needs for replies, in bytes.
    pub(super) fn reply(&self) -> Option<usize> {
        self.limits.as_ref().ok().map(|limits| limits.reply)
    }
}

impl Task {
    /// Reads a task's file.
    ///
    /// # Errors
    ///
    /// If it, its section or its debug information is broken.
    pub(super) fn read(file: &File) -> Result<Self, Failure> {
        let task = elf::task(&file.place, &file.bytes)?;
        let wrong = |error| elf::wrong(&file.place, &error);
        let servers = task.servers().map_err(wrong)?.into_iter();
        let servers = servers.map(|server| Server {
            text: server.text.to_owned(),
            fingerprint: server.fingerprint,
            limits: task
                .schema(&server.interface)
                .map(|schema| schema.limits)
                .map_err(|error| error.to_string()),
            interface: server.interface,
        });
        let servers = servers.collect();
        Ok(Self {
            name: file.name.clone(),
            place: file.place.clone(),
            servers,
            clients: task.clients().map_err(wrong)?,
            counters: task.counters().to_vec(),
            stack: file.stack.or(task.stack()),
            need: StackNeed::read(&file.bytes).map_err(|e| e.to_string()),
        })
    }
}
