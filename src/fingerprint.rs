//! What both sides of an interface must agree on, as one number.
//!
//! A server carries the fingerprint of its interface in the section
//! `.idolatry`, a client the one of its own in the name of a type in its debug
//! information. Where they differ in one image, client and server were
//! generated from different interfaces.
//!
//! Covered is all that the section says but the documentation: the names of
//! interface, operations, arguments and leases, numbers, encodings, types as
//! they are written, conversions, leases with rights and limits, replies,
//! errors, and whether an operation is idempotent. Not covered are
//! documentation, comments, numbers that no operation has, the order of
//! operations whose numbers are given, and spaces.
//!
//! It is FNV-1a of 64 bits over this text in UTF-8, its spaces left out: the
//! interface's name; then for every operation, in the order of their numbers,
//! a line feed, the number, a colon, and the operation as the section has it,
//! or its list `written` where the operation is there, too: from its name's
//! first quote to before `,doc:` or the closing `),`, and without the
//! documentation of arguments, leases and replies, where a type with nothing
//! but that is the type's string alone.

use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;

use crate::canonical::{self, Docs, Reader};
use crate::model::{Interface, Name};

/// A fingerprint. Written as 16 hexadecimal digits.
///
/// ```
/// use idol::{check::Side, fingerprint::Fingerprint, load, source::Source};
///
/// let fingerprint = |text: &str| {
///     let source = Source::new("lamp.idol", text);
///     load::load(&source, Side::Server)
///         .map(|lamp| Fingerprint::of(&lamp.interface))
/// };
/// let old = fingerprint(
///     r#"Interface(name: "Lamp", ops: {
///         "set": (args: { "a": "u8" }, reply: Simple("()")),
///     })"#,
/// )?;
/// let documented = fingerprint(
///     r#"Interface(name: "Lamp", ops: {
///         "set": (doc: "Sets.", args: { "a": "u8" }, reply: Simple("()")),
///     })"#,
/// )?;
/// let wider = fingerprint(
///     r#"Interface(name: "Lamp", ops: {
///         "set": (args: { "a": "u16" }, reply: Simple("()")),
///     })"#,
/// )?;
/// assert_eq!(documented, old);
/// assert_ne!(wider, old);
/// # Ok::<(), idol::report::Report>(())
/// ```
#[derive(Copy, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The fingerprint of an interface.
    pub fn of(interface: &Interface) -> Self {
        let mut fingerprint = Self::begin(&interface.name);
        let mut text = String::new();
        for op in canonical::by_number(interface) {
            text.clear();
            canonical::operation(&mut text, Reader::Ours, Docs::Left, op);
            fingerprint.operation(op.number, &text);
        }
        fingerprint
    }

    /// The fingerprint that the text of a section `.idolatry` states. `None`
    /// if it states none, as those of older generators do.
    pub fn in_section(text: &str) -> Option<Self> {
        // It is the last thing there, however it is laid out.
        let rest = text.trim_end().strip_suffix(')')?.trim_end();
        let rest = rest.strip_suffix(',').unwrap_or(rest).trim_end();
        let (rest, digits) = rest.strip_suffix('"')?.rsplit_once('"')?;
        let rest = rest.trim_end().strip_suffix(':')?.trim_end();
        let rest = rest.strip_suffix("fingerprint")?.trim_end();
        let map = rest.strip_suffix(',')?.trim_end();
        digits.parse().ok().filter(|_| map.ends_with('}'))
    }

    /// That of an interface without operations.
    pub(crate) fn begin(name: &Name) -> Self {
        let mut fingerprint = Self::EMPTY;
        fingerprint.update(name.as_str());
        fingerprint
    }

    /// Goes on with the next operation, by its number and its canonical text.
    pub(crate) fn operation(&mut self, number: NonZeroU16, text: &str) {
        self.update(&format!("\n{number}:"));
        self.update(text);
    }

    /// That of an empty text.
    const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);

    /// Goes on with more of the text.
    fn update(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let length = bytes.len();
        let mut number = self.0;
        let mut at = 0;
        while at < length {
            let byte = bytes[at];
            if byte != b' ' {
                number =
                    (number ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3);
            }
            at += 1;
        }
        self.0 = number;
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// A text that is not 16 lower-case hexadecimal digits.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NoFingerprint;

impl fmt::Display for NoFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a fingerprint is 16 lower-case hexadecimal digits")
    }
}

impl std::error::Error for NoFingerprint {}

impl FromStr for Fingerprint {
    type Err = NoFingerprint;

    fn from_str(text: &str) -> Result<Self, NoFingerprint> {
        let digit = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 16 || !text.bytes().all(digit) {
            return Err(NoFingerprint);
        }
        u64::from_str_radix(text, 16)
            .map(Self)
            .map_err(|_| NoFingerprint)
    }
}
