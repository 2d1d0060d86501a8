//! Memory that a client lends for the time of one message.

use core::marker::PhantomData;

bitflags::bitflags! {
    /// What a borrower may do with a lease. 4 bytes.
    #[derive(Copy, Clone, Debug, Eq, PartialEq)]
    #[repr(transparent)]
    pub struct LeaseAttributes: u32 {
        /// The borrower may read the memory.
        const READ = 1;
        /// The borrower may write the memory.
        const WRITE = 2;
    }
}

/// What [`sys_borrow_info`](crate::sys_borrow_info) says about a lease.
pub struct BorrowInfo {
    /// What the lender allows.
    pub attributes: LeaseAttributes,
    /// Length of the lent memory in bytes.
    pub len: usize,
}

/// A piece of memory lent with a message, usable by the receiver until it
/// replies. Three 32-bit words on target: attributes, base address, length.
///
/// Leases that can only be read may overlap; one that can be written has its
/// memory for itself:
///
/// ```text
/// let leases =
///     [Lease::write_only(&mut memory[..2]), Lease::read_only(&memory)];
/// // error: cannot borrow `memory` as immutable
/// ```
#[repr(C)]
pub struct Lease<'a> {
    attributes: LeaseAttributes,
    base: *const u8,
    len: usize,
    memory: PhantomData<&'a mut [u8]>,
}

impl<'a> Lease<'a> {
    /// Lends memory that the receiver may read.
    pub fn read_only(memory: &'a [u8]) -> Self {
        Self {
            attributes: LeaseAttributes::READ,
            base: memory.as_ptr(),
            len: memory.len(),
            memory: PhantomData,
        }
    }

    /// Lends memory that the receiver may read and write.
    pub fn read_write(memory: &'a mut [u8]) -> Self {
        Self {
            attributes: LeaseAttributes::READ | LeaseAttributes::WRITE,
            base: memory.as_mut_ptr(),
            len: memory.len(),
            memory: PhantomData,
        }
    }

    /// Lends memory that the receiver may write, but not read.
    pub fn write_only(memory: &'a mut [u8]) -> Self {
        Self {
            attributes: LeaseAttributes::WRITE,
            base: memory.as_mut_ptr(),
            len: memory.len(),
            memory: PhantomData,
        }
    }

    /// What the kernel reads: the rights, and where the memory lies.
    /// The pointer may be written through if the rights include `WRITE`.
    #[cfg(not(target_os = "none"))]
    #[doc(hidden)]
    pub fn parts(&self) -> (LeaseAttributes, *mut u8, usize) {
        (self.attributes, self.base.cast_mut(), self.len)
    }
}

impl<'a> From<&'a [u8]> for Lease<'a> {
    fn from(memory: &'a [u8]) -> Self {
        Self::read_only(memory)
    }
}

impl<'a> From<&'a mut [u8]> for Lease<'a> {
    fn from(memory: &'a mut [u8]) -> Self {
        Self::read_write(memory)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_constructor_grants_its_rights_and_no_more() {
        let mut memory = [0; 3];
        let read = Lease::read_only(&memory);
        assert_eq!(read.parts().0, LeaseAttributes::READ);
        assert_eq!(read.parts().2, 3);
        let write = Lease::write_only(&mut memory);
        assert_eq!(write.parts().0, LeaseAttributes::WRITE);
        let both = Lease::read_write(&mut memory);
        assert_eq!(both.parts().0.bits(), 3);
    }

    #[test]
    fn a_shared_slice_becomes_a_read_lease_and_a_mutable_one_read_write() {
        let mut memory = [0u8; 2];
        assert_eq!(Lease::from(&memory[..]).parts().0.bits(), 1);
        assert_eq!(Lease::from(&mut memory[..]).parts().0.bits(), 3);
    }

    #[test]
    fn unknown_attribute_bits_are_dropped_on_request() {
        assert_eq!(LeaseAttributes::from_bits_truncate(0xF5).bits(), 1);
    }
}
