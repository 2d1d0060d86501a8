//! Sizes in bytes, as Rust expressions.

use crate::model::Size;

/// The expression for a size. `whole` is the struct that a
/// [`Size::StructOf`] is about.
pub(super) fn expression(size: &Size, whole: &str) -> String {
    match size {
        Size::Bytes(n) => n.to_string(),
        Size::SizeOf(ty) => format!("::core::mem::size_of::<{ty}>()"),
        Size::MaxSize(ty) => {
            format!("<{ty} as ::hubpack::SerializedSize>::MAX_SIZE")
        }
        Size::StructOf(_) => format!("::core::mem::size_of::<{whole}>()"),
        Size::Sum(parts) => {
            let parts: Vec<_> =
                parts.iter().map(|part| expression(part, whole)).collect();
            parts.join(" + ")
        }
        Size::Largest(parts) => parts
            .iter()
            .map(|part| expression(part, whole))
            .reduce(|a, b| format!("if {a} > {b} {{ {a} }} else {{ {b} }}"))
            .unwrap_or_else(|| "0".to_owned()),
    }
}
