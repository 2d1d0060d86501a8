//! Bytes become what happens to a server.

use super::event::{Event, Lent, MOST_CLIENTS, Rights, Send, Victim};
use super::shape::Shape;

/// The most leases of a message that is made of bytes.
const MOST_LEASES: usize = 6;

/// What is left of an input.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    /// The next byte; 0 where there is none.
    fn next(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    /// The next number below `bound`, which is not 0.
    fn below(&mut self, bound: usize) -> usize {
        let mut number = usize::from(self.next());
        if bound > 256 {
            number = number << 8 | usize::from(self.next());
        }
        number % bound
    }

    /// One of these; `None` if there are none.
    fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        match all {
            [] => None,
            _ => Some(all[self.below(all.len())]),
        }
    }
}

/// What an input means for a server of these operations, whose messages have
/// at most `longest` bytes.
pub(super) fn events(
    input: &[u8],
    shapes: &[Shape],
    longest: usize,
) -> Vec<Event> {
    let mut bytes = Bytes(input);
    let mut events = Vec::new();
    while !bytes.0.is_empty() {
        events.push(event(&mut bytes, shapes, longest));
    }
    events
}

fn event(bytes: &mut Bytes<'_>, shapes: &[Shape], longest: usize) -> Event {
    match bytes.below(32) {
        0 => Event::Kill {
            victim: Victim::Server,
            calls: bytes.below(16) as u32,
        },
        1..3 => Event::Kill {
            victim: Victim::Client(bytes.below(MOST_CLIENTS)),
            calls: bytes.below(16) as u32,
        },
        3..5 => Event::Notify(match bytes.below(4) {
            0 => u32::MAX,
            1 => u32::from(bytes.next()),
            _ => 1 << bytes.below(32),
        }),
        5..7 => Event::Wait(match bytes.below(4) {
            0 => bytes.below(1_000) as u64,
            _ => bytes.below(128) as u64,
        }),
        _ => Event::Send(send(bytes, shapes, longest)),
    }
}

fn send(bytes: &mut Bytes<'_>, shapes: &[Shape], longest: usize) -> Send {
    let client = bytes.below(MOST_CLIENTS);
    // What is amiss, if anything: of most messages one thing.
    let amiss = bytes.below(16);
    let strange = Shape::default();
    let shape = match amiss {
        0 => &strange,
        _ if shapes.is_empty() => &strange,
        _ => &shapes[bytes.below(shapes.len())],
    };
    let operation = match amiss {
        0 => bytes.below(1 << 16) as u16,
        _ => shape.operation,
    };
    let known = bytes.one_of(&shape.lengths);
    let length = match known {
        Some(length) if amiss > 2 => length,
        _ => bytes.below(longest + 2),
    };
    let room = match amiss {
        3 => bytes.below(shape.room + 1),
        4 => shape.room + bytes.below(64),
        _ => shape.room,
    };
    let count = match amiss {
        5 | 6 => bytes.below(MOST_LEASES + 1),
        _ => shape.leases.len(),
    };
    let leases = (0..count)
        .map(|index| lent(bytes, shape.leases.get(index), amiss))
        .collect();
    let message = message(bytes, length);
    Send {
        client,
        operation,
        message,
        room,
        leases,
    }
}

fn lent(bytes: &mut Bytes<'_>, known: Option<&usize>, amiss: usize) -> Lent {
    let rights = match amiss {
        7 => [Rights::Read, Rights::Write, Rights::ReadWrite],
        _ => [Rights::ReadWrite; 3],
    };
    let len = match known {
        Some(len) if amiss > 9 => *len,
        Some(len) => match bytes.below(4) {
            0 => *len,
            1 => len.saturating_mul(bytes.below(16)).min(1024),
            _ => bytes.below(300),
        },
        None => bytes.below(64),
    };
    Lent {
        rights: bytes.one_of(&rights).unwrap_or(Rights::Read),
        len,
        fill: bytes.next(),
    }
}

/// Contents: of many types most bytes are no value, so small ones are tried
/// more often.
fn message(bytes: &mut Bytes<'_>, length: usize) -> Vec<u8> {
    let kind = bytes.below(8);
    (0..length)
        .map(|_| match kind {
            0 => 0,
            1 => 0xFF,
            2..5 => bytes.next() & 1,
            5 => bytes.next() & 3,
            _ => bytes.next(),
        })
        .collect()
}
