//! Memory that a client lends to a server for the time of one request.
//!
//! The client stays blocked until the answer, so what it lent does not change
//! under the server's hands; but it can be killed meanwhile, so every access
//! can fail.
//!
//! Every method checks its indices and lengths before it calls the kernel,
//! which would fault the server for a range outside the lease. What it cannot
//! know is whether the request has been answered: a lease kept beyond that
//! names the memory of the client's next request.

use core::marker::PhantomData;
use core::num::NonZeroU32;
use core::ops::Range;

use userlib::{
    LeaseAttributes, TaskId, extract_new_generation, sys_borrow_info,
    sys_borrow_read, sys_borrow_write,
};
use zerocopy::{FromBytes, Immutable, IntoBytes};

/// The rights of a lease: [`R`], [`W`] or [`RW`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the right of a lease",
    note = "the rights are `idol_runtime::R`, `W` and `RW`"
)]
pub trait Attribute: sealed::Sealed {}

/// The rights that let the server read: [`R`] and [`RW`].
#[diagnostic::on_unimplemented(
    message = "this lease cannot be read",
    label = "a lease with the right `{Self}` cannot be read",
    note = "give the lease `read: true` in the .idol file"
)]
pub trait AttributeRead: Attribute {}

/// The rights that let the server write: [`W`] and [`RW`].
#[diagnostic::on_unimplemented(
    message = "this lease cannot be written",
    label = "a lease with the right `{Self}` cannot be written",
    note = "give the lease `write: true` in the .idol file"
)]
pub trait AttributeWrite: Attribute {}

/// The server may read the lease.
pub enum R {}
/// The server may write the lease.
pub enum W {}
/// The server may read and write the lease.
pub enum RW {}

impl Attribute for R {}
impl Attribute for W {}
impl Attribute for RW {}
impl AttributeRead for R {}
impl AttributeRead for RW {}
impl AttributeWrite for W {}
impl AttributeWrite for RW {}

pub(crate) mod sealed {
    pub trait Sealed {}
    impl Sealed for super::R {}
    impl Sealed for super::W {}
    impl Sealed for super::RW {}
}

/// Why a lease could not be read or written.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum LeaseError {
    /// The lender was restarted; its new instance knows nothing of the lease.
    Gone,
    /// An index or range outside the lease, a range whose end lies before its
    /// start, or a buffer shorter than the range. Nobody's memory was touched.
    OutOfRange,
    /// The kernel refused: the lender faulted and has not been restarted yet,
    /// or does not wait for this server, for example because it has its
    /// answer.
    Defect,
}

/// Where a lease is: who lent it, and which of the request's leases it is.
/// 4 bytes.
#[derive(Copy, Clone)]
struct Origin {
    lender: TaskId,
    index: u16,
}

impl Origin {
    /// The length in bytes of the lease, if it exists, grants at least
    /// `rights`, and has from `least` to `most` bytes.
    ///
    /// One function for leases of all kinds, outlined: a server has many.
    /// `index` must be below the number of leases that came with the message,
    /// or the kernel faults the server.
    #[inline(never)]
    fn check(
        self,
        rights: LeaseAttributes,
        least: usize,
        most: usize,
    ) -> Option<usize> {
        let info = sys_borrow_info(self.lender, self.index.into())?;
        let fits = info.attributes.contains(rights)
            && least <= info.len
            && info.len <= most;
        fits.then_some(info.len)
    }

    /// Fills `dest` from byte `offset` of the lease on, which must have them.
    fn read(self, offset: usize, dest: &mut [u8]) -> Result<(), LeaseError> {
        let wanted = dest.len();
        let (code, copied) =
            sys_borrow_read(self.lender, self.index.into(), offset, dest);
        outcome(code, copied == wanted)
    }

    /// Writes `src` at byte `offset` of the lease, which must have room for it.
    fn write(self, offset: usize, src: &[u8]) -> Result<(), LeaseError> {
        let (code, copied) =
            sys_borrow_write(self.lender, self.index.into(), offset, src);
        outcome(code, copied == src.len())
    }
}

