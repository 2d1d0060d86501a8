//! What generated stand-ins stand on.
//!
//! [`Generator::build_fake`](https://docs.rs/idol) makes one file of an
//! interface `Spi`, for tests on hosts:
//!
//! | name | what |
//! | --- | --- |
//! | `FakeSpi` | a server whose answers a test scripts: a [`Fake`] |
//! | `RawSpi` | makes each request as a [`Message`], to be spoilt and sent |
//! | `FakeSpi::recorded` | the calls that a run's trace has, decoded |
//! | `Spi_VECTORS` | values beside their bytes, for tools in any language |
//!
//! Values are written as all tools of Idol write them:
//!
//! ```
//! #[derive(serde::Serialize)]
//! enum Motion {
//!     Rest,
//!     By(i16),
//! }
//!
//! let text = kit::vectors::json(&[Motion::Rest, Motion::By(-3)])?.to_string();
//! assert_eq!(text, r#"["Rest", {"By": [-3]}]"#);
//! # Ok::<_, kit::vectors::Unwritable>(())
//! ```
//!
//! All of them name operations, arguments and leases as the interface does.
//! Everything here is for hosts: nothing of it is linked into firmware.

pub mod argument;
pub mod call;
mod captured;
mod current;
mod difference;
pub mod expected;
mod fake;
pub mod interface;
pub mod lent;
pub mod message;
pub mod operation;
pub mod pending;
mod recorded;
mod replayed;
mod script;
pub mod server;
pub mod shown;
pub mod vectors;

pub use argument::{Any, Argument, any, that};
pub use call::{Call, LeaseSeen, Outcome, Value};
pub use expected::{Always, Expected, Expecting, Once};
pub use fake::Fake;
pub use interface::Interface;
pub use lent::{Lent, fill};
pub use message::{Answered, Loan, Message};
pub use operation::{Lease, Operation};
pub use pending::Pending;
pub use server::{Request, Server};
