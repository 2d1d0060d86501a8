//! Names: which are identifiers, and which would clash.

/// Why a name cannot be used.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(super) enum Wrong {
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
    pub(super) fn reason(self, name: &str) -> (&'static str, String) {
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
pub(super) fn identifier(name: &str) -> Result<(), Wrong> {
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
    let Ok(tokens) = name.parse::<proc_macro2::TokenStream>() else {
        return false;
    };
    let mut tokens = tokens.into_iter();
    let first = tokens.next();
    matches!(first, Some(proc_macro2::TokenTree::Ident(_)))
        && tokens.next().is_none()
}

/// Whether a word is a keyword in some edition up to 2024, reserved ones
/// included.
pub(super) fn is_keyword(word: &str) -> bool {
    is_keyword_bytes(word.as_bytes())
}

pub(super) fn is_keyword_bytes(word: &[u8]) -> bool {
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

/// What generated code calls something else by this name in an operation's
/// place.
pub(super) fn reserved_operation(name: &str) -> Option<&'static str> {
    match name {
        "recv_source" | "closed_recv_fail" => Some(
            "every server trait has a function of this name, which says \
             whom the server listens to",
        ),
        _ => None,
    }
}

/// The same for an interface's place.
pub(super) fn reserved_interface(name: &str) -> Option<&'static str> {
    match name {
        "FailServer" => Some(
            "server stubs define a type of this name, which fails every \
             operation",
        ),
        _ => None,
    }
}