/// What the kernel's answer to a borrow means.
fn outcome(code: u32, complete: bool) -> Result<(), LeaseError> {
    if code == 0 && complete {
        Ok(())
    } else if extract_new_generation(code).is_some() {
        Err(LeaseError::Gone)
    } else {
        Err(LeaseError::Defect)
    }
}

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
/// [`LeaseError`] what went wrong. Whoever only needs to know that it failed
/// writes
/// `lease.write(value).map_err(|()| RequestError::went_away())?`.
pub struct Leased<A: Attribute, T: ?Sized> {
    origin: Origin,
    /// The number of elements of a slice; of anything else, unused.
    len: usize,
    rights: PhantomData<A>,
    content: PhantomData<T>,
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

/// A lease as a parameter of a server's function: what a reply handle keeps of
/// it, and makes it of again.
pub trait Lent: sealed::Sealed {
    /// The number of elements of a slice, of anything else 0: what cannot be
    /// told from the type. 4 bytes.
    fn kept_len(&self) -> u32;

    /// The lease `index` of the request that `lender` waits on, whose rights
    /// and length were right when the request arrived, and which had
    /// [`kept_len`](Lent::kept_len) `len`. Called by generated code.
    fn restored(lender: TaskId, index: u8, len: u32) -> Self;
}

impl<A: Attribute, T> sealed::Sealed for Leased<A, T> {}

impl<A: Attribute, T> Lent for Leased<A, T> {
    #[inline]
    fn kept_len(&self) -> u32 {
        0
    }

    #[inline]
    fn restored(lender: TaskId, index: u8, _: u32) -> Self {
        Self {
            origin: Origin {
                lender,
                index: index.into(),
            },
            len: 0,
            rights: PhantomData,
            content: PhantomData,
        }
    }
}

impl<A: Attribute, T> sealed::Sealed for Leased<A, [T]> {}

impl<A: Attribute, T> Lent for Leased<A, [T]> {
    #[inline]
    fn kept_len(&self) -> u32 {
        // Nobody lends so much; of a host's memory that is larger, the rest
        // is out of reach.
        u32::try_from(self.len).unwrap_or(u32::MAX)
    }

