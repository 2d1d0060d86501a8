//! Values that any trace has, as text.

use std::fmt::{self, Write};
use userlib::LeaseAttributes;

/// Bytes of a message that are shown.
const MOST_BYTES: usize = 16;

/// Rights and length of lent memory, as Rust has them.
pub(super) struct Memory(pub(super) (LeaseAttributes, usize));

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self((attributes, len)) = *self;
        let reads = attributes.contains(LeaseAttributes::READ);
        let writes = attributes.contains(LeaseAttributes::WRITE);
        let kind = match (reads, writes) {
            (_, true) => "&mut ",
            (true, false) => "&",
            (false, false) => "no ",
        };
        let unit = if len == 1 { "byte" } else { "bytes" };
        write!(f, "{kind}[{len} {unit}]")
    }
}

/// The first bytes of a message.
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl fmt::Display for Bytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split_at_checked(MOST_BYTES) {
            None | Some((_, [])) => write!(f, "{:02x?}", self.0),
            Some((first, rest)) => {
                f.write_char('[')?;
                first
                    .iter()
                    .try_for_each(|byte| write!(f, "{byte:02x}, "))?;
                write!(f, ".. {} more]", rest.len())
            }
        }
    }
}
