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

use std::path::Path;
use std::{env, fs};

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

#[test]
fn every_file_that_has_tests_is_here() {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut found = 0;
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(path).expect("it can be read");
            open.extend(entries.map(|it| it.expect("it is there").path()));
            continue;
        }
        let text = fs::read_to_string(&path).expect("it is text");
        if text.contains("#[test]") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let module = format!("mod {name};");
            let is_here = include_str!("units.rs").contains(&module);
            assert!(is_here, "nobody runs the tests of {}", path.display());
            found += 1;
        }
    }
    assert_eq!(found, 9);
}
