//! The section that debuggers read the interface from; no byte of it is
//! loaded:
//!
//! ```text
//! #[used]
//! #[cfg_attr(
//!     any(target_os = "none", target_os = "linux"),
//!     unsafe(link_section = ".idolatry")
//! )]
//! ..
//! static __IDOL_SPI_INTERFACE: [u8; ..] = *b"..";
//! ```
//!
//! Where many numbers in a row are free, the compiler makes the lines that
//! hold them:
//!
//! ```text
//! static __IDOL_GAUGE_INTERFACE: [u8; ..] = {
//!     const __TEXT_1: &[u8] = b"..";
//!     const __FREE_2: [[[u8; 37]; 10]; 1] = __hold(*b"..", 0);
//!     const __FREE_3: [[[u8; 38]; 10]; 9] = __hold(*b"..", 1);
//!     const __TEXT_4: &[u8] = b"..";
//!     ..
//!     let __at = __put(&mut __text, __at, __TEXT_1, 0, ..);
//!     let __at = __put(
//!         &mut __text,
//!         __at,
//!         __FREE_2.as_flattened().as_flattened(),
//!         74,
//!         296,
//!     );
//!     ..
//!     __text
//! };
//! ```
//!
//! It makes ten lines at a time, of the ten before, and writes little but the
//! digit that differs: that is a tenth of a second for all 65,535 numbers.

use std::ops::RangeInclusive;

use crate::embed::{self, PLACEHOLDER_END, Piece};
use crate::emit::names;
use crate::emit::writer::{Writer, block, line};
use crate::model::Interface;
use crate::printable;

/// The static that is the section.
pub(super) fn section(w: &mut Writer, interface: &Interface, pieces: &[Piece]) {
    w.blank();
    let name = names::private_static(interface, "INTERFACE");
    line!(w, "/// The interface, as debuggers read it.");
    w.text("#[used]");
    w.text("#[cfg_attr(");
    w.text("    any(target_os = \"none\", target_os = \"linux\"),");
    w.text("    unsafe(link_section = \".idolatry\")");
    w.text(")]");
    w.text("// One server a task: debuggers read one interface.");
    w.text("#[cfg_attr(");
    w.text("    target_os = \"none\",");
    w.text(
        "    unsafe(export_name = \"a task can hold only one Idol server\")",
    );
    w.text(")]");
    w.text("#[allow(clippy::all, unsafe_code)]");
    if let [Piece::Text(text)] = pieces {
        let open = format!("static {name}: [u8; {}] = *", text.len());
        literal(w, &open, text, "");
        return;
    }
    let parts: Vec<_> = pieces.iter().flat_map(Part::of).collect();
    let size: usize = parts.iter().map(Part::size).sum();
    let body = |w: &mut Writer| assembled(w, &parts, size);
    w.block(format_args!("static {name}: [u8; {size}] = {{"), "};", body);
}

/// A part of the text that the compiler puts together.
enum Part<'a> {
    Text(&'a str),
    /// Placeholders of numbers with as many digits.
    Placeholders {
        digits: usize,
        first: u16,
        count: usize,
    },
}

impl<'a> Part<'a> {
    fn of(piece: &'a Piece) -> Vec<Self> {
        match piece {
            Piece::Text(text) => vec![Self::Text(text)],
            Piece::Placeholders(numbers) => by_digits(numbers),
        }
    }

    /// In bytes.
    fn size(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Placeholders { digits, count, .. } => {
                line_of_zeros(*digits).len() * count
            }
        }
    }
}

/// The numbers, parted where they get a digit more.
fn by_digits<'a>(numbers: &RangeInclusive<u16>) -> Vec<Part<'a>> {
    let last = u32::from(*numbers.end());
    let mut parts = Vec::new();
    let mut first = *numbers.start();
    while u32::from(first) <= last {
        let digits = first.to_string().len();
        let beyond = 10_u32.saturating_pow(digits as u32).min(last + 1);
        parts.push(Part::Placeholders {
            digits,
            first,
            count: beyond.saturating_sub(first.into()) as usize,
        });
        match u16::try_from(beyond) {
            Ok(next) => first = next,
            Err(_) => break,
        }
    }
    parts
}

/// A placeholder's line, with zeros for its number.
fn line_of_zeros(digits: usize) -> String {
    embed::placeholder(&"0".repeat(digits))
}

