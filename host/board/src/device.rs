//! Devices that a test plays: ranges of addresses behind closures.

use std::ops::Range;

/// An access to a device's registers.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Bus {
    /// A load of so many bytes.
    Read {
        /// From the start of the range, in bytes.
        offset: u32,
        /// 1, 2 or 4.
        size: u32,
    },
    /// A store of so many bytes.
    Write {
        /// From the start of the range, in bytes.
        offset: u32,
        /// 1, 2 or 4.
        size: u32,
        /// What is stored.
        value: u32,
    },
}

/// What plays a device. For a load it gives the value, for a store anything;
/// `None` says that there is no such register, which faults the task.
pub(crate) type Handler = Box<dyn FnMut(Bus) -> Option<u32>>;

/// The devices that one task may use.
#[derive(Default)]
pub(crate) struct Devices(Vec<(Range<u32>, Handler)>);

impl Devices {
    pub(crate) fn new(devices: Vec<(Range<u32>, Handler)>) -> Self {
        Self(devices)
    }

    /// Their ranges.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = &Range<u32>> {
        self.0.iter().map(|(range, _)| range)
    }

    pub(crate) fn has(&self, address: u32) -> bool {
        self.ranges().any(|range| range.contains(&address))
    }

    /// What a load gives, if there is a register.
    pub(crate) fn read(&mut self, address: u32, size: u32) -> Option<u32> {
        self.access(address, |offset| Bus::Read { offset, size })
    }

    /// What a store does, if there is a register.
    pub(crate) fn write(
        &mut self,
        address: u32,
        size: u32,
        value: u32,
    ) -> Option<u32> {
        self.access(address, |offset| Bus::Write {
            offset,
            size,
            value,
        })
    }

    fn access(
        &mut self,
        address: u32,
        bus: impl FnOnce(u32) -> Bus,
    ) -> Option<u32> {
        let (range, handler) = self
            .0
            .iter_mut()
            .find(|(range, _)| range.contains(&address))?;
        handler(bus(address - range.start))
    }
}
