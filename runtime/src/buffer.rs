//! Memory that starts as zeros, for what is written once in a task.
//!
//! For an array of more than a few bytes the compiler calls a function that
//! clears memory, of 174 bytes. The loop here has 14, and does not move what
//! it has cleared.
#![expect(unsafe_code, reason = "it saves each server 160 bytes of flash")]

use core::mem::MaybeUninit;

/// An array of bytes that holds nothing yet.
#[derive(Debug)]
pub struct Uninit<const N: usize>(MaybeUninit<[u8; N]>);

impl<const N: usize> Uninit<N> {
    /// Room for `N` bytes.
    #[inline]
    pub const fn new() -> Self {
        Self(MaybeUninit::uninit())
    }
}

impl<const N: usize> Default for Uninit<N> {
    fn default() -> Self {
        Self::new()
    }
}

/// The array, filled with zeros.
#[inline]
pub fn zeroed<const N: usize>(array: &mut Uninit<N>) -> &mut [u8; N] {
    if N <= 16 {
        return array.0.write([0; N]);
    }
    let start = array.0.as_mut_ptr().cast::<u8>();
    for offset in 0..N {
        // SAFETY: `offset` is below `N`, so the byte lies within the array,
        // which is borrowed mutably; a byte needs no alignment. Volatile, so
        // that the loop stays a loop.
        unsafe { start.add(offset).write_volatile(0) };
    }
    // SAFETY: all `N` bytes were written above, and any byte is a `u8`.
    unsafe { array.0.assume_init_mut() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_zero() {
        assert_eq!(zeroed(&mut Uninit::<38>::new()), &[0; 38]);
        assert_eq!(zeroed(&mut Uninit::<0>::new()), &[]);
    }
}
