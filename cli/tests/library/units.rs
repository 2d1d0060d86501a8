//! Files of the library that test what nobody outside of them sees, compiled
//! once more for that: all of the library would take the compiler 6 s. What such
//! a file imports of others stands here or, for `crate`, where the program
//! begins.
#![allow(dead_code, unreachable_pub, reason = "as the library has them")]

#[path = "../../src/bind"]
pub(crate) mod bind {
    mod c {
        mod names;
        mod text;
    }
    pub(crate) mod python {
        pub(crate) mod names;
    }
}

#[path = "../../src/diff"]
mod diff {
    mod free;
    mod types;
}

#[path = "../../src/entries"]
mod entries {
    mod read;
    mod tree;
}

#[path = "../../src/highlight.rs"]
mod highlight;

#[path = "../../src/image"]
mod image {
    mod facts;
    mod file;
    mod finding;
}

#[path = "../../src/lsp"]
mod lsp {
    mod cursor;
    mod files;
    mod lines;
    mod rust {
        mod scan;
    }
    mod transport;
}

#[path = "../../src/page"]
mod page {
    mod prose;
    mod text;
}

#[path = "../../src/shown.rs"]
pub(crate) mod shown;
