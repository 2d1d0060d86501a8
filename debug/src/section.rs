//! The text of the section `.idolatry` of a program in which several servers
//! run: the linker puts their interfaces one behind the other.

/// The text of each interface, without what is between them.
pub(crate) fn each(text: &str) -> impl Iterator<Item = &str> {
    let mut left = text;
    std::iter::from_fn(move || {
        let begin = left.trim_start_matches([' ', '\n', '\r', '\t', '\0']);
        if begin.is_empty() {
            return None;
        }
        let (one, rest) = begin.split_at(end(begin));
        left = rest;
        Some(one)
    })
}

/// Where the first value ends: behind the parenthesis that closes it. A text
/// in which none does is one value.
fn end(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut is_string = false;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        if is_string {
            let ends = c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            is_string = !ends;
            continue;
        }
        match c {
            '"' => is_string = true,
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn interfaces_stand_one_behind_the_other() {
        let one = "Interface(name:\"A\",ops:{\n\"a\":(reply:Simple(\"()\"),\
                   doc:\"(\\\"\\\\\"),\n},fingerprint:\"0\")";
        let two = "Interface(name:\"B\",ops:{})";
        let text = format!("{one}\n{two}\n{one}");
        let found: Vec<_> = each(&text).collect();
        assert_eq!(found, [one, two, one]);
        // What is no interface is left to whoever reads it.
        let broken = [")", "(()", "\"", "x"];
        for text in broken {
            assert_eq!(each(text).collect::<Vec<_>>(), [text]);
        }
        assert_eq!(each("").count(), 0);
        assert_eq!(each("\n").count(), 0);
    }
}
