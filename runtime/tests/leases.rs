//! Leases of all forms: who may be borrowed from, what, and what happens when
//! the range is wrong or the lender dies.

use std::num::NonZeroU32;
use std::ops::Range;

use crate::lending::{Fate, Lent, request, request_of};
use idol_runtime::{
    AttributeRead, AttributeWrite, LeaseError, Leased, LenLimit, R, RW, W,
};
use kernel::{End, Restart};
use userlib::{RecvMessage, sys_reply};
use zerocopy::{FromBytes, Immutable, IntoBytes};

fn bytes(count: u8) -> Vec<u8> {
    (1..=count).collect()
}

const fn at_most(elements: u32) -> Option<NonZeroU32> {
    NonZeroU32::new(elements)
}

/// A range whose end lies before its start, which clippy would object to.
fn inverted(start: usize, end: usize) -> Range<usize> {
    Range { start, end }
}

#[test]
fn a_lease_is_accepted_when_it_grants_at_least_the_rights() {
    let lent = [
        Lent::Read(bytes(4)),
        Lent::Write(bytes(4)),
        Lent::ReadWrite(bytes(4)),
    ];
    request(&lent, |message| {
        let lender = message.sender;
        // One row per kind of rights, one column per lease of the message.
        let accepted = [
            [0, 1, 2].map(|i| Leased::<R, u32>::read_only(lender, i).is_some()),
            [0, 1, 2]
                .map(|i| Leased::<W, u32>::write_only(lender, i).is_some()),
            [0, 1, 2]
                .map(|i| Leased::<RW, u32>::read_write(lender, i).is_some()),
        ];
        let expected = [
            [true, false, true],
            [false, true, true],
            [false, false, true],
        ];
        assert_eq!(accepted, expected);
        let accepted = [
            [0, 1, 2].map(|i| {
                Leased::<R, [u8]>::read_only_slice(lender, i, None).is_some()
            }),
            [0, 1, 2].map(|i| {
                Leased::<W, [u8]>::write_only_slice(lender, i, None).is_some()
            }),
            [0, 1, 2].map(|i| {
                Leased::<RW, [u8]>::read_write_slice(lender, i, None).is_some()
            }),
        ];
        assert_eq!(accepted, expected);
        let accepted = [
            [0, 1, 2].map(|i| {
                LenLimit::<Leased<R, [u8]>, 4>::read_only_slice(lender, i)
                    .is_some()
            }),
            [0, 1, 2].map(|i| {
                LenLimit::<Leased<W, [u8]>, 4>::write_only_slice(lender, i)
                    .is_some()
            }),
            [0, 1, 2].map(|i| {
                LenLimit::<Leased<RW, [u8]>, 4>::read_write_slice(lender, i)
                    .is_some()
            }),
        ];
        assert_eq!(accepted, expected);
    });
}

#[test]
fn a_sized_lease_has_exactly_the_size_of_its_type() {
    let lent: Vec<_> = (0..=5).map(|n| Lent::Read(bytes(n))).collect();
    request(&lent, |message| {
        for index in 0..=5 {
            assert_eq!(
                Leased::<R, u32>::read_only(message.sender, index).is_some(),
                index == 4,
                "{index} bytes for a u32"
            );
            assert_eq!(
                Leased::<R, [u8; 3]>::read_only(message.sender, index)
                    .is_some(),
                index == 3,
                "{index} bytes for a [u8; 3]"
            );
        }
    });
}

