//! Readers and writers of bytes: through leases with buffers of all sizes,
//! and through slices.

use crate::lending::{Fate, Lent, request, request_of};
use idol_runtime::{
    BufReader, BufWriter, LeaseBufReader, LeaseBufWriter, Leased, LenLimit, R,
    RW, W,
};
use kernel::trace::Call;
use kernel::{End, Restart};
use userlib::TaskId;

/// More than the largest buffer below, and no multiple of most.
const LEN: u8 = 11;

fn bytes(count: u8) -> Vec<u8> {
    (1..=count).collect()
}

fn source(lender: TaskId) -> Leased<R, [u8]> {
    Leased::<R, [u8]>::read_only_slice(lender, 0, None).unwrap()
}

fn sink(lender: TaskId) -> Leased<W, [u8]> {
    Leased::<W, [u8]>::write_only_slice(lender, 0, None).unwrap()
}

/// Runs `$check::<N>` for buffers of 1 byte, of fewer than the lease has, of as
/// many, and of more.
macro_rules! with_all_buffer_sizes {
    ($check:ident) => {{
        $check::<1>();
        $check::<2>();
        $check::<3>();
        $check::<4>();
        $check::<10>();
        $check::<11>();
        $check::<12>();
        $check::<64>();
    }};
}

/// Offset and length of every read of the lease.
fn reads(borrows: &[Call]) -> Vec<(usize, usize)> {
    borrows
        .iter()
        .filter_map(|call| match call {
            Call::BorrowRead { offset, len, .. } => Some((*offset, *len)),
            _ => None,
        })
        .collect()
}

/// Offset and length of every write of the lease.
fn writes(borrows: &[Call]) -> Vec<(usize, usize)> {
    borrows
        .iter()
        .filter_map(|call| match call {
            Call::BorrowWrite { offset, bytes, .. } => {
                Some((*offset, bytes.len()))
            }
            _ => None,
        })
        .collect()
}

/// The chunks of `size` that `LEN` bytes are moved in.
fn chunks(size: usize) -> Vec<(usize, usize)> {
    (0..LEN.into())
        .step_by(size)
        .map(|offset| (offset, size.min(usize::from(LEN) - offset)))
        .collect()
}

#[test]
fn every_byte_of_a_lease_is_read_once_and_in_chunks() {
    fn check<const N: usize>() {
        let run = request(&[Lent::Read(bytes(LEN))], |message| {
            let mut reader =
                LeaseBufReader::<_, N>::from(source(message.sender));
            for byte in 1..=LEN {
                assert!(!reader.is_eof());
                assert_eq!(
                    reader.remaining_size(),
                    usize::from(LEN - byte + 1)
                );
                assert_eq!(reader.read(), Some(byte));
            }
            assert_eq!((reader.remaining_size(), reader.is_eof()), (0, true));
            assert_eq!(reader.read(), None);
            assert_eq!(reader.refill(), Ok(()));
            assert_eq!(reader.read(), None);
        });
        assert_eq!(reads(&run.borrows), chunks(N));
    }
    with_all_buffer_sizes!(check);
}

#[test]
fn refilling_early_loses_no_byte_and_counts_what_is_buffered() {
    fn check<const N: usize>() {
        let run = request(&[Lent::Read(bytes(LEN))], |message| {
            let mut reader =
                LeaseBufReader::<_, N>::from(source(message.sender));
            for byte in 1..=LEN {
                for _ in 0..2 {
                    assert_eq!(reader.refill(), Ok(()));
                    assert_eq!(
                        reader.remaining_size(),
                        usize::from(LEN - byte + 1)
                    );
                }
                assert_eq!(reader.read(), Some(byte));
            }
            assert!(reader.is_eof());
        });
        assert_eq!(reads(&run.borrows), chunks(N));
    }
    with_all_buffer_sizes!(check);
}

#[test]
fn every_byte_is_written_once_and_in_chunks_the_last_when_dropped() {
    fn check<const N: usize>() {
        let lent = [Lent::Write(vec![0; LEN.into()])];
        let run = request(&lent, |message| {
            let mut writer = LeaseBufWriter::<_, N>::from(sink(message.sender));
            for byte in 1..=LEN {
                assert!(!writer.is_eof());
                assert_eq!(
                    writer.remaining_size(),
                    usize::from(LEN - byte + 1)
                );
                assert_eq!(writer.write(byte), Ok(()));
            }
            assert_eq!((writer.remaining_size(), writer.is_eof()), (0, true));
            assert_eq!(writer.write(99), Err(()));
        });
        assert_eq!(writes(&run.borrows), chunks(N));
        assert_eq!(run.memory, [bytes(LEN)]);
    }
    with_all_buffer_sizes!(check);
}

#[test]
fn a_partly_written_lease_keeps_the_rest() {
    fn check<const N: usize>() {
        let run = request(&[Lent::ReadWrite(bytes(LEN))], |message| {
            let lease =
                Leased::<RW, [u8]>::read_write_slice(message.sender, 0, None)
                    .unwrap();
            let mut writer = LeaseBufWriter::<_, N>::from(lease);
            for byte in [91, 92, 93] {
                assert_eq!(writer.write(byte), Ok(()));
            }
        });
        let mut expected = bytes(LEN);
        expected[..3].copy_from_slice(&[91, 92, 93]);
        assert_eq!(run.memory, [expected]);
    }
    with_all_buffer_sizes!(check);
}

