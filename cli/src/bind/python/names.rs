//! Names in Python.
//!
//! | what | name |
//! | --- | --- |
//! | module of an interface | `ControlPlane` is `control_plane` |
//! | client | the interface's name, and with `Sync` behind it |
//! | type | its own without paths; other signs are `_`: `Pair<u8>` is `Pair_u8` |
//! | variant with fields | the enum's name, `_`, its own |
//! | exception | the error type's name and `Exception` |
//! | what is private | begins with `_` |
//!
//! A name that Python or the module has already gets `_` behind it, and so does
//! the second of two.

use std::collections::BTreeSet;

/// What Python means by itself, and what a module's annotations name.
const TAKEN: &[&str] = &[
    "False",
    "None",
    "True",
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "class",
    "continue",
    "def",
    "del",
    "elif",
    "else",
    "except",
    "finally",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "is",
    "lambda",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "try",
    "while",
    "with",
    "yield",
    "match",
    "case",
    "type",
    "int",
    "bool",
    "str",
    "bytes",
    "float",
    "tuple",
    "list",
    "dict",
    "object",
    "self",
    "super",
    "property",
    "enum",
    "dataclass",
    "annotations",
    "Optional",
    "Union",
    "Any",
    "FINGERPRINT",
    "AsyncIterator",
    "Iterator",
    "_element",
    "_found",
    "_place",
];

/// What members of an `IntEnum` cannot be called.
const MEMBERS: &[&str] = &[
    "name",
    "value",
    "mro",
    "real",
    "imag",
    "numerator",
    "denominator",
    "conjugate",
    "to_bytes",
    "from_bytes",
    "bit_length",
    "bit_count",
    "as_integer_ratio",
    "is_integer",
];

/// Whether a text is a name that neither Python nor anything here has.
pub(crate) fn is_plain(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !TAKEN.contains(&name)
}

/// The module of an interface.
pub(crate) fn module(interface: &str) -> String {
    let mut name = String::new();
    let mut was_lower = false;
    for c in interface.chars() {
        if c.is_ascii_uppercase() && was_lower {
            name.push('_');
        }
        was_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        name.push(c.to_ascii_lowercase());
    }
    match TAKEN.contains(&&*name) {
        true => name + "_",
        false => name,
    }
}

/// Names of one scope, each once.
#[derive(Default)]
pub(super) struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// A scope in which these names are taken.
    pub(super) fn with(names: impl IntoIterator<Item = String>) -> Self {
        Self {
            taken: names.into_iter().collect(),
        }
    }

    /// A name for what Rust calls so.
    pub(super) fn name(&mut self, rust: &str) -> String {
        self.name_beside(rust, &[])
    }

    /// The same, where these are taken too.
    fn name_beside(&mut self, rust: &str, beside: &[&str]) -> String {
        let mut name = identifier(rust);
        while [TAKEN, beside].iter().any(|taken| taken.contains(&&*name))
            || self.taken.contains(&name)
        {
            name.push('_');
        }
        self.taken.insert(name.clone());
        name
    }

    /// The same of a member of an `IntEnum`.
    pub(super) fn member(&mut self, rust: &str) -> String {
        self.name_beside(rust, MEMBERS)
    }
}

/// A text as an identifier: without paths, and with `_` for other signs.
pub(crate) fn identifier(rust: &str) -> String {
    let mut name = String::new();
    let mut word = String::new();
    let mut chars = rust.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_alphanumeric() || c == '_' {
            word.push(c);
        } else if c == ':' && chars.peek() == Some(&':') {
            chars.next();
            word.clear();
        } else {
            name.push_str(&word);
            word.clear();
            if !name.is_empty() && !name.ends_with('_') {
                name.push('_');
            }
        }
    }
    name.push_str(&word);
    let name = name.trim_matches('_');
    match name.chars().next() {
        None => "unnamed".to_owned(),
        Some(c) if c.is_ascii_digit() => format!("n{name}"),
        Some(_) => name.to_owned(),
    }
}

/// A text as a string of Python.
pub(super) fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A text as what stands in a doc string.
pub(super) fn doc(text: &str, indent: &str) -> String {
    let text = text.trim();
    let mut lines = text.lines().map(|line| {
        let quoted = string(line.trim_end());
        let inside = quoted.len().saturating_sub(1);
        quoted.get(1..inside).unwrap_or_default().to_owned()
    });
    let mut doc = lines.next().unwrap_or_default();
    for line in lines {
        doc.push('\n');
        if !line.is_empty() {
            doc.push_str(indent);
            doc.push_str(&line);
        }
    }
    doc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_python_takes() {
        for (rust, python) in [
            ("Wanted", "Wanted"),
            ("(i16, debug::types::Wanted)", "i16_Wanted"),
            ("[u8; 4]", "u8_4"),
            ("Pair<core::num::NonZero<u8>>", "Pair_NonZero_u8"),
            ("()", "unnamed"),
            ("Größe", "Gr_e"),
        ] {
            assert_eq!(identifier(rust), python, "{rust}");
        }
        let mut scope = Scope::default();
        let names = ["class", "class_", "a", "a", "None"];
        let named = names.map(|name| scope.name(name));
        assert_eq!(named, ["class_", "class__", "a", "a_", "None_"]);
        assert_eq!(scope.member("value"), "value_");
        assert_eq!(module("ControlPlaneAgent"), "control_plane_agent");
        assert_eq!(module("I2C"), "i2_c");
        assert_eq!(
            doc("a \"b\"\n\n  c\\", "    "),
            "a \\\"b\\\"\n\n      c\\\\"
        );
        assert_eq!(string("\u{1b}\n"), "\"\\u001b\\n\"");
    }
}