/// The expression that puts the text together.
fn assembled(w: &mut Writer, parts: &[Part<'_>], size: usize) {
    let mut copies = Vec::new();
    for (part, number) in parts.iter().zip(1..) {
        match part {
            Part::Text(text) => {
                let open = format!("const __TEXT_{number}: &[u8] = ");
                literal(w, &open, text, "");
                copies.push((format!("__TEXT_{number}"), 0, text.len()));
            }
            Part::Placeholders {
                digits,
                first,
                count,
            } => {
                let row = line_of_zeros(*digits);
                let width = row.len();
                let (tens, before) = (first / 10, usize::from(first % 10));
                let blocks = (before + count).div_ceil(10);
                let open = format!(
                    "const __FREE_{number}: [[[u8; {width}]; 10]; {blocks}] \
                     = __hold(*"
                );
                literal(w, &open, &row, &format!(", {tens})"));
                copies.push((
                    format!("__FREE_{number}.as_flattened().as_flattened()"),
                    before * width,
                    count * width,
                ));
            }
        }
    }
    hold(w);
    put(w);
    line!(w, "let mut __text = [0; {size}];");
    w.text("let __at = 0;");
    for (part, from, length) in &copies {
        line!(
            w,
            "let __at = __put(&mut __text, __at, {part}, {from}, {length});"
        );
    }
    w.text("::core::assert!(__at == __text.len());");
    w.text("__text");
}

/// The functions that write numbers into lines.
fn hold(w: &mut Writer) {
    w.text("const fn __set<const __WIDTH: usize>(");
    w.text("    __block: &mut [[u8; __WIDTH]; 10],");
    w.text("    __at: usize,");
    w.text("    __digit: u8,");
    let body = |w: &mut Writer| {
        let lines: Vec<_> = (0..10).map(|i| format!("__{i}")).collect();
        line!(w, "let [{}] = __block;", lines.join(", "));
        for line in &lines {
            line!(w, "{line}[__at] = __digit;");
        }
    };
    block!(w, body, ") {{");
    w.text("const fn __hold<const __WIDTH: usize, const __COUNT: usize>(");
    w.text("    __line: [u8; __WIDTH],");
    w.text("    __first: usize,");
    let body = |w: &mut Writer| {
        w.text("let mut __block = [__line; 10];");
        line!(w, "let __last = __WIDTH - {} - 1;", PLACEHOLDER_END.len());
        w.text("let mut __i = 0;");
        let last_digit = |w: &mut Writer| {
            w.text("__block[__i][__last] += __i as u8;");
            w.text("__i += 1;");
        };
        block!(w, last_digit, "while __i < 10 {{");
        w.text("let mut __at = __last;");
        w.text("let mut __number = __first;");
        let digit = |w: &mut Writer| {
            w.text("__at -= 1;");
            w.text("let __digit = b'0' + (__number % 10) as u8;");
            w.text("__set(&mut __block, __at, __digit);");
            w.text("__number /= 10;");
        };
        block!(w, digit, "while __number > 0 {{");
        w.text("let mut __blocks = [__block; __COUNT];");
        w.text("let mut __i = 1;");
        let next = |w: &mut Writer| {
            w.text("let mut __at = __last - 1;");
            let carry = |w: &mut Writer| {
                w.text("__set(&mut __block, __at, b'0');");
                w.text("__at -= 1;");
            };
            block!(w, carry, "while __block[0][__at] == b'9' {{");
            w.text("let __digit = __block[0][__at] + 1;");
            w.text("__set(&mut __block, __at, __digit);");
            w.text("__blocks[__i] = __block;");
            w.text("__i += 1;");
        };
        block!(w, next, "while __i < __COUNT {{");
        w.text("__blocks");
    };
    block!(w, body, ") -> [[[u8; __WIDTH]; 10]; __COUNT] {{");
}

/// The function that copies a part to its place.
fn put(w: &mut Writer) {
    w.text("const fn __put(");
    w.text("    __text: &mut [u8],");
    w.text("    __at: usize,");
    w.text("    __part: &[u8],");
    w.text("    __from: usize,");
    w.text("    __length: usize,");
    let body = |w: &mut Writer| {
        w.text("let (_, __part) = __part.split_at(__from);");
        w.text("let (__part, _) = __part.split_at(__length);");
        w.text("let (_, __rest) = __text.split_at_mut(__at);");
        w.text("let (__place, _) = __rest.split_at_mut(__length);");
        w.text("__place.copy_from_slice(__part);");
        w.text("__at + __length");
    };
    block!(w, body, ") -> usize {{");
}

/// A byte string, a line for each of its own, between what opens and what
/// closes the statement.
fn literal(w: &mut Writer, open: &str, text: &str, close: &str) {
    line!(w, "{open}b\"\\");
    for row in text.split_inclusive('\n') {
        let mut escaped = String::with_capacity(row.len() + 16);
        let mut rest = row;
        // A continued line drops the white space it starts with.
        if let Some(behind) = row.strip_prefix(' ') {
            escaped.push_str("\\x20");
            rest = behind;
        }
        loop {
            let (plain, escape) = rest.split_at(printable::length(rest));
            escaped.push_str(plain);
            let mut after = escape.chars();
            match after.next() {
                None => break,
                Some('\n') => escaped.push_str("\\n"),
                Some('"') => escaped.push_str("\\\""),
                Some('\\') => escaped.push_str("\\\\"),
                Some(c) => {
                    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                        escaped.push_str(&format!("\\x{byte:02x}"));
                    }
                }
            }
            rest = after.as_str();
        }
        escaped.push('\\');
        w.text(&escaped);
    }
    line!(w, "\"{close};");
}
