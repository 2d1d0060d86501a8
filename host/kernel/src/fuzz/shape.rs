//! What messages a server expects. It says so itself: the answers to messages
//! that are wrong tell what is, in the order in which generated servers
//! check.

use super::event::{Event, Lent, MOST_BYTES, Rights, Send};
use super::stage::Stage;
use super::{Make, Patience};
use crate::system::Answered;
use userlib::ReplyFaultReason;

/// Operations that are looked for: those of most interfaces are numbered from
/// 1.
const OPERATIONS: u16 = 256;
/// Operations of one server about which more is found out than that they are
/// there; one that takes any number has as many as there are numbers.
const EXAMINED: usize = 40;
/// The most leases of an operation that is looked for.
const LEASES: usize = 8;
/// The longest lease that is looked for, in bytes, and of slices longer ones
/// follow from it.
const LEASE: usize = 300;

/// What an operation expects, as far as that was found out.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Shape {
    pub(super) operation: u16,
    /// Bytes of room that its reply needs.
    pub(super) room: usize,
    /// Bytes of messages that it takes.
    pub(super) lengths: Vec<usize>,
    /// A length in bytes for each lease.
    pub(super) leases: Vec<usize>,
}

/// What is known of a server.
#[derive(Debug, Default)]
pub(super) struct Learned {
    pub(super) shapes: Vec<Shape>,
    /// Bytes of its longest message.
    pub(super) longest: usize,
    /// A message that has shown that something is wrong already.
    pub(super) wrong: Option<Event>,
}

/// Asks a server about all its operations.
pub(super) fn learn(make: &Make<'_>) -> Learned {
    let mut learned = Learned::default();
    let mut pupil = Pupil::new(make);
    for operation in 0..OPERATIONS {
        pupil.operation = operation;
        if pupil.ask(&[], MOST_BYTES, &[]).0 != Some(UNDEFINED) {
            let shape = match learned.shapes.len() < EXAMINED {
                true => pupil.shape(),
                false => Shape {
                    operation,
                    ..Shape::default()
                },
            };
            learned.shapes.push(shape);
            let buffer = pupil.stage.system.watched().capacity;
            learned.longest = buffer.saturating_sub(1);
        }
        if pupil.used {
            // Whatever the operation has done to the server is forgotten.
            let wrong = pupil.wrong.take();
            learned.wrong = learned.wrong.or(wrong);
            pupil = Pupil::new(make);
        }
    }
    learned
}

const UNDEFINED: ReplyFaultReason = ReplyFaultReason::UndefinedOperation;
const SIZE: ReplyFaultReason = ReplyFaultReason::BadMessageSize;
const CONTENTS: ReplyFaultReason = ReplyFaultReason::BadMessageContents;
const BAD_LEASES: ReplyFaultReason = ReplyFaultReason::BadLeases;
const NO_ROOM: ReplyFaultReason = ReplyFaultReason::ReplyBufferTooSmall;

/// Learns about one operation.
struct Pupil {
    stage: Stage,
    operation: u16,
    /// It has sent something that the server may have acted on.
    used: bool,
    wrong: Option<Event>,
}

impl Pupil {
    fn new(make: &Make<'_>) -> Self {
        Self {
            stage: Stage::new(make, Patience::ForEver),
            operation: 0,
            used: false,
            wrong: None,
        }
    }

    /// Why a message is refused, `None` if it is not, and how many leases the
    /// server has looked at.
    fn ask(
        &mut self,
        message: &[u8],
        room: usize,
        leases: &[usize],
    ) -> (Option<ReplyFaultReason>, usize) {
        if self.wrong.is_some() {
            return (None, 0);
        }
        let lent = |len: &usize| Lent {
            rights: Rights::ReadWrite,
            len: *len,
            fill: 0,
        };
        let send = Send {
            client: 0,
            operation: self.operation,
            message: message.to_vec(),
            room,
            leases: leases.iter().map(lent).collect(),
        };
        match self.stage.ask(send.clone()) {
            Ok((Some(Answered::Refused(reason)), asked)) => {
                self.used |= reason != UNDEFINED;
                (Some(reason), asked)
            }
            Ok((_, asked)) => {
                self.used = true;
                (None, asked)
            }
            Err(_) => {
                self.used = true;
                self.wrong = Some(Event::Send(send));
                (None, 0)
            }
        }
    }

    fn shape(&mut self) -> Shape {
        let room = self.room();
        let count = self.lease_count(room);
        let mut leases = vec![0; count];
        let (lengths, good) = self.messages(room, &leases);
        if let Some(message) = good {
            self.lease_lengths(&message, room, &mut leases);
        }
        Shape {
            operation: self.operation,
            room,
            lengths,
            leases,
        }
    }

    /// The least room for a reply that is not too little.
    fn room(&mut self) -> usize {
        let (mut least, mut most) = (0, MOST_BYTES);
        while least < most {
            let middle = (least + most) / 2;
            match self.ask(&[], middle, &[]).0 {
                Some(NO_ROOM) => least = middle + 1,
                _ => most = middle,
            }
        }
        least
    }

    /// The number of leases with which something else is wrong, or nothing.
    fn lease_count(&mut self, room: usize) -> usize {
        let mut right = |count: &usize| {
            // At most one of these is a message that is decoded.
            [0, 1, 2].into_iter().any(|length| {
                let message = &[0, 0][..length];
                let leases = vec![0; *count];
                self.ask(message, room, &leases).0 != Some(BAD_LEASES)
            })
        };
        (0..=LEASES).find(|count| right(count)).unwrap_or(0)
    }

    /// The lengths of messages that are decoded, and such a message.
    fn messages(
        &mut self,
        room: usize,
        leases: &[usize],
    ) -> (Vec<usize>, Option<Vec<u8>>) {
        let mut decoded = Vec::new();
        let mut sized = Vec::new();
        let mut good = None;
        let longest = self.stage.system.watched().capacity;
        for length in 0..longest.min(MOST_BYTES) {
            for byte in [0, 1] {
                let message = vec![byte; length];
                match self.ask(&message, room, leases).0 {
                    Some(SIZE) => break,
                    Some(CONTENTS) => sized.push(length),
                    _ => {
                        decoded.push(length);
                        good = good.or(Some(message));
                        break;
                    }
                }
            }
        }
        // Where every length has wrong contents, none is known.
        if decoded.is_empty() && sized.len() < longest {
            decoded = sized;
            decoded.dedup();
        }
        (decoded, good)
    }

    /// Lengths of leases that are accepted, one after the other: the server
    /// looks at the next only if one is good.
    fn lease_lengths(
        &mut self,
        message: &[u8],
        room: usize,
        leases: &mut [usize],
    ) {
        for index in 0..leases.len() {
            // A lease of no bytes is good for few servers but slices.
            let mut good = [16, 8, 4].into_iter().chain(0..=LEASE);
            let found = good.find(|length| {
                leases[index] = *length;
                let (refused, asked) = self.ask(message, room, leases);
                refused != Some(BAD_LEASES) || asked > index + 1
            });
            leases[index] = found.unwrap_or(0);
        }
    }
}
