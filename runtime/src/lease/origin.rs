//! Where a lease is, and the system calls about it.

use userlib::{
    LeaseAttributes, TaskId, extract_new_generation, sys_borrow_info,
    sys_borrow_read, sys_borrow_write,
};

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
pub(super) struct Origin {
    pub(super) lender: TaskId,
    pub(super) index: u16,
}

impl Origin {
    /// The length in bytes of the lease, if it exists, grants at least
    /// `rights`, and has from `least` to `most` bytes.
    ///
    /// One function for leases of all kinds, outlined: a server has many.
    /// `index` must be below the number of leases that came with the message,
    /// or the kernel faults the server.
    #[inline(never)]
    pub(super) fn check(
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
    pub(super) fn read(
        self,
        offset: usize,
        dest: &mut [u8],
    ) -> Result<(), LeaseError> {
        let wanted = dest.len();
        let (code, copied) =
            sys_borrow_read(self.lender, self.index.into(), offset, dest);
        outcome(code, copied == wanted)
    }

    /// Writes `src` at byte `offset` of the lease, which must have room for it.
    pub(super) fn write(
        self,
        offset: usize,
        src: &[u8],
    ) -> Result<(), LeaseError> {
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
