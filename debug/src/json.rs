//! Values as JSON: one convention for all that reads or writes them.
//!
//! | type | JSON |
//! | --- | --- |
//! | integer | a number; read also from a string of digits |
//! | float | a number, or `"NaN"`, `"inf"`, `"-inf"` |
//! | `bool` | `true`, `false` |
//! | `char` | a string of one character |
//! | `()`, a struct without fields | `null` |
//! | struct | an object |
//! | tuple, array | an array |
//! | struct with one field without a name | what it holds |
//! | enum | a variant without fields: its name; another: `{"Name": fields}`, the fields an array or an object |
//! | `Option` | `null`, or what it holds; where that may be `null` itself, `{"Some": value}` |
//! | array of bytes | read also from `{"base64": ".."}` |
//!
//! Numbers have up to 128 bits, and keep them all: what reads them as floating
//! point must be given strings.
//!
//! ```
//! use idol_debug::{Field, Kind, Type, Value, json};
//!
//! let byte = Type { name: "u8".to_owned(), size: 1, kind: Kind::Unsigned };
//! let lamp = Type {
//!     name: "Lamp".to_owned(),
//!     size: 1,
//!     kind: Kind::Struct(vec![Field {
//!         name: "level".to_owned(), offset: 0, ty: byte,
//!     }]),
//! };
//! let value = json::read(&lamp, r#"{ "level": 9 }"#)?;
//! assert_eq!(value, Value::record([("level", 9u8.into())]));
//! assert_eq!(json::text(&lamp, &value)?, r#"{"level":9}"#);
//! # Ok::<(), idol_debug::Error>(())
//! ```

mod forms;
mod read;
mod request;
mod write;

pub use read::{read, read_parsed};
pub use request::{Request, lent, outcome};
pub use write::{Json, text};
