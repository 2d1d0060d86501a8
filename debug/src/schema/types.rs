//! The types in a schema's document, which call each other by name.

use serde::{Deserialize, Serialize};

/// A type.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Type {
    /// Its size in memory, in bytes.
    pub size: usize,
    /// What it is made of.
    #[serde(flatten)]
    pub kind: Kind,
}

/// What a type is made of.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Kind {
    /// `()`, or a struct without fields: no bytes.
    Unit,
    /// `bool`: a byte, 0 or 1.
    Bool,
    /// `char`.
    Char,
    /// An integer without a sign.
    Unsigned {
        /// Whether it is `usize`, which serde encodings write in 8 bytes.
        #[serde(default, skip_serializing_if = "is_false")]
        word: bool,
    },
    /// An integer with a sign, in two's complement.
    Signed {
        /// Whether it is `isize`.
        #[serde(default, skip_serializing_if = "is_false")]
        word: bool,
    },
    /// `f32` or `f64`.
    Float,
    /// An array.
    Array {
        /// The type of its elements.
        element: String,
        /// How many there are.
        count: usize,
    },
    /// A struct with a single field that has no name.
    Newtype {
        /// Where the field starts.
        offset: usize,
        /// The field's type.
        of: String,
    },
    /// A tuple, or a struct whose fields have no names.
    Tuple {
        /// The fields, in their order.
        fields: Vec<Field>,
    },
    /// A struct.
    Struct {
        /// The fields, in the order of the source, which is serde's.
        fields: Vec<Field>,
    },
    /// An `Option`. Serde encodings write a byte, 0 or 1, and the value.
    Option {
        /// The type of what it holds.
        of: String,
        /// Where that starts in memory.
        offset: usize,
        /// Where the number is in memory that tells `None` from `Some`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        discriminant: Option<Discriminant>,
        /// The number of `None`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        none: Option<u64>,
        /// The number of `Some`; none where all but that of `None` are.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        some: Option<u64>,
    },
    /// An enum. Serde encodings write a byte, the variant's position in the
    /// list from 0 on, and its fields.
    Enum {
        /// Where the number is in memory that tells the variant; none where
        /// there is a single one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        discriminant: Option<Discriminant>,
        /// The variants, in the order of the source.
        variants: Vec<Variant>,
    },
}

/// Where the number is that tells the variant, in bytes.
#[derive(Copy, Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Discriminant {
    /// Where it starts in the enum.
    pub offset: usize,
    /// Its size: 1, 2, 4 or 8.
    pub size: usize,
}

/// A variant of an enum.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// Its number in memory, without a sign; none where all that no other
    /// variant has stand for this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<u64>,
    /// Its fields, in the order of the source: all with names, or none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

/// A field.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Field {
    /// Its name, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it starts in the struct, or in the enum, in bytes of memory.
    pub offset: usize,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
}

fn is_false(value: &bool) -> bool {
    !value
}
