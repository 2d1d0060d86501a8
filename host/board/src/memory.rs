//! The memory of one task: what it owns, where that is in this process, and
//! what the task lends of it.

use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};
use std::ops::Range;
use std::ptr::{self, NonNull, slice_from_raw_parts_mut};
use std::rc::Rc;

use userlib::host::LeaseTable;
use userlib::{FaultInfo, FaultSource, LeaseAttributes, UsageError};

use crate::region::Region;
use crate::unicorn::{Access, Use};

/// Bytes of a page. The emulator maps whole ones.
pub(crate) const PAGE: u32 = 0x1000;

/// Whole pages of this process that regions are in.
pub(crate) struct Block {
    base: u32,
    bytes: NonNull<u8>,
    len: usize,
    pub(crate) allowed: Use,
}

impl Block {
    /// All zero, in whole pages.
    pub(crate) fn new(range: &Range<u32>, allowed: Use) -> Self {
        let len = (range.end - range.start) as usize;
        let layout = Self::layout(len);
        // SAFETY: the layout is not empty: a block has at least one page.
        let bytes = unsafe { alloc_zeroed(layout) };
        Self {
            base: range.start,
            bytes: NonNull::new(bytes)
                .unwrap_or_else(|| handle_alloc_error(layout)),
            len,
            allowed,
        }
    }

    fn layout(len: usize) -> Layout {
        Layout::from_size_align(len, PAGE as usize)
            .expect("a block is smaller than half of what there is")
    }

    /// Its first address.
    pub(crate) fn base(&self) -> u32 {
        self.base
    }

    /// All of it.
    pub(crate) fn bytes(&self) -> *mut [u8] {
        slice_from_raw_parts_mut(self.bytes.as_ptr(), self.len)
    }

    /// Copies bytes out, `offset` bytes in, as far as they are there.
    pub(crate) fn read(&self, offset: u32, bytes: &mut [u8]) -> Option<()> {
        let offset = offset as usize;
        if offset.checked_add(bytes.len())? > self.len {
            return None;
        }
        let from = self.bytes.as_ptr().wrapping_add(offset);
        // SAFETY: as many bytes are there; no processor runs while somebody
        // asks.
        unsafe { ptr::copy(from, bytes.as_mut_ptr(), bytes.len()) };
        Some(())
    }

    pub(crate) fn range(&self) -> Range<u32> {
        self.base..self.base + self.len as u32
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        // SAFETY: it was allocated with this layout, and nobody uses it after
        // the memory that it is of.
        unsafe { dealloc(self.bytes.as_ptr(), Self::layout(self.len)) };
    }
}

/// What a task owns.
pub(crate) struct Memory {
    /// Those that are the task's alone are first.
    regions: Vec<Region>,
    /// How many these are.
    own: usize,
    blocks: Vec<Rc<Block>>,
}

impl Memory {
    /// Memory for these regions, all zero, and what is shared with others.
    pub(crate) fn new(
        mut regions: Vec<Region>,
        shared: Vec<Rc<Block>>,
    ) -> Self {
        regions.retain(|region| !region.range.is_empty());
        regions.sort_by_key(|region| region.range.start);
        let mut blocks: Vec<(Range<u32>, Use)> = Vec::new();
        for region in &regions {
            let start = region.range.start & !(PAGE - 1);
            let end = region.range.end.next_multiple_of(PAGE);
            match blocks.last_mut() {
                Some((range, allowed)) if range.end > start => {
                    range.end = range.end.max(end);
                    if *allowed != region.allowed {
                        *allowed = Use::Any;
                    }
                }
                _ => blocks.push((start..end, region.allowed)),
            }
        }
        let mut blocks: Vec<_> = blocks
            .iter()
            .map(|(range, allowed)| Rc::new(Block::new(range, *allowed)))
            .collect();
        let own = regions.len();
        regions.extend(shared.iter().map(|block| Region {
            range: block.range(),
            allowed: block.allowed,
        }));
        blocks.extend(shared);
        Self {
            regions,
            own,
            blocks,
        }
    }

    /// All regions.
    pub(crate) fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// Those that no other task has.
    pub(crate) fn own_regions(&self) -> &[Region] {
        &self.regions[..self.own]
    }

    pub(crate) fn blocks(&self) -> &[Rc<Block>] {
        &self.blocks
    }

    /// Addresses that are mapped, since pages are, but that no region has, or
    /// that share a page with a region of other rights.
    pub(crate) fn watched(&self) -> Vec<Range<u32>> {
        let mut watched = Vec::new();
        for block in &self.blocks {
            let range = block.range();
            if block.allowed == Use::Any {
                watched.push(range);
                continue;
            }
            let mut from = range.start;
            let within = |region: &&Region| range.contains(&region.range.start);
            for region in self.regions.iter().filter(within) {
                if from < region.range.start {
                    watched.push(from..region.range.start);
                }
                from = region.range.end;
            }
            if from < range.end {
                watched.push(from..range.end);
            }
        }
        watched
    }

