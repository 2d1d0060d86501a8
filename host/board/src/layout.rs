//! Where a task's code, statics and stack are, of what its file and its setup
//! say, and whether that can be.

use std::ops::Range;

use crate::device::{Devices, Handler};
use crate::elf::{Elf, Segment};
use crate::memory::PAGE;
use crate::processor::Failure;
use crate::region::{Region, check};
use crate::setup::Setup;
use crate::unicorn::Use;

/// Where the stack is: where the file says, or at the start of the RAM, or
/// below the statics.
pub(crate) fn stack(elf: &Elf, setup: &Setup) -> Result<Range<u32>, Failure> {
    let known = elf.symbol("_stack_base").zip(elf.symbol("_stack_start"));
    if let Some((base, top)) = known
        && base < top
    {
        return Ok(base..top);
    }
    let size = round_up(setup.stack, 8);
    let base = match &setup.ram {
        Some(ram) => ram.start,
        None => elf
            .segments
            .iter()
            .filter(|segment| segment.writable && !is_beside(segment, setup))
            .map(|segment| segment.address & !7)
            .min()
            .ok_or(
                "a task without statics: `Setup::ram` says where its RAM is",
            )?
            .checked_sub(size)
            .ok_or("there is no room for a stack below the statics")?,
    };
    Ok(base..end(base, size))
}

/// The end of so many bytes from an address on, which is checked later.
fn end(start: u32, len: u32) -> u32 {
    start.saturating_add(len)
}

/// The next multiple, which is checked later.
fn round_up(number: u32, of: u32) -> u32 {
    number.checked_next_multiple_of(of).unwrap_or(u32::MAX)
}

/// The flash that the task has: what it says, or what the file fills.
pub(crate) fn flash(elf: &Elf, setup: &Setup) -> Result<Range<u32>, Failure> {
    if let Some(flash) = &setup.flash {
        return Ok(flash.clone());
    }
    let stored = || {
        elf.segments
            .iter()
            .filter(|it| !it.bytes.is_empty())
            .filter(|it| !it.writable || it.stored != it.address)
            .map(|it| it.stored..end(it.stored, it.bytes.len() as u32))
    };
    let start = stored().map(|it| it.start).min();
    let end = stored().map(|it| it.end).max();
    match start.zip(end) {
        Some((start, end)) => {
            let most = setup.most_flash.unwrap_or(0);
            let most = start.saturating_add(most);
            Ok(start..round_up(end, 4).max(most))
        }
        None => Err("there is no code in the file".into()),
    }
}

/// Whether a segment is in memory that the task has beside its RAM.
pub(crate) fn is_beside(segment: &Segment, setup: &Setup) -> bool {
    let end = end(segment.address, segment.size);
    let mut beside = setup.data.iter();
    beside.any(|it| it.start <= segment.address && end <= it.end)
}

pub(crate) fn end_of_statics(elf: &Elf, setup: &Setup) -> u32 {
    elf.segments
        .iter()
        .filter(|segment| segment.writable && !is_beside(segment, setup))
        .map(|it| round_up(end(it.address, it.size), 8))
        .max()
        .unwrap_or(0)
}

/// Whether devices can be where they are said to be.
pub(crate) fn check_devices(
    devices: &[(Range<u32>, Handler)],
) -> Result<(), Failure> {
    let regions: Vec<_> = devices
        .iter()
        .map(|(range, _)| Region {
            range: range.clone(),
            allowed: Use::Data,
        })
        .collect();
    check(&regions)
}

/// The pages that devices are in, and whether a part of them is not theirs.
pub(crate) fn device_pages(devices: &Devices) -> Vec<(Range<u32>, bool)> {
    let mut ranges: Vec<_> = devices.ranges().cloned().collect();
    ranges.sort_by_key(|range| range.start);
    let mut pages: Vec<(Range<u32>, bool)> = Vec::new();
    for range in ranges {
        let start = range.start & !(PAGE - 1);
        let end = range.end.next_multiple_of(PAGE);
        let has_gaps = start != range.start || end != range.end;
        match pages.last_mut() {
            Some((last, gaps)) if last.end > start => {
                last.end = last.end.max(end);
                *gaps = true;
            }
            _ => pages.push((start..end, has_gaps)),
        }
    }
    pages
}