#[test]
fn a_slice_lease_has_whole_elements_and_at_most_max_len_of_them() {
    let lent: Vec<_> = (0..=9).map(|n| Lent::Read(bytes(n))).collect();
    request(&lent, |message| {
        let lender = message.sender;
        for index in 0..=9 {
            let len = |max_len| {
                Leased::<R, [u32]>::read_only_slice(lender, index, max_len)
                    .map(|lease| lease.len())
            };
            let whole = (index % 4 == 0).then_some(index / 4);
            assert_eq!(len(None), whole, "{index} bytes");
            assert_eq!(len(at_most(2)), whole, "{index} bytes");
            assert_eq!(len(at_most(1)), whole.filter(|n| *n <= 1));
            // In bytes, more than there are addresses on a 32-bit target.
            assert_eq!(len(at_most(u32::MAX)), whole, "{index} bytes");

            let limited =
                LenLimit::<Leased<R, [u32]>, 1>::read_only_slice(lender, index)
                    .map(|lease| lease.len());
            assert_eq!(limited, whole.filter(|n| *n <= 1));
        }
    });
}

#[test]
fn a_slice_of_elements_without_size_is_refused_whatever_its_length() {
    request(&[Lent::Read(vec![]), Lent::Read(bytes(1))], |message| {
        for index in 0..2 {
            let lease =
                Leased::<R, [()]>::read_only_slice(message.sender, index, None);
            assert!(lease.is_none());
        }
    });
}

#[test]
fn a_lease_knows_its_lender_its_index_and_its_length() {
    request(&[Lent::Read(vec![]), Lent::Read(bytes(6))], |message| {
        let lease =
            Leased::<R, [u16]>::read_only_slice(message.sender, 1, None)
                .unwrap();
        assert_eq!(lease.lender(), message.sender);
        assert_eq!(lease.lease_index(), 1);
        assert_eq!((lease.len(), lease.is_empty()), (3, false));
        let empty =
            Leased::<R, [u16]>::read_only_slice(message.sender, 0, None)
                .unwrap();
        assert_eq!((empty.len(), empty.is_empty()), (0, true));
    });
}

#[test]
fn a_lease_index_beyond_16_bits_is_refused_without_a_system_call() {
    let run = request(&[Lent::Read(bytes(4))], |message| {
        let lender = message.sender;
        assert!(Leased::<R, u32>::read_only(lender, 0x1_0000).is_none());
        assert!(
            Leased::<R, [u8]>::read_only_slice(lender, 0x1_0000, None)
                .is_none()
        );
    });
    assert_eq!(run.borrows, []);
}

#[test]
fn a_value_is_read_and_written() {
    let lent = [
        Lent::Read(vec![0x78, 0x56, 0x34, 0x12]),
        Lent::Write(vec![0; 4]),
        Lent::ReadWrite(vec![1, 2]),
    ];
    let run = request(&lent, |message| {
        let lender = message.sender;
        let source = Leased::<R, u32>::read_only(lender, 0).unwrap();
        assert_eq!(source.read(), Some(u32::from_le(0x1234_5678)));
        assert_eq!(source.try_read(), Ok(u32::from_le(0x1234_5678)));
        let sink = Leased::<W, [u8; 4]>::write_only(lender, 1).unwrap();
        assert_eq!(sink.write([9, 8, 7, 6]), Ok(()));
        let both = Leased::<RW, [u8; 2]>::read_write(lender, 2).unwrap();
        assert_eq!(both.read(), Some([1, 2]));
        assert_eq!(both.try_write([3, 4]), Ok(()));
        assert_eq!(both.read(), Some([3, 4]));
    });
    assert_eq!(run.memory[1..], [vec![9, 8, 7, 6], vec![3, 4]]);
}

#[test]
fn elements_of_an_array_are_read_and_written() {
    let lent = [Lent::ReadWrite(bytes(6))];
    let run = request(&lent, |message| {
        let lease =
            Leased::<RW, [[u8; 2]; 3]>::read_write(message.sender, 0).unwrap();
        assert_eq!(lease.read_at(0), Some([1, 2]));
        assert_eq!(lease.try_read_at(2), Ok([5, 6]));
        assert_eq!(lease.write_at(1, [7, 8]), Ok(()));
        assert_eq!(lease.try_write_at(2, [9, 0]), Ok(()));
        assert_eq!(lease.read(), Some([[1, 2], [7, 8], [9, 0]]));
    });
    assert_eq!(run.memory, [[1, 2, 7, 8, 9, 0]]);
}

