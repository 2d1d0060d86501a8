#![doc = include_str!("../README.md")]

mod clients;
mod code;
mod decode;
mod dwarf;
mod encode;
mod error;
mod found;
mod image;
pub mod json;
mod memory;
mod operation;
mod released;
pub mod schema;
mod section;
mod stream;
mod symbols;
mod task;
mod ty;
mod types;
mod value;

pub use clients::Client;
pub use code::{Frame, Open, StackNeed, Why};
pub use error::{Error, Problem};
pub use image::{Disagreement, disagreements};
pub use operation::{Operation, Outcome};
pub use released::{Released, ReleasedOperation};
pub use symbols::Counters;
pub use task::{ErrorCodes, Server, Task};
pub use ty::{Discriminant, Field, Kind, Type, Variant};
pub use value::Value;

// The guide's page compiles.
#[cfg(doctest)]
#[doc = include_str!("../../docs/src/guide/debuggers.md")]
struct Guide;
