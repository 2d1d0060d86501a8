//! Code that is copied into stubs: that of whole files, without their comments,
//! empty lines and indentation, which nobody reads there.
//!
//! It stands in files of its own, since constants that took it out of the
//! others were a quarter of what the compiler spent on the generator. A test
//! holds each to the file it comes from.

/// How values of an interface travel: `forms/wire.txt`.
pub(super) const FORMS: &str = include_str!("copied/forms.txt");

/// What types are asked for, and what lints are silent about:
/// `needs/proofs.txt`, which is the runtime's `any_items`, too.
pub(super) const PROOFS: &str = include_str!("copied/proofs.txt");

// The runtime's module `wire`, which names nothing but `core` and `serde`. It
// stands beside the runtime's package, in that of the generator.

/// What `wire/mod.rs` has before it includes the others: its errors.
pub(super) const ERRORS: &str = include_str!("copied/errors.txt");

/// `wire/encode.rs`.
pub(super) const ENCODE: &str = include_str!("copied/encode.txt");

/// `wire/arguments.rs`.
pub(super) const ARGUMENTS: &str = include_str!("copied/arguments.txt");

/// `wire/decode.rs`.
pub(super) const DECODE: &str = include_str!("copied/decode.txt");

#[cfg(test)]
mod tests {
    use std::{env, fs};

    use super::{ARGUMENTS, DECODE, ENCODE, ERRORS, FORMS, PROOFS};

    /// The lines that are neither a comment nor empty.
    fn code(file: &str) -> String {
        let lines = file.lines().map(str::trim_start);
        let code =
            lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
        code.flat_map(|line| [line, "\n"]).collect()
    }

    #[test]
    fn code_is_what_is_neither_a_comment_nor_empty() {
        let file = "//! a\n\nmod b {\n    /// c\n    let d; // e\n}\n";
        assert_eq!(code(file), "mod b {\nlet d; // e\n}\n");
    }

    #[test]
    fn what_the_runtime_has_as_well_is_the_same() {
        let root = env!("CARGO_MANIFEST_DIR");
        let runtime =
            fs::read_to_string(format!("{root}/runtime/src/items.rs"));
        let runtime = code(&runtime.expect("the runtime is beside this"));
        let own = PROOFS.replace("(client $iface:literal $at:literal ", "(");
        assert!(runtime.contains(&own), "{own}");
    }

    #[test]
    fn what_is_copied_is_the_code_of_its_file() {
        let errors = include_str!("../../wire/mod.rs").split("include!").next();
        let copies = [
            ("forms", FORMS, include_str!("forms/wire.txt")),
            ("proofs", PROOFS, include_str!("needs/proofs.txt")),
            ("errors", ERRORS, errors.unwrap_or_default()),
            ("encode", ENCODE, include_str!("../../wire/encode.rs")),
            (
                "arguments",
                ARGUMENTS,
                include_str!("../../wire/arguments.rs"),
            ),
            ("decode", DECODE, include_str!("../../wire/decode.rs")),
        ];
        for (name, copied, file) in copies {
            let code = code(file);
            if env::var_os("IDOL_BLESS").is_some() {
                let root = env!("CARGO_MANIFEST_DIR");
                let path = format!("{root}/src/emit/copied/{name}.txt");
                fs::write(path, code).expect("the copy can be written");
                continue;
            }
            assert!(
                copied == code,
                "src/emit/copied/{name}.txt is not the code of its file: \
                 IDOL_BLESS=1 cargo test -p idol --test generator copied"
            );
        }
    }
}
