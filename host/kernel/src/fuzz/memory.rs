//! The memory of a client, with guards around all that it lends.

use super::event::{Lent, Rights, Send};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use userlib::Lease;

/// Bytes before, between and after what is lent.
const GUARD: usize = 16;
/// What guards and room for replies hold.
const UNTOUCHED: u8 = 0xA5;

/// What was found amiss.
pub(super) type Findings = Arc<Mutex<Vec<String>>>;

pub(super) fn report(findings: &Findings, what: String) {
    let mut list = findings.lock().unwrap_or_else(PoisonError::into_inner);
    list.push(what);
}

/// All that a client lends with one message. When it goes, also because the
/// client dies, it is checked that nothing else has changed.
pub(super) struct Memory {
    bytes: Vec<u8>,
    /// The room for the reply, and then the leases.
    parts: Vec<Range<usize>>,
    leases: Vec<Lent>,
    /// How many bytes the server answered.
    replied: usize,
    findings: Findings,
}

fn filled(lent: &Lent) -> impl Iterator<Item = u8> + use<> {
    let fill = lent.fill;
    (0..lent.len).map(move |index| fill.wrapping_add(index as u8))
}

impl Memory {
    pub(super) fn new(send: &Send, findings: Findings) -> Self {
        let mut memory = Self {
            bytes: Vec::new(),
            parts: Vec::new(),
            leases: send.leases.clone(),
            replied: 0,
            findings,
        };
        memory.add(std::iter::repeat_n(UNTOUCHED, send.room));
        for lent in &send.leases {
            memory.add(filled(lent));
        }
        memory.bytes.extend([UNTOUCHED; GUARD]);
        memory
    }

    fn add(&mut self, part: impl Iterator<Item = u8>) {
        self.bytes.extend([UNTOUCHED; GUARD]);
        let start = self.bytes.len();
        self.bytes.extend(part);
        self.parts.push(start..self.bytes.len());
    }

    /// Calls `send` with the room for the reply and the leases, and notes the
    /// length of the reply that it gives beside something.
    pub(super) fn lend<T>(
        &mut self,
        send: impl FnOnce(&mut [u8], &[Lease<'_>]) -> (T, usize),
    ) -> T {
        let mut rest = &mut self.bytes[..];
        let mut taken = 0;
        let mut parts = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let (before, after) = rest.split_at_mut(part.end - taken);
            parts.push(&mut before[part.start - taken..]);
            rest = after;
            taken = part.end;
        }
        let mut parts = parts.into_iter();
        let room = parts.next().unwrap_or_default();
        let leases: Vec<Lease<'_>> = parts
            .zip(&self.leases)
            .map(|(part, lent)| match lent.rights {
                Rights::Read => Lease::read_only(part),
                Rights::Write => Lease::write_only(part),
                Rights::ReadWrite => Lease::read_write(part),
            })
            .collect();
        let (result, replied) = send(room, &leases);
        self.replied = replied;
        result
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        let amiss = |what| report(&self.findings, what);
        let mut end = 0;
        let guards = self.parts.iter().map(|part| part.start);
        for (index, start) in guards.chain([self.bytes.len()]).enumerate() {
            let guard = &self.bytes[end..start];
            if guard.iter().any(|byte| *byte != UNTOUCHED) {
                amiss(format!(
                    "the client's memory before its part {index} was \
                     changed, which it has not lent"
                ));
            }
            end = self.parts.get(index).map_or(end, |part| part.end);
        }
        for (lent, part) in self.leases.iter().zip(&self.parts[1..]) {
            let bytes = self.bytes[part.clone()].iter().copied();
            if lent.rights == Rights::Read && !bytes.eq(filled(lent)) {
                amiss("a lease for reading was changed".to_owned());
            }
        }
        let room = &self.bytes[self.parts[0].clone()];
        // A client that died has got none, or nobody knows how much.
        let beyond = room.get(self.replied..).unwrap_or_default();
        if self.replied > 0 && beyond.iter().any(|byte| *byte != UNTOUCHED) {
            amiss("a reply is longer than its length".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Findings, GUARD, Memory};
    use crate::fuzz::event::{Lent, Rights, Send};

    fn findings(spoil: impl FnOnce(&mut Memory)) -> Vec<String> {
        let findings = Findings::default();
        let lent = |rights| Lent {
            rights,
            len: 4,
            fill: 7,
        };
        let send = Send {
            room: 8,
            leases: vec![lent(Rights::Read), lent(Rights::ReadWrite)],
            ..Send::default()
        };
        let mut memory = Memory::new(&send, findings.clone());
        spoil(&mut memory);
        drop(memory);
        findings.lock().unwrap().clone()
    }

    #[test]
    fn what_was_lent_for_writing_may_change() {
        let found = findings(|memory| {
            memory.lend(|room, leases| {
                room[0] = 1;
                assert_eq!(leases.len(), 2);
                ((), 1)
            });
            let lease = memory.parts[2].clone();
            memory.bytes[lease].fill(0);
        });
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn each_byte_that_was_not_lent_is_watched() {
        let guards: Vec<usize> = {
            let mut places = Vec::new();
            findings(|memory| {
                let lent = |place: &usize| {
                    memory.parts.iter().any(|part| part.contains(place))
                };
                let all = 0..memory.bytes.len();
                places = all.filter(|place| !lent(place)).collect();
            });
            places
        };
        assert_eq!(guards.len(), 4 * GUARD);
        for place in guards {
            let found = findings(|memory| memory.bytes[place] = 0);
            assert_eq!(found.len(), 1, "byte {place}");
        }
        let read = findings(|memory| {
            let lease = memory.parts[1].clone();
            memory.bytes[lease][3] = 0;
        });
        assert_eq!(read, ["a lease for reading was changed"]);
        let reply = findings(|memory| {
            memory.lend(|room, _| {
                room[..3].fill(1);
                ((), 2)
            });
        });
        assert_eq!(reply, ["a reply is longer than its length"]);
    }
}
