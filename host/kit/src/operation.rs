//! An operation, as generated code tells of it.

use userlib::LeaseAttributes;

use crate::call::Outcome;

/// One operation.
pub struct Operation {
    /// Its number on the wire.
    pub number: u16,
    /// Its name.
    pub name: &'static str,
    /// Its leases, in the order of their indices.
    pub leases: &'static [Lease],
    /// Makes a value of a return code, which is no dead code, and a reply.
    pub decode: fn(u32, &[u8]) -> Outcome,
    /// Makes the client's error of a dead code; `None` if it asks again.
    pub death: fn(u32) -> Option<Outcome>,
}

/// One lease.
pub struct Lease {
    /// Its name.
    pub name: &'static str,
    /// What the server may do with it.
    pub access: LeaseAttributes,
    /// Bytes of the value that is lent, or of an element.
    pub size: usize,
    /// Whether it is any number of elements.
    pub is_slice: bool,
}
