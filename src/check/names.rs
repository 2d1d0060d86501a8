//! Names that would clash with what is generated.

use crate::model::PLACEHOLDER;

pub(super) use crate::identifier::{Wrong, function, identifier, is_keyword};

/// What generated code calls something else by this name in an operation's
/// place.
pub(super) fn reserved_operation(name: &str) -> Option<&'static str> {
    match name {
        "recv_source" | "closed_recv_fail" => Some(
            "every server trait has a function of this name, which says \
             whom the server listens to",
        ),
        "from_i64" => Some(
            "`FromPrimitive`, derived for the operations, has a function of \
             this name",
        ),
        _ => {
            let number = name.strip_prefix(PLACEHOLDER)?;
            number.bytes().all(|b| b.is_ascii_digit()).then_some(
                "where no operation has a number, debuggers find one of this \
                 name",
            )
        }
    }
}

/// The same for an interface's place.
pub(super) fn reserved_interface(name: &str) -> Option<&'static str> {
    match name {
        "FailServer" => Some(
            "server stubs define a type of this name, which fails every \
             operation",
        ),
        "bool" | "char" | "f32" | "f64" | "i8" | "i16" | "i32" | "i64"
        | "i128" | "isize" | "str" | "u8" | "u16" | "u32" | "u64" | "u128"
        | "usize" => Some("the client would hide Rust's own type"),
        "alloc" | "core" | "counters" | "hubpack" | "idol_runtime"
        | "num_traits" | "serde" | "ssmarshal" | "std" | "userlib"
        | "zerocopy" => {
            Some("the client would hide a crate that generated code names")
        }
        _ => None,
    }
}

/// The same for the place of an argument or a lease: a parameter cannot have
/// the name of a constant or a variant in scope. The constants of operations
/// are not among these.
pub(super) fn reserved_parameter(name: &str) -> Option<&'static str> {
    match name {
        "Err" | "None" | "Ok" | "Some" => {
            Some("Rust takes this for the variant, not for a parameter")
        }
        "INCOMING_SIZE" => Some("server stubs define a constant of this name"),
        _ => None,
    }
}

/// The start of a name that ends like the constants of an operation.
pub(super) fn constant_of(name: &str) -> Option<&str> {
    if !name.ends_with("_SIZE") {
        return None;
    }
    name.strip_suffix("_MSG_SIZE")
        .or_else(|| name.strip_suffix("_REPLY_SIZE"))
}
