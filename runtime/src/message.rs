//! Messages with the encoding Zerocopy, read where they lie. Called by
//! generated code.

use zerocopy::{FromBytes, Immutable, TryFromBytes};

/// The arguments that a message is, if it has their size. Any bytes of that
/// size are arguments.
#[inline]
pub fn read<T: FromBytes + Immutable>(message: &[u8]) -> Option<&T> {
    // Arrays have the layout that zerocopy asks for, whatever their element.
    let [arguments] = <[T; 1]>::ref_from_bytes(message).ok()?;
    Some(arguments)
}

/// The arguments that a message is, if it has their size and their bytes are
/// values.
#[inline]
pub fn try_read<T: TryFromBytes + Immutable>(message: &[u8]) -> Option<&T> {
    let [arguments] = <[T; 1]>::try_ref_from_bytes(message).ok()?;
    Some(arguments)
}

/// The largest of the sizes of messages, in bytes; 0 of none.
pub const fn largest(mut sizes: &[usize]) -> usize {
    let mut largest = 0;
    while let [size, rest @ ..] = sizes {
        if *size > largest {
            largest = *size;
        }
        sizes = rest;
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_another_size_is_none() {
        assert_eq!(read(&[7]), Some(&7_u8));
        assert_eq!(read::<u8>(&[]), None);
        assert_eq!(read::<u8>(&[7, 7]), None);
    }

    #[test]
    fn the_largest_of_sizes_is_found_wherever_it_stands() {
        for sizes in [[9, 1, 2], [1, 9, 2], [1, 2, 9]] {
            assert_eq!(largest(&sizes), 9);
        }
        assert_eq!(largest(&[]), 0);
    }

    #[test]
    fn bytes_that_are_no_value_are_no_message() {
        assert_eq!(try_read(&[1]), Some(&true));
        assert_eq!(try_read::<bool>(&[2]), None);
        assert_eq!(try_read::<bool>(&[1, 1]), None);
    }
}