#[test]
fn elements_and_ranges_of_a_slice_are_read_and_written() {
    let lent = [Lent::ReadWrite(bytes(8))];
    let run = request(&lent, |message| {
        let lease =
            Leased::<RW, [[u8; 2]]>::read_write_slice(message.sender, 0, None)
                .unwrap();
        assert_eq!(lease.read_at(3), Some([7, 8]));
        assert_eq!(lease.try_read_at(0), Ok([1, 2]));
        let mut two = [[0; 2]; 2];
        assert_eq!(lease.read_range(1..3, &mut two), Ok(()));
        assert_eq!(two, [[3, 4], [5, 6]]);
        assert_eq!(lease.try_read_range(2..4, &mut two), Ok(()));
        assert_eq!(two, [[5, 6], [7, 8]]);
        assert_eq!(lease.write_at(0, [10, 11]), Ok(()));
        assert_eq!(lease.try_write_at(1, [12, 13]), Ok(()));
        assert_eq!(lease.write_range(2..3, &[[14, 15]]), Ok(()));
        assert_eq!(lease.try_write_range(3..4, &[[16, 17]]), Ok(()));
        let mut all = [[0; 2]; 4];
        assert_eq!(lease.read_range(0..4, &mut all), Ok(()));
        assert_eq!(all, [[10, 11], [12, 13], [14, 15], [16, 17]]);
    });
    assert_eq!(run.memory, [[10, 11, 12, 13, 14, 15, 16, 17]]);
}

#[test]
fn an_empty_range_is_legal_up_to_the_end_and_moves_nothing() {
    let lent = [Lent::ReadWrite(bytes(3)), Lent::ReadWrite(vec![])];
    let run = request(&lent, |message| {
        for (index, len) in [(0, 3), (1, 0)] {
            let lease = Leased::<RW, [u8]>::read_write_slice(
                message.sender,
                index,
                None,
            )
            .unwrap();
            for at in 0..=len {
                assert_eq!(lease.try_read_range(at..at, &mut []), Ok(()));
                assert_eq!(lease.try_write_range(at..at, &[]), Ok(()));
            }
            let beyond = len + 1..len + 1;
            assert_eq!(
                lease.try_read_range(beyond.clone(), &mut []),
                Err(LeaseError::OutOfRange)
            );
            assert_eq!(
                lease.try_write_range(beyond, &[]),
                Err(LeaseError::OutOfRange)
            );
        }
    });
    assert_eq!(run.memory, [bytes(3), vec![]]);
}

#[test]
fn an_index_out_of_range_fails_without_a_system_call() {
    let run = request(&[Lent::ReadWrite(bytes(6))], |message| {
        let lender = message.sender;
        let slice =
            Leased::<RW, [u16]>::read_write_slice(lender, 0, None).unwrap();
        let array = Leased::<RW, [u16; 3]>::read_write(lender, 0).unwrap();
        // The last two would be the lease's first bytes if they wrapped.
        for index in [3, 4, usize::MAX, usize::MAX / 2 + 1, usize::MAX / 2] {
            assert_eq!(slice.read_at(index), None);
            assert_eq!(slice.write_at(index, 1), Err(()));
            assert_eq!(slice.try_read_at(index), Err(LeaseError::OutOfRange));
            assert_eq!(
                slice.try_write_at(index, 1),
                Err(LeaseError::OutOfRange)
            );
            assert_eq!(array.read_at(index), None);
            assert_eq!(array.write_at(index, 1), Err(()));
            assert_eq!(array.try_read_at(index), Err(LeaseError::OutOfRange));
            assert_eq!(
                array.try_write_at(index, 1),
                Err(LeaseError::OutOfRange)
            );
        }
    });
    assert_eq!(run.borrows.len(), 2, "the two leases were checked");
    assert_eq!(run.memory, [bytes(6)]);
}

