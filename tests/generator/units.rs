//! Files of the library that test what nobody outside of them sees, compiled
//! once more for that: all of the library would take the compiler 5 s. What such
//! a file imports of others stands here or, for `crate`, where the program
//! begins.
#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    unused_macros,
    reason = "as the library has them"
)]

#[path = "../../src/check/types"]
mod types {
    mod constant;
    mod facts;
    mod grammar;
    mod reader;

    #[path = "../../../tests/generator/units/types.rs"]
    mod agree;
    #[path = "../../../tests/generator/units/oracle.rs"]
    mod oracle;
}

#[path = "../../src/emit"]
mod emit {
    mod copied;
    mod docs;
    mod empty;
    #[cfg(feature = "fakes")]
    mod fake {
        mod nested {
            mod deeper;
        }
    }
    mod scope {
        mod imports;
    }
    mod writer;
}

#[path = "../../src/manifest.rs"]
mod manifest;

#[path = "../../src/model/cursor.rs"]
mod cursor;

#[path = "../../src/source/position.rs"]
mod position;

#[path = "../../src/identifier.rs"]
pub(crate) mod identifier;

#[path = "../../src/names.rs"]
pub(crate) mod names;

#[path = "../../src/pieces.rs"]
pub(crate) mod pieces;

#[path = "../../src/printable.rs"]
pub(crate) mod printable;

#[path = "../../src/seen.rs"]
pub(crate) mod seen;
