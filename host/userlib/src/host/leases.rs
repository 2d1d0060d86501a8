//! What a client lends, wherever its memory is.

use crate::{FaultInfo, Lease, LeaseAttributes};

/// The leases of a message. The kernel reads one when a borrower uses it, as
/// the real one does.
pub trait LeaseTable {
    /// How many there are.
    fn count(&self) -> usize;

    /// Rights and length in bytes of the lease of this index, which is less
    /// than [`count`](Self::count).
    ///
    /// # Errors
    ///
    /// The lender's fault, if its table is not where it says.
    fn lease(
        &self,
        index: usize,
    ) -> Result<(LeaseAttributes, usize), FaultInfo>;

    /// `len` bytes that are lent, `offset` bytes in; both are within the
    /// lease. They may be read if that is the `right`, and written if that is.
    ///
    /// # Errors
    ///
    /// The lender's fault, if it has no such memory.
    fn memory(
        &self,
        index: usize,
        offset: usize,
        len: usize,
        right: LeaseAttributes,
    ) -> Result<*mut u8, FaultInfo>;
}

/// The leases of a task on this machine, whose memory is what it says: the
/// compiler has checked that.
pub(super) struct Leases(pub(super) *const [Lease<'static>]);

impl Leases {
    fn parts(&self, index: usize) -> (LeaseAttributes, *mut u8, usize) {
        // SAFETY: this is made of a slice that stays borrowed until the
        // system call returns, and asked only before that.
        unsafe { &*self.0 }.get(index).map_or(
            (LeaseAttributes::empty(), core::ptr::null_mut(), 0),
            |it| it.parts(),
        )
    }
}

impl LeaseTable for Leases {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn lease(
        &self,
        index: usize,
    ) -> Result<(LeaseAttributes, usize), FaultInfo> {
        let (attributes, _, len) = self.parts(index);
        Ok((attributes, len))
    }

    fn memory(
        &self,
        index: usize,
        offset: usize,
        _len: usize,
        _right: LeaseAttributes,
    ) -> Result<*mut u8, FaultInfo> {
        let (_, base, _) = self.parts(index);
        Ok(base.wrapping_add(offset))
    }
}
