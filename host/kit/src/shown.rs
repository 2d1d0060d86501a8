//! Values as text: by `Debug` where a type has it.

use std::fmt::Debug;

/// Shows a value of a type that is known where this stands.
#[macro_export]
macro_rules! shown {
    ($value:expr) => {{
        #[allow(unused_imports)]
        use $crate::shown::Otherwise as _;
        $crate::shown::Shown($value).shown()
    }};
}

/// A value to be shown.
pub struct Shown<'a, T: ?Sized>(pub &'a T);

impl<T: Debug + ?Sized> Shown<'_, T> {
    /// The value as `Debug` has it.
    pub fn shown(&self) -> String {
        format!("{:?}", self.0)
    }
}

/// What is shown of types without `Debug`: their name.
pub trait Otherwise {
    /// The type's name.
    fn shown(&self) -> String;
}

impl<T: ?Sized> Otherwise for Shown<'_, T> {
    fn shown(&self) -> String {
        let name = std::any::type_name::<T>();
        let last = name.rsplit("::").next().unwrap_or(name);
        format!("{last}(..)")
    }
}

/// Bytes as text.
pub(crate) fn bytes(bytes: &[u8]) -> String {
    /// So many are shown.
    const MOST: usize = 32;
    let shown: Vec<_> = bytes
        .iter()
        .take(MOST)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let rest = match bytes.len().checked_sub(MOST) {
        None | Some(0) => String::new(),
        Some(more) => format!(" and {more} more"),
    };
    format!("[{}{rest}]", shown.join(" "))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_value_is_shown_by_debug_or_else_by_its_type() {
        struct Plain;
        assert_eq!(shown!(&Some(3)), "Some(3)");
        assert_eq!(shown!(&Plain), "Plain(..)");
    }
}