#[test]
fn a_range_that_is_none_fails_without_a_system_call() {
    let run = request(&[Lent::ReadWrite(bytes(8))], |message| {
        let lease =
            Leased::<RW, [u16]>::read_write_slice(message.sender, 0, None)
                .unwrap();
        let half = usize::MAX / 2 + 1;
        for range in [
            3..5,
            4..5,
            5..6,
            0..usize::MAX,
            half..half + 1,
            inverted(3, 2),
            inverted(4, 0),
            inverted(usize::MAX, 0),
            inverted(usize::MAX, usize::MAX - 1),
        ] {
            let count = range.end.saturating_sub(range.start).min(8);
            for count in [count, 0, 1] {
                let mut buffer = vec![7; count];
                let failed = Err(LeaseError::OutOfRange);
                let r = || range.clone();
                assert_eq!(lease.read_range(r(), &mut buffer), Err(()));
                assert_eq!(lease.try_read_range(r(), &mut buffer), failed);
                assert_eq!(lease.write_range(r(), &buffer), Err(()));
                assert_eq!(lease.try_write_range(r(), &buffer), failed);
                assert_eq!(buffer, vec![7; count], "{range:?}");
            }
        }
    });
    assert_eq!(run.borrows.len(), 1, "the lease was checked");
    assert_eq!(run.memory, [bytes(8)]);
}

#[test]
fn a_buffer_shorter_than_the_range_fails_without_a_system_call() {
    let run = request(&[Lent::ReadWrite(bytes(8))], |message| {
        let lease =
            Leased::<RW, [u16]>::read_write_slice(message.sender, 0, None)
                .unwrap();
        for count in [0, 1] {
            let mut buffer = vec![7; count];
            assert_eq!(lease.read_range(1..3, &mut buffer), Err(()));
            assert_eq!(lease.write_range(1..3, &buffer), Err(()));
            assert_eq!(
                lease.try_read_range(1..3, &mut buffer),
                Err(LeaseError::OutOfRange)
            );
            assert_eq!(
                lease.try_write_range(1..3, &buffer),
                Err(LeaseError::OutOfRange)
            );
            assert_eq!(buffer, vec![7; count]);
        }
    });
    assert_eq!(run.borrows.len(), 1, "the lease was checked");
    assert_eq!(run.memory, [bytes(8)]);
}

#[test]
fn a_short_last_block_is_read_into_the_beginning_of_a_whole_one() {
    let lent = [Lent::Read(bytes(3)), Lent::Write(vec![0; 3])];
    let run = request(&lent, |message| {
        let lender = message.sender;
        let source = Leased::<R, [u8]>::read_only_slice(lender, 0, None);
        let sink = Leased::<W, [u8]>::write_only_slice(lender, 1, None);
        let (source, sink) = (source.unwrap(), sink.unwrap());
        let mut block = [9; 8];
        source.read_range(0..source.len(), &mut block).unwrap();
        assert_eq!(block, [1, 2, 3, 9, 9, 9, 9, 9]);
        sink.write_range(0..sink.len(), &block).unwrap();
    });
    assert_eq!(run.memory, [bytes(3), bytes(3)]);
}

