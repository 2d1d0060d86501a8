//! What a lease lets the server do.

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
