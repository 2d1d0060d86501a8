//! Leases whose greatest length the interface names.

use core::ops::{Deref, DerefMut};

use userlib::TaskId;

use crate::lease::sealed::Sealed;
use crate::lease::{Attribute, Leased, Lent, R, RW, W};

/// A slice lease of at most `N` elements: one with `max_len` in the .idol file.
///
/// It derefs to the [`Leased`], and costs nothing beyond it.
pub struct LenLimit<T, const N: usize>(T);

impl<T, const N: usize> LenLimit<T, N> {
    /// What is inside, of which the type no longer says how long it is.
    #[inline]
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T, const N: usize> Deref for LenLimit<T, N> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T, const N: usize> DerefMut for LenLimit<T, N> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<A: Attribute, T, const N: usize> TryFrom<Leased<A, [T]>>
    for LenLimit<Leased<A, [T]>, N>
{
    type Error = ();

    #[inline]
    fn try_from(lease: Leased<A, [T]>) -> Result<Self, ()> {
        if lease.len() <= N {
            Ok(Self(lease))
        } else {
            Err(())
        }
    }
}

impl<A: Attribute, T, const N: usize> LenLimit<Leased<A, [T]>, N> {
    /// The number of elements, for an `N` of at most 255; of a greater one it
    /// does not compile:
    ///
    /// ```compile_fail
    /// # use idol_runtime::{Leased, LenLimit, R};
    /// fn len(lease: LenLimit<Leased<R, [u8]>, 256>) -> u8 {
    ///     LenLimit::len_as_u8(&lease)
    /// }
    /// # let _: fn(_) -> u8 = len;
    /// ```
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the length is at most N, and N fits"
    )]
    pub fn len_as_u8(this: &Self) -> u8 {
        const { assert!(N <= u8::MAX as usize, "max_len does not fit a u8") };
        this.0.len() as u8
    }

    /// The number of elements, for an `N` of at most 65,535; of a greater one
    /// it does not compile:
    ///
    /// ```compile_fail
    /// # use idol_runtime::{Leased, LenLimit, R};
    /// fn len(lease: LenLimit<Leased<R, [u8]>, 65536>) -> u16 {
    ///     LenLimit::len_as_u16(&lease)
    /// }
    /// # let _: fn(_) -> u16 = len;
    /// ```
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the length is at most N, and N fits"
    )]
    pub fn len_as_u16(this: &Self) -> u16 {
        const { assert!(N <= u16::MAX as usize, "max_len does not fit a u16") };
        this.0.len() as u16
    }
}

impl<A: Attribute, T, const N: usize> Sealed for LenLimit<Leased<A, [T]>, N> {}

impl<A: Attribute, T, const N: usize> Lent for LenLimit<Leased<A, [T]>, N> {
    #[inline]
    fn kept_len(&self) -> u32 {
        self.0.kept_len()
    }

    #[inline]
    fn restored(lender: TaskId, index: u8, len: u32) -> Self {
        Self(Leased::restored(lender, index, len))
    }
}

/// Defines the constructor for one kind of rights.
macro_rules! constructor {
    ($attribute:ty, $constructor:ident, $limited:ident) => {
        impl<T, const N: usize> LenLimit<Leased<$attribute, [T]>, N> {
            /// The lease `index` of the message that `lender` waits on, of at
            /// most `N` elements. `None` if it is longer, is not a multiple of
            /// the element's size or lacks a right, or if `lender` waits no
            /// longer.
            ///
            /// `index` must be below the message's `lease_count`, or the
            /// kernel faults the caller. Called by generated code: the length
            /// is checked once, not again by `try_from`.
            #[inline(always)]
            pub fn $constructor(lender: TaskId, index: usize) -> Option<Self> {
                Leased::<$attribute, [T]>::$limited(lender, index, N).map(Self)
            }
        }
    };
}

constructor!(R, read_only_slice, read_only_limited);
constructor!(W, write_only_slice, write_only_limited);
constructor!(RW, read_write_slice, read_write_limited);
