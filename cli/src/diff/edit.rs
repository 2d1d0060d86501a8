//! What to do to the new text, as data.

use serde::Serialize;

/// One thing to do to the new text. Operations are called what the new text
/// calls them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "edit", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Edit {
    /// Give an operation a `number`.
    Number {
        /// The operation.
        operation: String,
        /// The number.
        number: u16,
    },
    /// Make this the list of reserved numbers.
    Reserved {
        /// All that are to be in it, in rising order.
        numbers: Vec<u16>,
    },
    /// Move an operation to another place in the text.
    Move {
        /// The operation.
        operation: String,
        /// The one that it is to follow; `None` if it is to be the first.
        behind: Option<String>,
    },
    /// Give the interface another name.
    NameInterface {
        /// The name.
        name: String,
    },
    /// Give an operation another name.
    NameOperation {
        /// What it is called.
        operation: String,
        /// What it is to be called.
        name: String,
    },
    /// Give an argument or a lease another name.
    NameParameter {
        /// The operation.
        operation: String,
        /// What it is called.
        parameter: String,
        /// What it is to be called.
        name: String,
    },
    /// Let an operation be what it was, and make what it is now another, with
    /// this number.
    Keep {
        /// The operation.
        operation: String,
        /// What the old text calls it.
        was: String,
        /// What it is to be called: as it was, unless another operation is
        /// called so now.
        name: String,
        /// The number of the other one, which may stand at the end.
        number: u16,
    },
}
