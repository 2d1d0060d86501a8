//! Pieces of C, laid out as people write them.

pub(super) fn fails(test: &str) -> String {
    format!("    if (!{test}) {{\n        return false;\n    }}\n")
}

pub(super) fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

/// A list of parameters behind a name, a row for each where they are many.
pub(super) fn list(head: &str, parameters: &[String]) -> String {
    wrapped(head, parameters, head.len() + 1, 80)
}

/// The same of arguments, behind so many spaces.
pub(super) fn call(function: &str, given: &[String], spaces: usize) -> String {
    wrapped(function, given, spaces + 4, 80 - spaces)
}

pub(super) fn wrapped(
    head: &str,
    items: &[String],
    spaces: usize,
    most: usize,
) -> String {
    let whole = format!("{head}({})", items.join(", "));
    if whole.len() < most {
        return whole;
    }
    let spaces = match spaces {
        // A long name leaves no room behind it.
        spaces if spaces > 40 => 4,
        spaces => spaces,
    };
    let behind = format!(",\n{}", " ".repeat(spaces));
    let first = match spaces {
        4 => format!("\n{}", " ".repeat(4)),
        _ => String::new(),
    };
    format!("{head}({first}{})", items.join(&behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_have_a_row_for_each() {
        let items = ["int a".to_owned(), "int b".to_owned()];
        assert_eq!(list("void f", &items), "void f(int a, int b)");
        let items = ["int a".repeat(6), "int b".repeat(10)];
        assert_eq!(
            list("void f", &items),
            format!("void f({},\n       {})", items[0], items[1])
        );
    }
}
