//! Ranges of addresses, and whether a task can have them.

use std::ops::Range;

use crate::processor::Failure;
use crate::unicorn::{Access, Use};

/// A range of addresses that the task may use.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    pub(crate) range: Range<u32>,
    pub(crate) allowed: Use,
}

impl Region {
    pub(crate) fn allows(&self, access: Access) -> bool {
        match access {
            Access::Read => true,
            Access::Write => matches!(self.allowed, Use::Data | Use::Any),
            Access::Fetch => matches!(self.allowed, Use::Code | Use::Any),
        }
    }
}

/// More than any processor that Hubris runs on has.
const MOST_MEMORY: u32 = 64 << 20;
/// What lies from here on belongs to the processor itself.
const SYSTEM: u32 = 0xE000_0000;

/// Whether a task can have these regions.
pub(crate) fn check(regions: &[Region]) -> Result<(), Failure> {
    for Region { range, .. } in regions {
        let Range { start, end } = *range;
        if start > end || end > SYSTEM || end - start > MOST_MEMORY {
            return Err(format!(
                "no task has the memory from {start:#010x} to {end:#010x}"
            )
            .into());
        }
    }
    for (index, region) in regions.iter().enumerate() {
        let Range { start, end } = region.range;
        let overlaps = |other: &&Region| {
            other.range.start < end && start < other.range.end
        };
        if let Some(other) = regions[..index].iter().find(overlaps) {
            let (a, b) = (&region.range, &other.range);
            return Err(format!("{a:#x?} and {b:#x?} overlap").into());
        }
    }
    Ok(())
}
