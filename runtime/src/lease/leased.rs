//! A lease whose rights and length were checked, and what checks them.

use core::marker::PhantomData;
use core::num::NonZeroU32;

use userlib::{LeaseAttributes, TaskId};

use super::origin::Origin;
use super::rights::{Attribute, R, RW, W};

/// A lease that the client of the current request sent: a `T` in its memory,
/// with the rights `A`.
///
/// Holding one proves that the number of leases, the rights and the length were
/// right when the request arrived. 8 bytes on a 32-bit target. It does not keep
/// the client alive, and is meaningless once the request is answered.
///
/// | `T` | length that is accepted | methods |
/// | --- | --- | --- |
/// | sized | exactly `size_of::<T>()` bytes | `read`, `write` |
/// | `[T; N]` | the same | also `read_at`, `write_at` |
/// | `[T]` | whole elements, at most `max_len` of them | `len`, `is_empty`, `read_at`, `read_range`, `write_at`, `write_range` |
///
/// Each of the methods that read or write has a `try_` twin that tells by a
/// [`LeaseError`](crate::LeaseError) what went wrong. Whoever only needs to
/// know that it failed writes
/// `lease.write(value).map_err(|()| RequestError::went_away())?`.
pub struct Leased<A: Attribute, T: ?Sized> {
    pub(super) origin: Origin,
    /// The number of elements of a slice; of anything else, unused.
    pub(super) len: usize,
    pub(super) rights: PhantomData<A>,
    pub(super) content: PhantomData<T>,
}

impl<A: Attribute, T: ?Sized> Leased<A, T> {
    /// The task that lent this.
    #[inline]
    pub fn lender(&self) -> TaskId {
        self.origin.lender
    }

    /// Which of the request's leases this is; 0 is the first.
    #[inline]
    pub fn lease_index(&self) -> usize {
        self.origin.index.into()
    }
}

impl<A: Attribute, T> Leased<A, T> {
    #[inline(always)]
    fn sized(
        lender: TaskId,
        index: usize,
        rights: LeaseAttributes,
    ) -> Option<Self> {
        let index = u16::try_from(index).ok()?;
        let origin = Origin { lender, index };
        origin.check(rights, size_of::<T>(), size_of::<T>())?;
        Some(Self {
            origin,
            len: 0,
            rights: PhantomData,
            content: PhantomData,
        })
    }
}

impl<A: Attribute, T> Leased<A, [T]> {
    #[inline(always)]
    fn slice(
        lender: TaskId,
        index: usize,
        rights: LeaseAttributes,
        max_len: usize,
    ) -> Option<Self> {
        let index = u16::try_from(index).ok()?;
        let origin = Origin { lender, index };
        let most = max_len.saturating_mul(size_of::<T>());
        let bytes = origin.check(rights, 0, most)?;
        // `None` when `T` has no size, which says nothing about how many.
        if bytes.checked_rem(size_of::<T>())? != 0 {
            return None;
        }
        Some(Self {
            origin,
            len: bytes.checked_div(size_of::<T>())?,
            rights: PhantomData,
            content: PhantomData,
        })
    }
}

/// What `max_len` of a slice lease allows, in elements.
#[inline]
fn most_elements(max_len: Option<NonZeroU32>) -> usize {
    max_len.map_or(usize::MAX, |max_len| {
        usize::try_from(max_len.get()).unwrap_or(usize::MAX)
    })
}

/// Defines the constructors of one kind of rights: `$sized`, `$slice`, and
/// `$limited`, which [`LenLimit`](crate::LenLimit) makes public.
macro_rules! constructors {
    ($attribute:ty, $rights:expr, $sized:ident, $slice:ident, $limited:ident) => {
        impl<T> Leased<$attribute, T> {
            /// The lease `index` of the message that `lender` waits on, of
            /// exactly `size_of::<T>()` bytes. `None` if it has another length
            /// or lacks a right, or if `lender` waits no longer.
            ///
            /// `index` must be below the message's `lease_count`, or the
            /// kernel faults the caller. Called by generated code.
            #[inline(always)]
            pub fn $sized(lender: TaskId, index: usize) -> Option<Self> {
                Self::sized(lender, index, $rights)
            }
        }

        impl<T> Leased<$attribute, [T]> {
            /// The lease `index` of the message that `lender` waits on, of at
            /// most `max_len` elements. `None` if it is longer, is not a
            /// multiple of the element's size or lacks a right, or if `lender`
            /// waits no longer.
            ///
            /// `index` must be below the message's `lease_count`, or the
            /// kernel faults the caller. Called by generated code.
            #[inline(always)]
            pub fn $slice(
                lender: TaskId,
                index: usize,
                max_len: Option<NonZeroU32>,
            ) -> Option<Self> {
                Self::slice(lender, index, $rights, most_elements(max_len))
            }

            #[inline(always)]
            pub(crate) fn $limited(
                lender: TaskId,
                index: usize,
                max_len: usize,
            ) -> Option<Self> {
                Self::slice(lender, index, $rights, max_len)
            }
        }
    };
}

constructors!(
    R,
    LeaseAttributes::READ,
    read_only,
    read_only_slice,
    read_only_limited
);
constructors!(
    W,
    LeaseAttributes::WRITE,
    write_only,
    write_only_slice,
    write_only_limited
);
constructors!(
    RW,
    LeaseAttributes::READ | LeaseAttributes::WRITE,
    read_write,
    read_write_slice,
    read_write_limited
);
