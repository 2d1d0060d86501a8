//! Texts that are written piece by piece, each where it is wanted. Most are
//! wanted once: to make a `String` of one, let it grow and give it back costs
//! several times what writing it does.

use std::fmt::{self, Display};

/// Pieces of a text, one behind the other: as many as a generated name has at the
/// most. Those that there are not are empty.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Pieces<'a>([&'a str; 4]);

impl<'a> Pieces<'a> {
    /// Of none.
    pub(crate) const NONE: Self = Self([""; 4]);

    pub(crate) fn of(pieces: [&'a str; 4]) -> Self {
        Self(pieces)
    }

    /// Whether a text is this one.
    pub(crate) fn are(self, text: &str) -> bool {
        let mut rest = text;
        for piece in self.0 {
            match rest.strip_prefix(piece) {
                Some(behind) => rest = behind,
                None => return false,
            }
        }
        rest.is_empty()
    }
}

impl Display for Pieces<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second, third, fourth] = self.0;
        f.write_str(first)?;
        f.write_str(second)?;
        f.write_str(third)?;
        match fourth {
            "" => Ok(()),
            fourth => f.write_str(fourth),
        }
    }
}

/// What a function writes.
#[derive(Copy, Clone)]
pub(crate) struct By<F>(F);

/// What `write` writes.
pub(crate) fn by<F>(write: F) -> By<F>
where
    F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result,
{
    By(write)
}

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> Display for By<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

/// A text in upper case.
#[derive(Copy, Clone)]
pub(crate) struct Upper<'a>(pub(crate) &'a str);

impl Display for Upper<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.as_bytes();
        let mut upper = [0; 32];
        // Few names are longer, or have letters beyond ASCII.
        if text.len() > upper.len() || !self.0.is_ascii() {
            return f.write_str(&self.0.to_uppercase());
        }
        let mut at = 0;
        while at < text.len() {
            upper[at] = text[at].to_ascii_uppercase();
            at += 1;
        }
        match std::str::from_utf8(&upper[..at]) {
            Ok(upper) => f.write_str(upper),
            Err(_) => Ok(()),
        }
    }
}

/// These, with commas between them.
pub(crate) fn commas<I>(all: I) -> impl Display
where
    I: Iterator<Item: Display> + Clone,
{
    by(move |f| {
        let mut is_first = true;
        for each in all.clone() {
            if !is_first {
                f.write_str(", ")?;
            }
            is_first = false;
            each.fmt(f)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::{Pieces, Upper, by, commas};

    #[test]
    fn pieces_are_the_text_that_they_write() {
        let pieces = Pieces::of(["__idol_", "spi", "_", "types"]);
        assert_eq!(pieces.to_string(), "__idol_spi_types");
        assert!(pieces.are("__idol_spi_types"));
        for other in ["", "__idol_spi_type", "__idol_spi_types_", "types"] {
            assert!(!pieces.are(other), "{other}");
        }
        let pieces = Pieces::of(["Spi", "Event", "", ""]);
        assert_eq!(pieces.to_string(), "SpiEvent");
        assert!(pieces.are("SpiEvent"));
        assert_eq!(Pieces::NONE.to_string(), "");
        assert!(Pieces::NONE.are(""));
    }

    #[test]
    fn names_of_any_length_and_script_are_written_in_upper_case() {
        for length in [0, 1, 31, 32, 33, 100] {
            let name = "aB_9".repeat(25);
            let name = &name[..length];
            assert_eq!(Upper(name).to_string(), name.to_uppercase());
        }
        assert_eq!(Upper("größe").to_string(), "GRÖSSE");
    }

    #[test]
    fn commas_stand_between() {
        let list = |all: &[&str]| {
            let quoted = |it| by(move |f| write!(f, "`{it}`"));
            commas(all.iter().map(quoted)).to_string()
        };
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b`, `c`");
    }
}
