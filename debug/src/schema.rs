//! All that a program needs to call a server: its interface with every type
//! resolved, as data. [`Schema`] has the form of the JSON document; the page
//! `docs/src/reference/schema.md` describes that field by field.

mod build;
mod call;
mod codes;
mod cursor;
mod document;
mod resolve;
mod table;
mod types;
mod wire;

pub use call::Call;
pub use cursor::{Cursor, Next};
pub use document::{
    Access, Argument, Bounds, Code, Encoding, Errors, Form, Lease, Limits,
    OnDeath, Operation, Recv, RecvBy, Reply, Schema, Stream, VERSION,
};
pub use types::{Discriminant, Field, Kind, Type, Variant};

/// The JSON Schema of what is written.
pub const JSON_SCHEMA: &str = include_str!("schema/v1.json");