/// Every access to a value, an array and a slice of 4 bytes; all must fail so.
fn every_access_fails(message: &RecvMessage, expected: LeaseError) {
    let lender = message.sender;
    let value = Leased::<RW, u32>::read_write(lender, 0).unwrap();
    let array = Leased::<RW, [u8; 4]>::read_write(lender, 0).unwrap();
    let slice = Leased::<RW, [u8]>::read_write_slice(lender, 0, None).unwrap();
    // These were 3 borrows, after which the client died.
    let mut buffer = [7; 4];
    assert_eq!(value.read(), None);
    assert_eq!(value.write(1), Err(()));
    assert_eq!(array.read_at(0), None);
    assert_eq!(array.write_at(0, 1), Err(()));
    assert_eq!(slice.read_at(0), None);
    assert_eq!(slice.write_at(0, 1), Err(()));
    assert_eq!(slice.read_range(0..4, &mut buffer), Err(()));
    assert_eq!(slice.write_range(0..4, &buffer), Err(()));
    assert_eq!(value.try_read(), Err(expected));
    assert_eq!(value.try_write(1), Err(expected));
    assert_eq!(array.try_read_at(0), Err(expected));
    assert_eq!(array.try_write_at(0, 1), Err(expected));
    assert_eq!(slice.try_read_at(0), Err(expected));
    assert_eq!(slice.try_write_at(0, 1), Err(expected));
    assert_eq!(slice.try_read_range(0..4, &mut buffer), Err(expected));
    assert_eq!(slice.try_write_range(0..4, &buffer), Err(expected));
    assert_eq!(slice.try_read_range(0..0, &mut []), Err(expected));
    assert_eq!(buffer, [7; 4]);
    // And it cannot be borrowed from anew.
    assert!(Leased::<RW, u32>::read_write(lender, 0).is_none());
    assert!(Leased::<RW, [u8]>::read_write_slice(lender, 0, None).is_none());
}

#[test]
fn a_lender_that_was_restarted_is_gone() {
    let fate = Fate::Dies(3, Restart::AtOnce);
    let run = request_of(fate, &[Lent::ReadWrite(bytes(4))], |message| {
        every_access_fails(message, LeaseError::Gone);
    });
    assert_eq!(run.end, End::Finished);
}

#[test]
fn a_lender_that_faulted_and_is_not_restarted_yet_is_a_defect() {
    let fate = Fate::Dies(3, Restart::Never);
    let run = request_of(fate, &[Lent::ReadWrite(bytes(4))], |message| {
        every_access_fails(message, LeaseError::Defect);
    });
    let End::Faulted(faults) = run.end else {
        panic!("{}", run.end);
    };
    assert_eq!(faults.len(), 1, "the client alone: {faults:?}");
}

#[test]
fn a_lender_that_dies_between_two_accesses_keeps_what_was_read_before() {
    let fate = Fate::Dies(2, Restart::AtOnce);
    let run = request_of(fate, &[Lent::Read(bytes(2))], |message| {
        let lease = Leased::<R, [u8]>::read_only_slice(message.sender, 0, None)
            .unwrap();
        assert_eq!(lease.try_read_at(0), Ok(1));
        assert_eq!(lease.try_read_at(1), Err(LeaseError::Gone));
    });
    assert_eq!(run.end, End::Finished);
}

#[test]
fn a_lender_that_died_before_its_leases_were_checked_has_none() {
    for restart in [Restart::AtOnce, Restart::Never] {
        let fate = Fate::Dies(0, restart);
        let run = request_of(fate, &[Lent::Read(bytes(4))], |message| {
            assert!(Leased::<R, u32>::read_only(message.sender, 0).is_none());
        });
        assert_eq!(run.borrows.len(), 1);
    }
}

#[test]
fn a_lease_kept_beyond_the_answer_is_a_defect() {
    let run = request(&[Lent::ReadWrite(bytes(4))], |message| {
        let lease = Leased::<RW, u32>::read_write(message.sender, 0).unwrap();
        sys_reply(message.sender, 0, &[]);
        assert_eq!(lease.try_read(), Err(LeaseError::Defect));
        assert_eq!(lease.try_write(0), Err(LeaseError::Defect));
    });
    assert_eq!(run.memory, [bytes(4)]);
}

/// What reading asks of a type, and nothing else.
#[derive(Copy, Clone, FromBytes, IntoBytes)]
#[repr(transparent)]
struct OnlyReadable(u8);

/// What writing asks of a type, and nothing else.
#[derive(Copy, Clone, IntoBytes, Immutable)]
#[repr(u8)]
enum OnlyWritable {
    Seven = 7,
}

