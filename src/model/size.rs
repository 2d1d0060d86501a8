//! How many bytes something takes.

/// A number of bytes, as far as the file alone tells it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Size {
    /// So many bytes.
    Bytes(u32),
    /// The size in memory of the type so written.
    SizeOf(String),
    /// `hubpack::SerializedSize::MAX_SIZE` of the type so written.
    MaxSize(String),
    /// The size in memory of a Rust struct with fields of the types so
    /// written, its padding included.
    StructOf(Vec<String>),
    /// All of these together.
    Sum(Vec<Size>),
    /// The largest of these.
    Largest(Vec<Size>),
}

impl Size {
    /// All of these together, as short as that can be said.
    pub(crate) fn sum(parts: impl Iterator<Item = Self>) -> Self {
        let mut bytes: u32 = 0;
        let mut open = Vec::new();
        for part in parts {
            match part {
                Self::Bytes(n) => bytes = bytes.saturating_add(n),
                other => open.push(other),
            }
        }
        if open.is_empty() {
            return Self::Bytes(bytes);
        }
        if bytes > 0 {
            open.push(Self::Bytes(bytes));
        }
        match open.len() {
            1 => open.remove(0),
            _ => Self::Sum(open),
        }
    }

    /// The larger of two, as short as that can be said.
    pub(crate) fn larger(self, other: Self) -> Self {
        match (self, other) {
            (Self::Bytes(a), Self::Bytes(b)) => Self::Bytes(a.max(b)),
            (Self::Bytes(0), size) | (size, Self::Bytes(0)) => size,
            (a, b) if a == b => a,
            (a, b) => Self::Largest(vec![a, b]),
        }
    }

    /// The number, where the file alone tells it.
    pub fn known(&self) -> Option<u32> {
        match self {
            Self::Bytes(n) => Some(*n),
            Self::SizeOf(_) | Self::MaxSize(_) | Self::StructOf(_) => None,
            Self::Sum(parts) => parts.iter().try_fold(0u32, |sum, part| {
                part.known().and_then(|n| sum.checked_add(n))
            }),
            Self::Largest(parts) => parts
                .iter()
                .try_fold(0, |max: u32, part| part.known().map(|n| max.max(n))),
        }
    }
}
