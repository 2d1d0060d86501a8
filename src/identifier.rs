//! What Rust says about names: which are identifiers, and which keywords.

/// Why a name cannot be used.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Wrong {
    /// There is none.
    Empty,
    /// It is not a Rust identifier.
    NotAnIdentifier,
    /// It begins `r#`.
    Raw,
    /// It is a keyword that has no raw form.
    NoRawForm,
}

impl Wrong {
    /// What is wrong and how to put it right.
    pub(crate) fn reason(self, name: &str) -> (&'static str, String) {
        match self {
            Self::Empty => ("is empty", "give it a name".to_owned()),
            Self::NotAnIdentifier => (
                "is not a Rust identifier",
                "use letters, digits and `_`, and do not start with a digit"
                    .to_owned(),
            ),
            Self::Raw => (
                "begins with `r#`",
                format!("write `{}`: keywords need no `r#` here", &name[2..]),
            ),
            Self::NoRawForm => (
                "is a word that Rust keeps for itself, even as `r#`",
                "choose another name".to_owned(),
            ),
        }
    }
}

/// Whether a name can be a Rust identifier, as it is or raw.
pub(crate) fn identifier(name: &str) -> Result<(), Wrong> {
    let bytes = name.as_bytes();
    if bytes.is_empty() {
        return Err(Wrong::Empty);
    }
    if name.starts_with("r#") {
        return Err(Wrong::Raw);
    }
    let mut ascii = true;
    for &byte in bytes {
        ascii = ascii && byte < 0x80;
        let word = byte.is_ascii_alphanumeric() || byte == b'_';
        if !word && byte < 0x80 {
            return Err(Wrong::NotAnIdentifier);
        }
    }
    if bytes[0].is_ascii_digit() || !ascii && !unicode(name) {
        return Err(Wrong::NotAnIdentifier);
    }
    match name {
        "self" | "Self" | "super" | "crate" | "_" => Err(Wrong::NoRawForm),
        _ => Ok(()),
    }
}

/// Whether a name with letters beyond ASCII is an identifier.
fn unicode(name: &str) -> bool {
    let mut chars = name.chars();
    let start = |c| c == '_' || unicode_ident::is_xid_start(c);
    chars.next().is_some_and(start) && chars.all(unicode_ident::is_xid_continue)
}

/// Whether a word is a keyword in some edition up to 2024, reserved ones
/// included.
pub(crate) fn is_keyword(word: &str) -> bool {
    is_keyword_bytes(word.as_bytes())
}

pub(crate) fn is_keyword_bytes(word: &[u8]) -> bool {
    // Most words are not: the lengths and first letters tell.
    if !(2..=8).contains(&word.len()) || !word[0].is_ascii_alphabetic() {
        return false;
    }
    let same_start: &[&str] = match word[0] {
        b'a' => &["as", "async", "await", "abstract"],
        b'b' => &["break", "become", "box"],
        b'c' => &["const", "continue", "crate"],
        b'd' => &["dyn", "do"],
        b'e' => &["else", "enum", "extern"],
        b'f' => &["fn", "for", "false", "final"],
        b'g' => &["gen"],
        b'i' => &["if", "impl", "in"],
        b'l' => &["let", "loop"],
        b'm' => &["match", "mod", "move", "mut", "macro"],
        b'o' => &["override"],
        b'p' => &["pub", "priv"],
        b'r' => &["ref", "return"],
        b's' => &["self", "static", "struct", "super"],
        b't' => &["trait", "true", "type", "try", "typeof"],
        b'u' => &["use", "unsafe", "unsized"],
        b'v' => &["virtual"],
        b'w' => &["where", "while"],
        b'y' => &["yield"],
        b'S' => &["Self"],
        _ => return false,
    };
    for keyword in same_start {
        if keyword.as_bytes() == word {
            return true;
        }
    }
    false
}

/// Whether this is the name of a type of numbers. Most types are, so it is asked
/// first, and by bytes: a build that is not optimised compares them faster.
pub(crate) fn is_number(text: &str) -> bool {
    matches!(
        text.as_bytes(),
        [b'u' | b'i', b'8']
            | [b'u' | b'i' | b'f', b'3', b'2']
            | [b'u' | b'i' | b'f', b'6', b'4']
            | [b'u' | b'i', b'1', b'6']
            | [b'u' | b'i', b'1', b'2', b'8']
            | [b'u' | b'i', b's', b'i', b'z', b'e']
    )
}

/// Whether a type's text is `Option` of something, by that name.
pub(crate) fn is_option(ty: &str) -> bool {
    let Some((path, _)) = ty.split_once('<') else {
        return false;
    };
    let path = path.trim_end().trim_end_matches("::").trim_end();
    path.rsplit("::").next().unwrap_or_default().trim() == "Option"
}

/// Whether a text is a path to a function: identifiers joined by `::`.
pub(crate) fn function(path: &str) -> Result<(), Wrong> {
    let rest = path.strip_prefix("::").unwrap_or(path);
    let mut first = rest.len() == path.len();
    let mut segments = rest.split("::").peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        let anchor = matches!(segment, "crate" | "self" | "super");
        if anchor && first && !last {
            first = segment == "super";
            continue;
        }
        first = false;
        let name = segment.strip_prefix("r#").unwrap_or(segment);
        identifier(name)?;
        if name.len() == segment.len() && is_keyword(name) {
            return Err(Wrong::NotAnIdentifier);
        }
    }
    Ok(())
}

/// Whether a cargo feature may be called so.
pub(crate) fn is_feature(feature: &str) -> bool {
    let mut letters = feature.chars();
    let first = |c: char| c.is_alphanumeric() || c == '_';
    letters.next().is_some_and(first)
        && letters.all(|c| c.is_alphanumeric() || "_-+.".contains(c))
}
