//! What is kept of a lease until its request is answered.

use core::marker::PhantomData;

use userlib::TaskId;

use super::leased::Leased;
use super::origin::Origin;
use super::rights::{Attribute, sealed};

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
