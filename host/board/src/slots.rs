//! The slots of a task: where the indices of its peers are written.

use userlib::TaskId;

use crate::elf::Slot;
use crate::memory::Memory;
use crate::setup::Setup;

/// The slots of a task, in its flash.
pub(crate) struct Slots {
    /// Addresses of those that are to be bound, with the names of the peers.
    to_bind: Vec<(u32, String)>,
    /// How many of these are.
    bound: usize,
    /// Those that a build has written, with the indices in them.
    pub(crate) written: Vec<(String, u16)>,
}

impl Slots {
    /// The slots of a file whose flash is in this memory.
    pub(crate) fn of(slots: &[Slot], memory: &Memory, setup: &Setup) -> Self {
        let mut to_bind = Vec::new();
        let mut written = Vec::new();
        for Slot { address, name } in slots {
            let mut index = [0; 2];
            let is_there = memory.read(*address, &mut index).is_some();
            let index = u16::from_le_bytes(index);
            let peer = match setup.slots.get(name) {
                Some(peer) => peer,
                None if is_there && index != TaskId::UNBOUND.0 => {
                    written.push((name.clone(), index));
                    continue;
                }
                None => setup.described.get(name).unwrap_or(name),
            };
            to_bind.push((*address, peer.clone()));
        }
        Self {
            to_bind,
            bound: 0,
            written,
        }
    }

    /// The peer of the next slot to be bound.
    pub(crate) fn unbound(&self) -> Option<&str> {
        self.to_bind.get(self.bound).map(|(_, peer)| &**peer)
    }

    /// Writes what is behind the next slot.
    pub(crate) fn bind(&mut self, memory: &Memory, index: Result<u16, String>) {
        let Some((address, _)) = self.to_bind.get(self.bound) else {
            return;
        };
        let index = index.unwrap_or(TaskId::UNBOUND.0);
        // A slot that lies nowhere is nobody's.
        let _ = memory.write(*address, &index.to_le_bytes());
        self.bound += 1;
    }
}
