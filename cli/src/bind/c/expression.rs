//! Expressions of C.

use idol_debug::schema::Discriminant;

/// A pointer some bytes on.
pub(super) fn plus(memory: &str, offset: usize) -> String {
    match offset {
        0 => memory.to_owned(),
        offset => format!("{memory} + {offset}"),
    }
}

/// A pointer to what an expression names, which may be what one points at.
pub(super) fn address(value: &str) -> String {
    match value.strip_prefix('*') {
        Some(pointer) => pointer.to_owned(),
        None => format!("&{value}"),
    }
}

/// Clears the memory that a value goes to, its padding included.
pub(super) fn zeros(size: usize) -> String {
    format!("    memset(memory, 0, {size});\n")
}

/// Returns whether all of these are true.
pub(super) fn all(expressions: &[String]) -> String {
    format!("    return {};\n", expressions.join(" &&\n           "))
}

/// Leaves the function unless all of these are true.
pub(super) fn checked(expressions: &[String]) -> String {
    match expressions {
        [] => String::new(),
        several => format!(
            "        if (!({})) {{\n            return false;\n        }}\n",
            several.join(" &&\n              ")
        ),
    }
}

pub(super) fn put_tag(place: Discriminant, value: u64) -> String {
    format!(
        "idol_put_tag({}, {}, {});",
        plus("memory", place.offset),
        place.size,
        number(value)
    )
}

pub(super) fn get_tag(place: Discriminant) -> String {
    format!(
        "idol_get_tag({}, {})",
        plus("memory", place.offset),
        place.size
    )
}

pub(super) fn number(value: u64) -> String {
    match u32::try_from(value) {
        Ok(value) => format!("{value}u"),
        Err(_) => format!("UINT64_C({value})"),
    }
}
