//! Messages with the encoding Zerocopy: the structs that they are, which are
//! read value by value or where they lie. Called by generated code.

#![expect(
    unsafe_code,
    reason = "a derive of `FromBytes` for each operation is most of what \
              compiling a server takes"
)]

use zerocopy::{FromBytes, Immutable, TryFromBytes};

/// The arguments of an operation as they are on the wire: a packed struct of
/// them, which a row of [`server_items`](crate::server_items) defines.
///
/// # Safety
///
/// All bytes for which [`of`](Self::of) is not `None` are a value of the type,
/// as many as its size, wherever they lie, and nobody changes them through a
/// reference to it.
pub unsafe trait Arguments: Sized {
    /// The arguments that a message is, if it has their size and their bytes
    /// are values.
    fn of(message: &[u8]) -> Option<Self>;
}

/// The same arguments, where they lie.
#[inline]
pub fn read<T: Arguments>(message: &[u8]) -> Option<&T> {
    T::of(message)?;
    // SAFETY: they are a value of this type, as the trait's rule says, for as
    // long as they are borrowed.
    Some(unsafe { &*message.as_ptr().cast() })
}

/// What is left of a message whose values are taken one by one, with no bytes
/// between them.
pub struct Values<'a>(&'a [u8]);

impl<'a> Values<'a> {
    /// The values of a message of so many bytes; `None` if it has others.
    #[inline]
    pub fn of(message: &'a [u8], size: usize) -> Option<Self> {
        (message.len() == size).then_some(Self(message))
    }

    /// The next value, which any bytes are.
    #[inline]
    pub fn take<T: FromBytes + Immutable>(&mut self) -> Option<T> {
        let (value, rest) = T::read_from_prefix(self.0).ok()?;
        self.0 = rest;
        Some(value)
    }

    /// The next value, if its bytes are one.
    #[inline]
    pub fn try_take<T: TryFromBytes + Immutable>(&mut self) -> Option<T> {
        let (value, rest) = T::try_read_from_prefix(self.0).ok()?;
        self.0 = rest;
        Some(value)
    }
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

    #[repr(C, packed)]
    struct Read {
        at: u32,
        is_urgent: bool,
    }

    // SAFETY: the struct is packed, and its fields are taken from the whole
    // message one by one; nothing can change through a reference to them.
    unsafe impl Arguments for Read {
        fn of(message: &[u8]) -> Option<Self> {
            let mut values = Values::of(message, size_of::<Self>())?;
            Some(Self {
                at: values.take()?,
                is_urgent: values.try_take()?,
            })
        }
    }

    #[test]
    fn values_are_taken_one_behind_the_other() {
        for message in [[1, 2, 3, 4, 1], [1, 2, 3, 4, 0]] {
            let [.., is_urgent] = message;
            let expected = (u32::from_le_bytes([1, 2, 3, 4]), is_urgent == 1);
            let values = |it: &Read| (it.at, it.is_urgent);
            let arguments = Read::of(&message);
            assert_eq!(arguments.as_ref().map(values), Some(expected));
            let same = read::<Read>(&message);
            assert_eq!(same.map(values), Some(expected));
            let place = same.map(|it| core::ptr::from_ref(it).cast());
            assert_eq!(place, Some(message.as_ptr()));
        }
    }

    #[test]
    fn a_message_of_another_size_is_none() {
        for size in [0, 1, 4, 6, 9] {
            let zeros = [0; 9];
            let message = zeros.get(..size).unwrap_or_default();
            assert!(Read::of(message).is_none(), "{size}");
            assert!(read::<Read>(message).is_none(), "{size}");
        }
        assert!(Values(&[]).take::<u8>().is_none());
        assert!(Values(&[]).try_take::<bool>().is_none());
    }

    #[test]
    fn bytes_that_are_no_value_are_no_message() {
        assert!(Read::of(&[1, 2, 3, 4, 2]).is_none());
        assert!(read::<Read>(&[1, 2, 3, 4, 2]).is_none());
    }

    #[test]
    fn the_largest_of_sizes_is_found_wherever_it_stands() {
        for sizes in [[9, 1, 2], [1, 9, 2], [1, 2, 9]] {
            assert_eq!(largest(&sizes), 9);
        }
        assert_eq!(largest(&[]), 0);
    }
}
