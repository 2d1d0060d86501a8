//! Ranges of leases, all of them: every length of a lease, every start and end
//! in and beyond it, every length of the server's buffer, in both directions
//! and for elements of 1, 2 and 4 bytes. What is legal moves the elements of
//! the range and no other byte, neither of the client's nor of the server's;
//! all else fails without a system call.

use std::fmt::Debug;
use std::ops::Range;

use idol_runtime::{LeaseError, Leased, RW};
use kernel::trace::{Call, Event};
use kernel::{End, System};
use userlib::{Lease, sys_recv_open, sys_reply, sys_send};
use zerocopy::{FromBytes, Immutable, IntoBytes};

/// The longest lease, in elements. Miri needs a minute for a thousand accesses.
const LONGEST: usize = if cfg!(miri) { 1 } else { 4 };
/// Starts and ends go so far, and buffers are so long, in elements.
const BEYOND: usize = if cfg!(miri) { 2 } else { 6 };
/// The client's memory before and behind what it lends, in bytes.
const MARGIN: usize = 8;

#[derive(Copy, Clone, Debug, Eq, PartialEq)]
enum Direction {
    Read,
    Write,
}

/// One access.
#[derive(Clone, Debug)]
struct Case {
    direction: Direction,
    range: Range<usize>,
    /// The elements of the server's buffer.
    buffer: usize,
}

impl Case {
    /// The number of elements that move, if it is legal.
    fn count(&self, len: usize) -> Option<usize> {
        let count = self.range.end.checked_sub(self.range.start)?;
        (self.range.end <= len && count <= self.buffer).then_some(count)
    }
}

/// Every access, for a lease of any length.
fn cases() -> Vec<Case> {
    let half = usize::MAX / 2;
    let ends: Vec<_> = (0..=BEYOND)
        .chain([half, half + 1, half + 2, usize::MAX - 1, usize::MAX])
        .step_by(if cfg!(miri) { 2 } else { 1 })
        .collect();
    let mut cases = Vec::new();
    for direction in [Direction::Read, Direction::Write] {
        for &start in &ends {
            for &end in &ends {
                for buffer in 0..=BEYOND {
                    let range = start..end;
                    cases.push(Case {
                        direction,
                        range,
                        buffer,
                    });
                }
            }
        }
    }
    cases
}

/// What the client's memory holds: numbers from 1.
fn lent(bytes: usize) -> Vec<u8> {
    (1..).take(bytes).collect()
}

/// What the server's buffer holds: numbers from 128.
fn held<T: IntoBytes + FromBytes>(elements: usize) -> Vec<T> {
    let mut buffer = Vec::new();
    buffer.resize_with(elements, T::new_zeroed);
    let bytes = buffer.iter_mut().flat_map(T::as_mut_bytes);
    bytes.zip(128..).for_each(|(byte, value)| *byte = value);
    buffer
}

/// All bytes of a buffer.
fn bytes<T: IntoBytes + Immutable>(buffer: &[T]) -> Vec<u8> {
    buffer.as_bytes().to_vec()
}

/// Makes one access with each of the two methods for it; `try_` makes no
/// difference but in what it says.
fn access<T>(lease: &Leased<RW, [T]>, case: &Case)
where
    T: Copy + FromBytes + IntoBytes + Immutable,
{
    let size = size_of::<T>();
    let legal = case.count(lease.len());
    let outcome = legal.map(|_| ()).ok_or(());
    let told = outcome.map_err(|()| LeaseError::OutOfRange);
    let range = || case.range.clone();
    let mut buffer = held::<T>(case.buffer);
    let mut expected = bytes(&buffer);
    match case.direction {
        Direction::Read => {
            if let Some(count) = legal {
                let memory = lent(2 * MARGIN + lease.len() * size);
                let from = MARGIN + case.range.start * size;
                expected[..count * size]
                    .copy_from_slice(&memory[from..from + count * size]);
            }
            assert_eq!(lease.read_range(range(), &mut buffer), outcome);
            assert_eq!(bytes(&buffer), expected, "{case:?}");
            let mut buffer = held::<T>(case.buffer);
            assert_eq!(lease.try_read_range(range(), &mut buffer), told);
            assert_eq!(bytes(&buffer), expected, "{case:?}");
        }
        Direction::Write => {
            assert_eq!(lease.write_range(range(), &buffer), outcome);
            assert_eq!(lease.try_write_range(range(), &buffer), told);
            assert_eq!(bytes(&buffer), expected, "{case:?}");
        }
    }
}

/// All accesses to a lease of `len` elements, each in a request of its own.
fn check<T>(len: usize)
where
    T: Copy + FromBytes + IntoBytes + Immutable,
{
    let size = size_of::<T>();
    let mut system = System::new();
    let server = system.task("server", 1, || {
        for case in cases() {
            let message = sys_recv_open(&mut [], 0);
            let lease =
                Leased::<RW, [T]>::read_write_slice(message.sender, 0, None)
                    .expect("a legal lease");
            access(&lease, &case);
            sys_reply(message.sender, 0, &[]);
        }
    });
    system.task("client", 2, move || {
        for case in cases() {
            let mut memory = lent(2 * MARGIN + len * size);
            let mut expected = memory.clone();
            if let (Direction::Write, Some(count)) =
                (case.direction, case.count(len))
            {
                let to = MARGIN + case.range.start * size;
                expected[to..to + count * size]
                    .copy_from_slice(&bytes(&held::<T>(count)));
            }
            let middle = &mut memory[MARGIN..MARGIN + len * size];
            let leases = [Lease::read_write(middle)];
            let answer = sys_send(server, 1, &[], &mut [], &leases);
            assert_eq!(answer, (0, 0));
            assert_eq!(memory, expected, "{case:?} of {len}");
        }
    });
    // Nobody faulted, and no assertion above failed.
    assert_eq!(system.run(), End::Finished);

    // Only what is legal reached the kernel, with the range and no more.
    let asked: Vec<_> = system
        .trace()
        .entries()
        .filter_map(|entry| match &entry.event {
            Event::Call { call, .. } => match call {
                Call::BorrowRead { offset, len, .. } => Some((*offset, *len)),
                Call::BorrowWrite { offset, bytes, .. } => {
                    Some((*offset, bytes.len()))
                }
                _ => None,
            },
            _ => None,
        })
        .collect();
    let expected: Vec<_> = cases()
        .iter()
        .filter_map(|case| {
            let count = case.count(len)?;
            Some((case.range.start * size, count * size))
        })
        .flat_map(|access| [access; 2])
        .collect();
    assert_eq!(asked, expected);
}

#[test]
fn a_range_moves_its_elements_and_nothing_else_whatever_the_buffer() {
    for len in 0..=LONGEST {
        check::<u8>(len);
        check::<u16>(len);
        check::<u32>(len);
    }
}
