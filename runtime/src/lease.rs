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

mod access;
mod kept;
mod leased;
mod origin;
mod rights;

pub use kept::Lent;
pub use leased::Leased;
pub use origin::LeaseError;
pub(crate) use rights::sealed;
pub use rights::{Attribute, AttributeRead, AttributeWrite, R, RW, W};
