//! Reading and writing what a lease lends.

use core::ops::Range;

use zerocopy::{FromBytes, Immutable, IntoBytes};

use super::leased::Leased;
use super::origin::{LeaseError, Origin};
use super::rights::{Attribute, AttributeRead, AttributeWrite};

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