    #[inline]
    fn restored(lender: TaskId, index: u8, len: u32) -> Self {
        Self {
            origin: Origin {
                lender,
                index: index.into(),
            },
            len: usize::try_from(len).unwrap_or(usize::MAX),
            rights: PhantomData,
            content: PhantomData,
        }
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

impl<A: Attribute, T> Leased<A, T> {
    /// The value, or `None` if the lender is gone.
    #[inline]
    pub fn read(&self) -> Option<T>
    where
        A: AttributeRead,
        T: Copy + FromBytes + IntoBytes,
    {
        self.try_read().ok()
    }

    /// The value.
    ///
    /// # Errors
    ///
    /// [`LeaseError::Gone`] or [`LeaseError::Defect`].
    #[inline]
    pub fn try_read(&self) -> Result<T, LeaseError>
    where
        A: AttributeRead,
        T: Copy + FromBytes + IntoBytes,
    {
        read_value(self.origin, 0)
    }

    /// Overwrites the value.
    ///
    /// # Errors
    ///
    /// The lender is gone.
    #[inline]
    #[expect(clippy::result_unit_err, reason = "callers write `|()|`")]
    pub fn write(&self, value: T) -> Result<(), ()>
    where
        A: AttributeWrite,
        T: Copy + IntoBytes + Immutable,
    {
        self.try_write(value).map_err(drop)
    }

    /// Overwrites the value.
    ///
    /// # Errors
    ///
    /// [`LeaseError::Gone`] or [`LeaseError::Defect`].
    #[inline]
    pub fn try_write(&self, value: T) -> Result<(), LeaseError>
    where
        A: AttributeWrite,
        T: Copy + IntoBytes + Immutable,
    {
        self.origin.write(0, value.as_bytes())
    }
}

impl<A: Attribute, T, const N: usize> Leased<A, [T; N]> {
    /// The element at `index`, or `None` if there is no such element or the
    /// lender is gone.
    #[inline]
    pub fn read_at(&self, index: usize) -> Option<T>
    where
        A: AttributeRead,
        T: Copy + FromBytes + IntoBytes,
    {
        self.try_read_at(index).ok()
    }

    /// The element at `index`.
    ///
    /// # Errors
    ///
    /// [`LeaseError::OutOfRange`] if there is no such element, else
    /// [`LeaseError::Gone`] or [`LeaseError::Defect`].
    #[inline]
    pub fn try_read_at(&self, index: usize) -> Result<T, LeaseError>
    where
        A: AttributeRead,
        T: Copy + FromBytes + IntoBytes,
    {
        read_value(self.origin, element_offset::<T>(index, N)?)
    }

    /// Overwrites the element at `index`.
    ///
    /// # Errors
    ///
    /// There is no such element, or the lender is gone.
    #[inline]
    #[expect(clippy::result_unit_err, reason = "callers write `|()|`")]
    pub fn write_at(&self, index: usize, value: T) -> Result<(), ()>
    where
        A: AttributeWrite,
        T: Copy + IntoBytes + Immutable,
    {
        self.try_write_at(index, value).map_err(drop)
    }

    /// Overwrites the element at `index`.
    ///
    /// # Errors
    ///
    /// [`LeaseError::OutOfRange`] if there is no such element, else
    /// [`LeaseError::Gone`] or [`LeaseError::Defect`].
    #[inline]
    pub fn try_write_at(&self, index: usize, value: T) -> Result<(), LeaseError>
    where
        A: AttributeWrite,
        T: Copy + IntoBytes + Immutable,
    {
        let offset = element_offset::<T>(index, N)?;
        self.origin.write(offset, value.as_bytes())
    }
}

impl<A: Attribute, T> Leased<A, [T]> {
    /// The number of elements.
    #[inline]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no elements.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The element at `index`, or `None` if there is no such element or the
    /// lender is gone.
    #[inline]
    pub fn read_at(&self, index: usize) -> Option<T>
    where
        A: AttributeRead,
        T: Copy + FromBytes + IntoBytes,
    {
        self.try_read_at(index).ok()
    }

    /// The element at `index`.
    ///
    /// # Errors
    ///
    /// [`LeaseError::OutOfRange`] if there is no such element, else
    /// [`LeaseError::Gone`] or [`LeaseError::Defect`].
    #[inline]
    pub fn try_read_at(&self, index: usize) -> Result<T, LeaseError>
    where
        A: AttributeRead,
        T: Copy + FromBytes + IntoBytes,
    {
        read_value(self.origin, element_offset::<T>(index, self.len)?)
    }

    /// Fills the beginning of `dest` with the elements of `range`. What `dest`
    /// has beyond that stays as it is.
    ///
    /// # Errors
    ///
    /// `range` is not one of the lease, `dest` is shorter than it, or the
    /// lender is gone. After the last, `dest` may have changed.
    #[inline]
    #[expect(clippy::result_unit_err, reason = "callers write `|()|`")]
    pub fn read_range(
        &self,
        range: Range<usize>,
        dest: &mut [T],
    ) -> Result<(), ()>
    where
        A: AttributeRead,
        T: Copy + FromBytes + IntoBytes,
    {
        self.try_read_range(range, dest).map_err(drop)
    }

    /// Fills the beginning of `dest` with the elements of `range`. What `dest`
    /// has beyond that stays as it is.
    ///
    /// # Errors
    ///
    /// [`LeaseError::OutOfRange`] if `range` is not one of the lease or `dest`
    /// is shorter than it, else [`LeaseError::Gone`] or [`LeaseError::Defect`];
    /// after these, `dest` may have changed.
    #[inline]
    pub fn try_read_range(
        &self,
        range: Range<usize>,
        dest: &mut [T],
    ) -> Result<(), LeaseError>
    where
        A: AttributeRead,
        T: Copy + FromBytes + IntoBytes,
    {
        let (offset, count) = part::<T>(range, self.len)?;
        let dest = dest.get_mut(..count).ok_or(LeaseError::OutOfRange)?;
        self.origin.read(offset, dest.as_mut_bytes())
    }

    /// Overwrites the element at `index`.
    ///
    /// # Errors
    ///
    /// There is no such element, or the lender is gone.
    #[inline]
    #[expect(clippy::result_unit_err, reason = "callers write `|()|`")]
    pub fn write_at(&self, index: usize, value: T) -> Result<(), ()>
    where
        A: AttributeWrite,
        T: Copy + IntoBytes + Immutable,
    {
        self.try_write_at(index, value).map_err(drop)
    }

    /// Overwrites the element at `index`.
    ///
    /// # Errors
    ///
    /// [`LeaseError::OutOfRange`] if there is no such element, else
    /// [`LeaseError::Gone`] or [`LeaseError::Defect`].
    #[inline]
    pub fn try_write_at(&self, index: usize, value: T) -> Result<(), LeaseError>
    where
        A: AttributeWrite,
        T: Copy + IntoBytes + Immutable,
    {
        let offset = element_offset::<T>(index, self.len)?;
        self.origin.write(offset, value.as_bytes())
    }

    /// Overwrites the elements of `range` with the beginning of `src`, which
    /// may have more.
    ///
    /// # Errors
    ///
    /// `range` is not one of the lease, `src` is shorter than it, or the lender
    /// is gone.
    #[inline]
    #[expect(clippy::result_unit_err, reason = "callers write `|()|`")]
    pub fn write_range(&self, range: Range<usize>, src: &[T]) -> Result<(), ()>
    where
        A: AttributeWrite,
        T: Copy + IntoBytes + Immutable,
    {
        self.try_write_range(range, src).map_err(drop)
    }

    /// Overwrites the elements of `range` with the beginning of `src`, which
    /// may have more.
    ///
    /// # Errors
    ///
    /// [`LeaseError::OutOfRange`] if `range` is not one of the lease or `src`
    /// is shorter than it, else [`LeaseError::Gone`] or [`LeaseError::Defect`].
    #[inline]
    pub fn try_write_range(
        &self,
        range: Range<usize>,
        src: &[T],
    ) -> Result<(), LeaseError>
    where
        A: AttributeWrite,
        T: Copy + IntoBytes + Immutable,
    {
        let (offset, count) = part::<T>(range, self.len)?;
        let src = src.get(..count).ok_or(LeaseError::OutOfRange)?;
        self.origin.write(offset, src.as_bytes())
    }
}

/// The value at byte `offset` of the lease, which must have it.
#[inline]
fn read_value<T: FromBytes + IntoBytes>(
    origin: Origin,
    offset: usize,
) -> Result<T, LeaseError> {
    let mut value = T::new_zeroed();
    origin.read(offset, value.as_mut_bytes())?;
    Ok(value)
}

/// The byte offset of element `index` of a lease of `len` elements.
#[inline]
fn element_offset<T>(index: usize, len: usize) -> Result<usize, LeaseError> {
    if index < len {
        // Does not wrap: the lease has `len` elements, and fits in memory.
        Ok(index.wrapping_mul(size_of::<T>()))
    } else {
        Err(LeaseError::OutOfRange)
    }
}

/// The byte offset of `range` in a lease of `len` elements and the number of
/// its elements, if it is a range of that lease.
#[inline]
fn part<T>(
    range: Range<usize>,
    len: usize,
) -> Result<(usize, usize), LeaseError> {
    match range.end.checked_sub(range.start) {
        // Does not wrap: the lease has `len` elements, and fits in memory.
        Some(count) if range.end <= len => {
            Ok((range.start.wrapping_mul(size_of::<T>()), count))
        }
        _ => Err(LeaseError::OutOfRange),
    }
}
