//! Names in C.
//!
//! | what | name |
//! | --- | --- |
//! | files of an interface | `ControlPlane` is `control_plane.h`, `control_plane.c` |
//! | operation | `spi_exchange`, and with what it does behind it |
//! | type | `spi_` and its own without paths: `Option<Chip>` is `spi_option_chip` |
//! | constant | the same in upper case |
//! | variant | the enum's, `_`, its own: `SPI_CHIP_FLASH` |
//!
//! A name that C or the header has already gets `_` behind it, and so does the
//! second of two. Names of parameters and fields are those of Rust.

use std::collections::BTreeSet;

use crate::bind::python::names::{identifier, module};

/// What parameters and fields cannot be called: words of C and C++, and what
/// headers of the system define.
const TAKEN: &[&str] = &[
    "alignas",
    "alignof",
    "and",
    "and_eq",
    "asm",
    "assert",
    "auto",
    "bitand",
    "bitor",
    "bool",
    "break",
    "case",
    "catch",
    "char",
    "class",
    "compl",
    "const",
    "constexpr",
    "const_cast",
    "continue",
    "decltype",
    "default",
    "delete",
    "do",
    "double",
    "dynamic_cast",
    "else",
    "enum",
    "errno",
    "explicit",
    "export",
    "extern",
    "false",
    "float",
    "for",
    "friend",
    "goto",
    "i386",
    "if",
    "inline",
    "int",
    "linux",
    "long",
    "mutable",
    "namespace",
    "new",
    "noexcept",
    "not",
    "not_eq",
    "nullptr",
    "offsetof",
    "operator",
    "or",
    "or_eq",
    "private",
    "protected",
    "public",
    "register",
    "reinterpret_cast",
    "restrict",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "static_assert",
    "static_cast",
    "stderr",
    "stdin",
    "stdout",
    "struct",
    "switch",
    "template",
    "this",
    "thread_local",
    "throw",
    "true",
    "try",
    "typedef",
    "typeid",
    "typename",
    "typeof",
    "union",
    "unix",
    "unsigned",
    "using",
    "virtual",
    "void",
    "volatile",
    "wchar_t",
    "while",
    "xor",
    "xor_eq",
];

/// What generated functions have of their own, as parameters: no argument has
/// these names.
pub(super) const OWN: &[&str] = &[
    "body",
    "bytes",
    "code",
    "cursor",
    "element",
    "error",
    "from",
    "length",
    "memory",
    "reply",
    "room",
    "to",
    "transport",
    "value",
];

/// Names of one scope, each once.
#[derive(Clone, Default)]
pub(super) struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// A scope in which these names are taken.
    pub(super) fn with(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    /// A name for what Rust calls so.
    pub(super) fn name(&mut self, rust: &str) -> String {
        self.name_of_all(&identifier(rust), &[])
    }

    /// A name that is free, and free with each of these behind it.
    pub(super) fn name_of_all(
        &mut self,
        wanted: &str,
        ends: &[&str],
    ) -> String {
        let mut name = wanted.to_owned();
        while TAKEN.contains(&&*name)
            // What begins so is C's, or the generated code's.
            || name.starts_with("own_")
            || self.taken.contains(&name)
            || ends
                .iter()
                .any(|end| self.taken.contains(&format!("{name}{end}")))
        {
            match name.starts_with("own_") {
                true => name.insert_str(0, "its_"),
                false => name.push('_'),
            }
        }
        let all = ends.iter().map(|end| format!("{name}{end}"));
        self.taken.extend(all);
        self.taken.insert(name.clone());
        name
    }
}

/// A name of Rust in words of lower case: `OptionU8` is `option_u8`.
pub(super) fn lower(rust: &str) -> String {
    let name = module(&identifier(rust));
    // That gave Python's words another name.
    name.trim_end_matches('_').to_owned()
}

/// Documentation as what stands in a comment, behind ` * `.
pub(super) fn comment(text: &str) -> String {
    let mut lines = String::new();
    for line in text.trim().lines() {
        let mut line: String = line
            .trim_end()
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        for (sign, harmless) in [("*/", "* /"), ("/*", "/ *"), ("??", "? ?")] {
            while line.contains(sign) {
                line = line.replace(sign, harmless);
            }
        }
        // A backslash would go on with the next line.
        if line.ends_with('\\') {
            line.push('.');
        }
        lines.push_str(format!(" * {line}").trim_end());
        lines.push('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_c_takes() {
        assert_eq!(lower("Option<(u8, Chip)>"), "option_u8_chip");
        assert_eq!(lower("SpiError"), "spi_error");
        assert_eq!(lower("class"), "class");
        let mut scope = Scope::with(&["reply"]);
        let names = ["int", "int_", "reply", "a", "a", "own_a"];
        let named = names.map(|name| scope.name(name));
        assert_eq!(named, ["int_", "int__", "reply_", "a", "a_", "its_own_a"]);
        assert_eq!(scope.name_of_all("b", &["_put"]), "b");
        assert_eq!(scope.name_of_all("b_put", &[]), "b_put_");
    }

    #[test]
    fn comments_end_where_they_end() {
        assert_eq!(
            comment("a */ b /*/ ??/\n\n\u{1b}c\\"),
            " * a * / b / * / ? ?/\n *\n *  c\\.\n"
        );
    }
}