/// Asks nothing of the type: such a lease can be received and passed on.
struct NotEvenCopy(#[expect(dead_code, reason = "for its size")] u8);

fn read_as<A: AttributeRead, T: Copy + FromBytes + IntoBytes>(
    lease: &Leased<A, [T]>,
) -> Option<T> {
    let mut element = [lease.read_at(0)?];
    lease.read_range(0..1, &mut element).ok()?;
    Some(element[0])
}

fn write_as<A: AttributeWrite, T: Copy + IntoBytes + Immutable>(
    lease: &Leased<A, [T]>,
    value: T,
) -> Result<(), ()> {
    lease.write_at(0, value)?;
    lease.write_range(0..1, &[value])
}

#[test]
fn each_access_asks_of_the_type_what_it_needs_and_no_more() {
    let run = request(&[Lent::ReadWrite(bytes(1))], |message| {
        let lender = message.sender;
        let value = Leased::<R, OnlyReadable>::read_only(lender, 0).unwrap();
        assert_eq!(value.read().unwrap().0, 1);
        let array =
            Leased::<R, [OnlyReadable; 1]>::read_only(lender, 0).unwrap();
        assert_eq!(array.read_at(0).unwrap().0, 1);
        let slice =
            Leased::<RW, [OnlyReadable]>::read_write_slice(lender, 0, None)
                .unwrap();
        assert_eq!(read_as(&slice).unwrap().0, 1);

        let value = Leased::<W, OnlyWritable>::write_only(lender, 0).unwrap();
        value.write(OnlyWritable::Seven).unwrap();
        let array =
            Leased::<W, [OnlyWritable; 1]>::write_only(lender, 0).unwrap();
        array.write_at(0, OnlyWritable::Seven).unwrap();
        let slice =
            Leased::<RW, [OnlyWritable]>::read_write_slice(lender, 0, None)
                .unwrap();
        write_as(&slice, OnlyWritable::Seven).unwrap();

        let lease = Leased::<R, NotEvenCopy>::read_only(lender, 0).unwrap();
        assert_eq!(lease.lease_index(), 0);
        let lease =
            Leased::<RW, [NotEvenCopy]>::read_write_slice(lender, 0, None)
                .unwrap();
        assert_eq!(lease.len(), 1);
    });
    assert_eq!(run.memory, [[7]]);
}

#[test]
fn a_length_limit_is_checked_kept_and_given_back() {
    request(&[Lent::ReadWrite(bytes(3))], |message| {
        let lease = || {
            Leased::<RW, [u8]>::read_write_slice(message.sender, 0, None)
                .unwrap()
        };
        assert!(LenLimit::<_, 2>::try_from(lease()).is_err());
        let limited = LenLimit::<_, 3>::try_from(lease()).unwrap();
        assert_eq!(limited.len(), 3);
        assert_eq!(limited.read_at(1), Some(2));
        assert_eq!(LenLimit::len_as_u8(&limited), 3);
        // Callers pass references to references.
        let reference = &limited;
        #[expect(clippy::needless_borrow, reason = "callers write it so")]
        let len = LenLimit::len_as_u16(&reference);
        assert_eq!(len, 3);
        assert_eq!(limited.into_inner().len(), 3);
        let mut limited = LenLimit::<_, 255>::try_from(lease()).unwrap();
        let inner: &mut Leased<RW, [u8]> = &mut limited;
        assert_eq!(inner.len(), 3);
    });
}

#[test]
fn a_lease_is_two_words_and_a_length_limit_adds_nothing() {
    assert!(size_of::<Leased<R, [u32]>>() <= 2 * size_of::<usize>());
    assert!(size_of::<Leased<R, u64>>() <= 2 * size_of::<usize>());
    assert_eq!(
        size_of::<LenLimit<Leased<R, [u32]>, 9>>(),
        size_of::<Leased<R, [u32]>>()
    );
}
