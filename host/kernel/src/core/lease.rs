//! BORROW_READ, BORROW_WRITE and BORROW_INFO: use of a waiting client's
//! memory.

use super::{Core, Effect, State, memory};
use crate::report::Fault;
use std::ptr::{slice_from_raw_parts, slice_from_raw_parts_mut};
use userlib::host::{LeaseTable, Outcome};
use userlib::{
    BorrowInfo, DEFECT, FaultInfo, LeaseAttributes, TaskId, UsageError,
};

/// A lease that the caller may use as far as its rights go.
struct Lent {
    attributes: LeaseAttributes,
    len: usize,
    /// The table that it is in.
    leases: *const dyn LeaseTable,
}

/// Why there is no lease.
enum NotLent {
    /// The lender cannot lend now: a dead code or [`DEFECT`].
    Code(u32),
    /// The borrower's mistake.
    Mistake(Effect),
}

impl From<Effect> for NotLent {
    fn from(mistake: Effect) -> Self {
        NotLent::Mistake(mistake)
    }
}

impl NotLent {
    /// What a copying borrow gives.
    fn copied_nothing(self) -> Effect {
        match self {
            NotLent::Code(code) => {
                Effect::Return(Outcome::Borrowed { code, len: 0 })
            }
            NotLent::Mistake(mistake) => mistake,
        }
    }
}

impl Core {
    /// The lease, if the lender waits for the caller's reply.
    fn lease(
        &mut self,
        caller: usize,
        lender: TaskId,
        index: usize,
    ) -> Result<Lent, NotLent> {
        let lender_index = self.index_of(lender)?;
        if let Some(code) = self.dead_code(lender) {
            return Err(NotLent::Code(code));
        }
        let State::AwaitingReply { peer, request } =
            self.tasks[lender_index].state
        else {
            return Err(NotLent::Code(DEFECT));
        };
        if peer != self.id(caller) {
            return Err(NotLent::Code(DEFECT));
        }
        // SAFETY: the lender is still in its SEND, so its table of leases is
        // valid, and no task writes it.
        let leases = unsafe { &*request.leases };
        if index >= leases.count() {
            let mistake = Effect::from(UsageError::LeaseOutOfRange);
            return Err(mistake.into());
        }
        match leases.lease(index) {
            Ok((attributes, len)) => Ok(Lent {
                attributes,
                len,
                leases: request.leases,
            }),
            Err(info) => Err(self.lent_amiss(lender, info)),
        }
    }

    /// A lender that lends what it does not have: its own fault, and to the
    /// borrower as if it did not lend.
    fn lent_amiss(&mut self, lender: TaskId, info: FaultInfo) -> NotLent {
        self.fault(lender.index(), Fault::new(info));
        NotLent::Code(DEFECT)
    }

    /// The part of the lease from `offset` on, at most `len` bytes of it, if
    /// it grants `right`.
    fn lent_memory(
        &mut self,
        caller: usize,
        lender: TaskId,
        (index, offset): (usize, usize),
        len: usize,
        right: LeaseAttributes,
    ) -> Result<(*mut u8, usize), NotLent> {
        let lent = self.lease(caller, lender, index)?;
        let Some(left) = lent.len.checked_sub(offset) else {
            let mistake = Effect::from(UsageError::OffsetOutOfRange);
            return Err(mistake.into());
        };
        if !lent.attributes.contains(right) {
            return Err(NotLent::Code(DEFECT));
        }
        let len = len.min(left);
        // SAFETY: the lender is still in its SEND, as in `lease`.
        match unsafe { &*lent.leases }.memory(index, offset, len, right) {
            Ok(memory) => Ok((memory, len)),
            Err(info) => Err(self.lent_amiss(lender, info)),
        }
    }

    /// BORROW_READ.
    ///
    /// # Safety
    ///
    /// As for [`Core::call`].
    pub(super) unsafe fn borrow_read(
        &mut self,
        caller: usize,
        lender: TaskId,
        index: usize,
        offset: usize,
        dest: *mut [u8],
    ) -> Effect {
        let right = LeaseAttributes::READ;
        match self.lent_memory(
            caller,
            lender,
            (index, offset),
            dest.len(),
            right,
        ) {
            Err(not_lent) => not_lent.copied_nothing(),
            Ok((base, len)) => {
                let from = slice_from_raw_parts(base.cast_const(), len);
                // SAFETY: the lender is still in its SEND, so what it lends
                // for reading is valid; `dest` is, as the caller says.
                let len = unsafe { memory::copy(from, dest) };
                Effect::Return(Outcome::Borrowed { code: 0, len })
            }
        }
    }

    /// BORROW_WRITE.
    ///
    /// # Safety
    ///
    /// As for [`Core::call`].
    pub(super) unsafe fn borrow_write(
        &mut self,
        caller: usize,
        lender: TaskId,
        index: usize,
        offset: usize,
        src: *const [u8],
    ) -> Effect {
        let right = LeaseAttributes::WRITE;
        match self.lent_memory(
            caller,
            lender,
            (index, offset),
            src.len(),
            right,
        ) {
            Err(not_lent) => not_lent.copied_nothing(),
            Ok((base, len)) => {
                let to = slice_from_raw_parts_mut(base, len);
                // SAFETY: the lender is still in its SEND, so what it lends
                // for writing is valid; `src` is, as the caller says.
                let len = unsafe { memory::copy(src, to) };
                Effect::Return(Outcome::Borrowed { code: 0, len })
            }
        }
    }

    /// BORROW_INFO.
    pub(super) fn borrow_info(
        &mut self,
        caller: usize,
        lender: TaskId,
        index: usize,
    ) -> Effect {
        Effect::Return(Outcome::BorrowInfo(
            match self.lease(caller, lender, index) {
                Ok(lent) => Some(BorrowInfo {
                    attributes: lent.attributes,
                    len: lent.len,
                }),
                Err(NotLent::Code(_)) => None,
                Err(NotLent::Mistake(mistake)) => return mistake,
            },
        ))
    }
}
