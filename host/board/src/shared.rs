//! Memory that several tasks have.

use std::ops::Range;
use std::rc::Rc;

use crate::memory::{Block, PAGE};
use crate::processor::Failure;
use crate::region::{Region, check};
use crate::unicorn::Use;

/// Memory that all tasks have that are set up with it, at the same addresses,
/// as an external region of Hubris's. All zero at first.
#[derive(Clone)]
pub struct Shared(Rc<Block>);

impl Shared {
    /// Memory at these addresses.
    ///
    /// # Errors
    ///
    /// If it is no whole pages of 4,096 bytes, or no task can have it.
    ///
    /// ```
    /// let shared = board::Shared::new(0x3000_0000..0x3000_1000);
    /// assert!(shared.is_ok());
    /// assert!(board::Shared::new(0x3000_0000..0x3000_0800).is_err());
    /// ```
    pub fn new(addresses: Range<u32>) -> Result<Self, Failure> {
        let is_whole = |address: u32| address.is_multiple_of(PAGE);
        if addresses.is_empty()
            || !is_whole(addresses.start)
            || !is_whole(addresses.end)
        {
            return Err(format!(
                "the memory from {:#010x} to {:#010x} is no whole pages of \
                 {PAGE} bytes",
                addresses.start, addresses.end
            )
            .into());
        }
        let region = Region {
            range: addresses,
            allowed: Use::Data,
        };
        check(std::slice::from_ref(&region))?;
        Ok(Self(Rc::new(Block::new(&region.range, Use::Data))))
    }

    /// Copies bytes out, `offset` bytes in; `None` if they are not all there.
    pub fn read(&self, offset: u32, bytes: &mut [u8]) -> Option<()> {
        self.0.read(offset, bytes)
    }

    pub(crate) fn block(&self) -> Rc<Block> {
        Rc::clone(&self.0)
    }
}
