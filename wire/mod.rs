//! Values as bytes: the formats of the crates `hubpack` 0.1 and `ssmarshal`
//! 1.0, from serde's types and back, byte for byte, without a panic.
//!
//! Both formats are the fields in order: integers and floats little-endian at
//! their full width, `bool` and `Option`'s flag a byte 0 or 1, an enum's
//! variant its index in one byte, and nothing for structs, tuples, arrays and
//! units themselves. They differ in little:
//!
//! | | [`hubpack`] | [`ssmarshal`] |
//! | --- | --- | --- |
//! | `u128`, `i128` | 16 bytes | refused |
//! | `char` | refused | UTF-8, 1 to 4 bytes |
//! | sequences | refused | length as `u64`, then the elements |
//! | strings, bytes, maps | refused | refused |
//! | human readable | no | yes |
//!
//! Neither direction branches on a failure: it is remembered, the missing bytes
//! read as zeros, and whoever asked for the value or the bytes gets an
//! [`Error`] in the end. So a type's own `Deserialize` may be asked about
//! values that are not in the message, and one that goes on after an error of
//! its fields fails all the same.
//!
//! No panic comes from here, but one may come with a type: that of
//! `core::time::Duration` and, in [`ssmarshal`], those of `core::net` can.

/// A value cannot be encoded, or bytes do not decode. 0 bytes: all causes (no
/// room, truncated, out of range, not supported) are answered alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error;

impl ::core::fmt::Display for Error {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str("value and bytes do not match")
    }
}

impl ::serde::ser::StdError for Error {}

impl ::serde::ser::Error for Error {
    fn custom<T: ::core::fmt::Display>(_: T) -> Self {
        Error
    }
}

impl ::serde::de::Error for Error {
    fn custom<T: ::core::fmt::Display>(_: T) -> Self {
        Error
    }
}

type Result<T> = ::core::result::Result<T, Error>;

include!("encode.rs");
include!("arguments.rs");
include!("decode.rs");

arguments! {
    1: A 0;
    2: A 0, B 1;
    3: A 0, B 1, C 2;
    4: A 0, B 1, C 2, D 3;
    5: A 0, B 1, C 2, D 3, E 4;
    6: A 0, B 1, C 2, D 3, E 4, F 5;
    7: A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
}

/// What is left of a message that holds values one behind the other, as those of
/// a struct are. A struct's own `Deserialize` is more to compile.
#[doc(hidden)]
pub struct Values<'a, const HUBPACK: bool>(Input<'a>);

impl<'a, const HUBPACK: bool> Values<'a, HUBPACK> {
    /// The next value.
    #[inline(always)]
    pub fn take<T: ::serde::Deserialize<'a>>(&mut self) -> Option<T> {
        T::deserialize(Decoder::<HUBPACK>(&mut self.0)).ok()
    }
}

macro_rules! functions {
    ($(#[$doc:meta])* $name:ident, $hubpack:literal) => {
        $(#[$doc])*
        pub mod $name {
            use super::{Decoder, Error, Input, Values};

            /// Encodes `value` at the start of `buf` and says how many bytes
            /// it took.
            ///
            /// # Errors
            ///
            /// If `buf` is too short, or the format has no encoding for the
            /// value. What `buf` then holds is unspecified.
            pub fn serialize(
                buf: &mut [u8],
                value: &impl ::serde::Serialize,
            ) -> ::core::result::Result<usize, Error> {
                super::serialize::<$hubpack, _>(buf, value)
            }

            /// Encodes `value` at the start of `buf`: its message, which is
            /// `None` where [`serialize`] fails.
            pub fn encode<'b, T: ::serde::Serialize>(
                buf: &'b mut [u8],
                value: &T,
            ) -> Option<&'b [u8]> {
                super::encode::<$hubpack, T>(buf, value)
            }

            /// Decodes the value at the start of `bytes`, and returns it with
            /// the bytes after it.
            ///
            /// # Errors
            ///
            /// If `bytes` are too few or no encoding of a `T`.
            pub fn deserialize<'a, T: ::serde::Deserialize<'a>>(
                bytes: &'a [u8],
            ) -> ::core::result::Result<(T, &'a [u8]), Error> {
                let mut input = Input {
                    left: bytes,
                    failed: false,
                };
                let value = T::deserialize(
                    Decoder::<$hubpack>(&mut input),
                )?;
                if input.failed {
                    return Err(Error);
                }
                Ok((value, input.left))
            }

            /// Decodes the value that `bytes` are: `None` where
            /// [`deserialize`] fails or leaves a byte.
            pub fn decode_exact<'a, T: ::serde::Deserialize<'a>>(
                bytes: &'a [u8],
            ) -> Option<T> {
                super::decode_exact::<$hubpack, T>(bytes)
            }

            /// Decodes the value that the first `len` of `bytes` are, as
            /// [`decode_exact`] does; there may be fewer.
            #[doc(hidden)]
            pub fn decode_reply<'a, T: ::serde::Deserialize<'a>>(
                bytes: &'a [u8],
                len: usize,
            ) -> Option<T> {
                super::decode_reply::<$hubpack, T>(bytes, len)
            }

            /// Decodes values one behind the other, which `fields` takes, if
            /// `bytes` are these and no more.
            #[doc(hidden)]
            pub fn decode_all<'a, T>(
                bytes: &'a [u8],
                fields: impl FnOnce(&mut Values<'a, $hubpack>) -> Option<T>,
            ) -> Option<T> {
                let mut values = Values(Input {
                    left: bytes,
                    failed: false,
                });
                let value = fields(&mut values);
                // As in `decode_exact`.
                if values.0.failed | !values.0.left.is_empty() {
                    return None;
                }
                value
            }
        }
    };
}

functions! {
    /// The format of the crate `hubpack` 0.1.
    hubpack, true
}

functions! {
    /// The format of the crate `ssmarshal` 1.0.
    ///
    /// Where that crate panics this fails: in debug builds the crate panics on
    /// types that it does not support, on short buffers and messages, and on
    /// values whose encoding is longer than the value in memory (an `Option`
    /// that fits in its niche), which are encoded here as in release builds.
    ssmarshal, false
}

// Parts of this file, and no modules of it: what a client needs is copied into
// its stub as one text, of this one what stands above the first `include!`. So
// rustfmt finds the others.
#[cfg(rustfmt)]
#[path = "arguments.rs"]
mod arguments;
#[cfg(rustfmt)]
#[path = "decode.rs"]
mod decode;
#[cfg(rustfmt)]
#[path = "encode.rs"]
mod encode;
