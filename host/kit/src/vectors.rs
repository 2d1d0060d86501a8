//! Values beside their bytes, so that tools in other languages are held to the
//! same bytes: made by both stubs, each of which reads what the other wrote.
//!
//! ```text
//! Spi_VECTORS::of::<kit::vectors::Serde>().check("vectors.json");
//! ```

mod difference;
mod json;
mod operation;
mod samples;
mod text;
mod value;
mod whole;

pub use json::Json;
pub use operation::{Arguments, OperationVectors};
pub use samples::{Lendable, Samples, Serde, Values, sample};
pub use value::{Unwritable, json};
pub use whole::{VERSION, Vectors};