#[test]
fn flushing_stores_what_is_buffered_and_nothing_twice() {
    let run = request(&[Lent::Write(vec![0; 4])], |message| {
        let mut writer = LeaseBufWriter::<_, 8>::from(sink(message.sender));
        assert_eq!(writer.flush(), Ok(()));
        assert_eq!(writer.write(1), Ok(()));
        assert_eq!(writer.flush(), Ok(()));
        assert_eq!(writer.remaining_size(), 3);
        assert_eq!(writer.flush(), Ok(()));
        assert_eq!(writer.write(2), Ok(()));
    });
    assert_eq!(writes(&run.borrows), [(0, 1), (1, 1)]);
    assert_eq!(run.memory, [[1, 2, 0, 0]]);
}

#[test]
fn an_empty_lease_is_at_its_end_and_costs_no_system_call() {
    let run = request(&[Lent::Read(vec![]), Lent::Write(vec![])], |message| {
        let lease =
            Leased::<W, [u8]>::write_only_slice(message.sender, 1, None)
                .unwrap();
        let mut writer = LeaseBufWriter::<_, 4>::from(lease);
        assert!(writer.is_eof());
        assert_eq!(writer.write(1), Err(()));
        let mut reader = LeaseBufReader::<_, 4>::from(source(message.sender));
        assert!(reader.is_eof());
        assert_eq!(reader.read(), None);
    });
    assert_eq!(
        (reads(&run.borrows), writes(&run.borrows)),
        (vec![], vec![])
    );
}

#[test]
fn a_reader_whose_lender_died_gives_what_it_has_and_then_fails() {
    // One borrow checks the lease, the second fills the buffer.
    let fate = Fate::Dies(2, Restart::AtOnce);
    let run = request_of(fate, &[Lent::Read(bytes(4))], |message| {
        let mut reader = LeaseBufReader::<_, 2>::from(source(message.sender));
        assert_eq!((reader.read(), reader.read()), (Some(1), Some(2)));
        for _ in 0..2 {
            assert_eq!(reader.refill(), Err(()));
            assert_eq!(reader.read(), None);
            assert_eq!(reader.remaining_size(), 2);
            assert!(!reader.is_eof());
        }
    });
    assert_eq!(run.end, End::Finished);
}

#[test]
fn a_writer_whose_lender_died_fails_when_its_buffer_is_full() {
    let fate = Fate::Dies(1, Restart::AtOnce);
    let run = request_of(fate, &[Lent::Write(vec![0; 4])], |message| {
        let mut writer = LeaseBufWriter::<_, 2>::from(sink(message.sender));
        assert_eq!(writer.write(1), Ok(()));
        assert_eq!(writer.write(2), Ok(()));
        for _ in 0..2 {
            assert_eq!(writer.write(3), Err(()));
            assert_eq!(writer.flush(), Err(()));
            assert_eq!(writer.remaining_size(), 2);
            assert!(!writer.is_eof());
        }
    });
    assert_eq!(run.end, End::Finished);
}

#[test]
fn the_lease_of_a_length_limit_becomes_a_reader_or_writer_by_inference() {
    let lent = [Lent::ReadWrite(bytes(2))];
    let run = request(&lent, |message| {
        let lease = || {
            LenLimit::<Leased<RW, [u8]>, 2>::read_write_slice(message.sender, 0)
                .unwrap()
        };
        let mut reader = LeaseBufReader::<_, 32>::from(lease().into_inner());
        let mut writer = LeaseBufWriter::<_, 32>::from(lease().into_inner());
        while let Some(byte) = reader.read() {
            writer.write(byte + 10).unwrap();
        }
    });
    assert_eq!(run.memory, [[11, 12]]);
}

/// Copies what fits, knowing only the traits.
fn copy(from: &mut dyn BufReader<'_>, to: &mut dyn BufWriter<'_>) -> usize {
    let mut copied = 0;
    while from.remaining_size() > 0 && to.remaining_size() > 0 {
        to.write(from.read().unwrap()).unwrap();
        copied += 1;
    }
    copied
}

#[test]
fn slices_and_leases_are_readers_and_writers_behind_the_same_traits() {
    let run = request(&[Lent::ReadWrite(bytes(3))], |message| {
        let lease = || {
            Leased::<RW, [u8]>::read_write_slice(message.sender, 0, None)
                .unwrap()
        };
        let mut memory = [0; 5];
        let mut slice = &mut memory[..];
        let mut reader = LeaseBufReader::<_, 2>::from(lease());
        assert_eq!(copy(&mut reader, &mut slice), 3);
        assert_eq!((slice.remaining_size(), slice.len()), (2, 2));
        assert_eq!(memory, [1, 2, 3, 0, 0]);

        let mut slice = &[7, 8, 9, 10][..];
        let mut writer = LeaseBufWriter::<_, 2>::from(lease());
        assert_eq!(copy(&mut slice, &mut writer), 3);
        assert_eq!(slice.remaining_size(), 1);
        assert_eq!(BufWriter::write(&mut writer, 0), Err(()));
        assert_eq!(BufReader::read(&mut slice), Some(10));
        assert_eq!(BufReader::read(&mut slice), None);
        assert_eq!(slice.remaining_size(), 0);
    });
    assert_eq!(run.memory, [[7, 8, 9]]);
}

#[test]
fn a_full_slice_takes_no_byte() {
    let mut memory = [1];
    let mut slice = &mut memory[..];
    assert_eq!(slice.write(2), Ok(()));
    assert_eq!(slice.write(3), Err(()));
    assert_eq!(slice.remaining_size(), 0);
    assert_eq!(memory, [2]);
}
