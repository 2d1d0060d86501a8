//! Sizes in bytes, as Rust expressions.

use std::fmt::{self, Display};

use crate::model::Size;
use crate::pieces::Pieces;

/// The expression for a size. `whole` is the struct that a
/// [`Size::StructOf`] is about.
pub(super) fn expression<'a>(
    size: &'a Size,
    whole: Pieces<'a>,
) -> Expression<'a> {
    Expression { size, whole }
}

/// The expression for a size.
#[derive(Copy, Clone)]
pub(super) struct Expression<'a> {
    size: &'a Size,
    whole: Pieces<'a>,
}

impl Display for Expression<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.whole;
        let of = |size| Expression { size, whole };
        match self.size {
            Size::Bytes(n) => n.fmt(f),
            Size::SizeOf(ty) => write!(f, "::core::mem::size_of::<{ty}>()"),
            Size::MaxSize(ty) => {
                write!(f, "<{ty} as ::hubpack::SerializedSize>::MAX_SIZE")
            }
            Size::StructOf(_) => {
                write!(f, "::core::mem::size_of::<{whole}>()")
            }
            Size::Sum(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    let plus = if index > 0 { " + " } else { "" };
                    write!(f, "{plus}{}", of(part))?;
                }
                Ok(())
            }
            Size::Largest(parts) => {
                let all = parts.iter().map(|part| format!("{}", of(part)));
                let largest = all.reduce(|a, b| {
                    format!("if {a} > {b} {{ {a} }} else {{ {b} }}")
                });
                f.write_str(largest.as_deref().unwrap_or("0"))
            }
        }
    }
}
