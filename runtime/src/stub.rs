//! Including a generated stub.

/// Declares the module that a stub of the build script stands in, with all
/// that is in scope beside it:
///
/// ```text
/// stub!(pub mod idl = "server.rs");
/// ```
///
/// is
///
/// ```text
/// pub mod idl {
///     use super::*;
///     include!(concat!(env!("OUT_DIR"), "/server.rs"));
/// }
/// ```
///
/// So the types that the interface names need be in scope only where the module
/// is declared. Where the stub of the other side is included there as well, the
/// two would meet in the module: name the types instead.
///
/// ```text
/// stub!(mod idl = "server.rs", use Page, FlashError);
/// ```
///
/// Attributes and documentation before `mod` are the module's.
#[macro_export]
macro_rules! stub {
    (
        $(#[$attribute:meta])*
        $visibility:vis mod $name:ident = $file:literal $(,)?
    ) => {
        $(#[$attribute])*
        $visibility mod $name {
            #[allow(unused_imports)]
            use super::*;
            ::core::include!(::core::concat!(
                ::core::env!("OUT_DIR"),
                "/",
                $file
            ));
        }
    };
    (
        $(#[$attribute:meta])*
        $visibility:vis mod $name:ident = $file:literal,
        use $($used:ident),+ $(,)?
    ) => {
        $(#[$attribute])*
        $visibility mod $name {
            use super::{$($used),+};
            ::core::include!(::core::concat!(
                ::core::env!("OUT_DIR"),
                "/",
                $file
            ));
        }
    };
}