    /// May the task access these bytes? They must be of one region.
    pub(crate) fn allows(&self, access: Access, at: u32, len: u32) -> bool {
        self.regions.iter().any(|region| {
            let Range { start, end } = region.range;
            start <= at
                && at.checked_add(len).is_some_and(|last| last <= end)
                && region.allows(access)
        })
    }

    /// Where in this process the bytes at an address are, if they are of one
    /// block, and whoever's they are.
    pub(crate) fn raw(&self, at: u32, len: u32) -> Option<*mut [u8]> {
        let block = self.blocks.iter().find(|block| {
            let Range { start, end } = block.range();
            start <= at && at.checked_add(len).is_some_and(|last| last <= end)
        })?;
        let offset = (at - block.base) as usize;
        let first = block.bytes.as_ptr().wrapping_add(offset);
        Some(slice_from_raw_parts_mut(first, len as usize))
    }

    /// A slice that the task names in a system call.
    ///
    /// # Errors
    ///
    /// The task's fault, if it may not access it so.
    pub(crate) fn slice(
        &self,
        access: Access,
        at: u32,
        len: u32,
    ) -> Result<*mut [u8], FaultInfo> {
        if len == 0 {
            return Ok(slice_from_raw_parts_mut(
                NonNull::<u8>::dangling().as_ptr(),
                0,
            ));
        }
        if at.checked_add(len).is_none() {
            return Err(FaultInfo::SyscallUsage(UsageError::InvalidSlice));
        }
        let refused = FaultInfo::MemoryAccess {
            address: Some(at),
            source: FaultSource::Kernel,
        };
        if !self.allows(access, at, len) {
            return Err(refused);
        }
        self.raw(at, len).ok_or(refused)
    }

    /// Copies bytes out, as far as they are there.
    pub(crate) fn read(&self, at: u32, bytes: &mut [u8]) -> Option<()> {
        let from = self.raw(at, u32::try_from(bytes.len()).ok()?)?;
        // SAFETY: both have this length; blocks are valid as long as the
        // memory is, and the processor does not run.
        unsafe {
            ptr::copy(from.cast::<u8>(), bytes.as_mut_ptr(), bytes.len());
        }
        Some(())
    }

    /// Copies bytes in.
    pub(crate) fn write(&self, at: u32, bytes: &[u8]) -> Option<()> {
        let to = self.raw(at, u32::try_from(bytes.len()).ok()?)?;
        // SAFETY: as in `read`.
        unsafe { ptr::copy(bytes.as_ptr(), to.cast::<u8>(), bytes.len()) };
        Some(())
    }

    /// The word at an address.
    pub(crate) fn word(&self, at: u32) -> Option<u32> {
        let mut bytes = [0; 4];
        self.read(at, &mut bytes)?;
        Some(u32::from_le_bytes(bytes))
    }
}

/// The leases of a task's SEND, in its memory.
pub(crate) struct Leases {
    memory: *const Memory,
    table: u32,
    count: u32,
}

/// Bytes of a lease: attributes, address, length.
const LEASE: u32 = 12;

impl Leases {
    /// The leases of the table at this address. The memory must live longer.
    pub(crate) fn new(memory: &Memory, table: u32, count: u32) -> Self {
        Self {
            memory,
            table,
            count,
        }
    }

    fn memory(&self) -> &Memory {
        // SAFETY: the machine that makes this keeps both until it goes on,
        // and the kernel asks only before that.
        unsafe { &*self.memory }
    }

    /// Attributes, address and length.
    fn entry(&self, index: usize) -> Result<[u32; 3], FaultInfo> {
        let at = u32::try_from(index)
            .ok()
            .and_then(|index| index.checked_mul(LEASE))
            .and_then(|offset| self.table.checked_add(offset));
        let bad = FaultInfo::MemoryAccess {
            address: at,
            source: FaultSource::Kernel,
        };
        let at = at.ok_or(bad)?;
        if !self.memory().allows(Access::Read, at, LEASE) {
            return Err(bad);
        }
        let word = |offset| self.memory().word(at + offset).ok_or(bad);
        Ok([word(0)?, word(4)?, word(8)?])
    }
}

impl LeaseTable for Leases {
    fn count(&self) -> usize {
        self.count as usize
    }

    fn lease(
        &self,
        index: usize,
    ) -> Result<(LeaseAttributes, usize), FaultInfo> {
        let [attributes, _, len] = self.entry(index)?;
        let attributes = LeaseAttributes::from_bits_truncate(attributes);
        Ok((attributes, len as usize))
    }

    fn memory(
        &self,
        index: usize,
        offset: usize,
        len: usize,
        right: LeaseAttributes,
    ) -> Result<*mut u8, FaultInfo> {
        let [_, base, _] = self.entry(index)?;
        let access = if right.contains(LeaseAttributes::WRITE) {
            Access::Write
        } else {
            Access::Read
        };
        let wraps = FaultInfo::SyscallUsage(UsageError::InvalidSlice);
        let at = base.checked_add(offset as u32).ok_or(wraps)?;
        Ok(self.memory().slice(access, at, len as u32)?.cast())
    }
}
