//! Texts of types, written for a module.

/// A path, or a type, as it reads one module further in.
pub(super) fn deeper(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    // A space behind the text ends its last word.
    for c in text.chars().chain([' ']) {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        let leads = !out.trim_end().ends_with("::");
        match word.as_str() {
            "super" if leads => out.push_str("super::super"),
            "self" if leads => out.push_str("super"),
            word => out.push_str(word),
        }
        word.clear();
        out.push(c);
    }
    out.pop();
    out
}

#[cfg(test)]
mod tests {
    use super::deeper;

    #[test]
    fn paths_lead_to_the_same_from_one_module_further_in() {
        for (outside, inside) in [
            ("u8", "u8"),
            ("Chip", "Chip"),
            ("crate::Chip", "crate::Chip"),
            ("super::Chip", "super::super::Chip"),
            ("super::super::Chip", "super::super::super::Chip"),
            ("self::Chip", "super::Chip"),
            ("[super::Chip; self::N]", "[super::super::Chip; super::N]"),
            (
                "Option < super :: Chip >",
                "Option < super::super :: Chip >",
            ),
            ("supersonic::Chip", "supersonic::Chip"),
        ] {
            assert_eq!(deeper(outside), inside);
        }
    }
}
