//! What an ELF file does not say of its task.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use kernel::Line;

use crate::device::{Bus, Handler};
use crate::flash_image::FlashImage;
use crate::processor::Core;
use crate::shared::Shared;

/// What an ELF file does not say of its task.
///
/// ```
/// let setup = board::Setup::new().stack(2_048).budget(1_000_000);
/// ```
#[must_use]
pub struct Setup {
    pub(crate) core: Option<Core>,
    /// The processor of a file that does not say.
    pub(crate) target: Option<Core>,
    pub(crate) stack: u32,
    pub(crate) ram: Option<Range<u32>>,
    pub(crate) flash: Option<Range<u32>>,
    pub(crate) most_ram: Option<u32>,
    pub(crate) most_flash: Option<u32>,
    pub(crate) data: Vec<Range<u32>>,
    pub(crate) shared: Vec<Shared>,
    pub(crate) devices: Vec<(Range<u32>, Handler)>,
    pub(crate) lines: Vec<(Line, u32)>,
    /// Peripherals that the task may use, and nobody plays.
    pub(crate) unplayed: Vec<(Range<u32>, String)>,
    pub(crate) slots: BTreeMap<String, String>,
    /// The same, for slots that are not written.
    pub(crate) described: BTreeMap<String, String>,
    /// Has the code, if it is not as in the file.
    pub(crate) flash_image: Option<Rc<FlashImage>>,
    pub(crate) budget: u64,
}

impl Default for Setup {
    fn default() -> Self {
        Self::new()
    }
}

impl Setup {
    /// A stack of 1,024 bytes, a budget of 50 million instructions, and the
    /// rest as the file says.
    pub fn new() -> Self {
        Self {
            core: None,
            target: None,
            stack: 1_024,
            ram: None,
            flash: None,
            most_ram: None,
            most_flash: None,
            data: Vec::new(),
            shared: Vec::new(),
            devices: Vec::new(),
            lines: Vec::new(),
            unplayed: Vec::new(),
            slots: BTreeMap::new(),
            described: BTreeMap::new(),
            flash_image: None,
            budget: 50_000_000,
        }
    }

    /// The processor; by default the one that the file was compiled for.
    pub fn core(mut self, core: Core) -> Self {
        self.core = Some(core);
        self
    }

    /// Bytes of stack, the lowest of the RAM. A file that Hubris has linked
    /// has symbols for it, which win.
    pub fn stack(mut self, bytes: u32) -> Self {
        self.stack = bytes;
        self
    }

    /// The RAM that the task has; by default from the start of the stack, just
    /// below its statics, to the end of these.
    pub fn ram(mut self, addresses: Range<u32>) -> Self {
        self.ram = Some(addresses);
        self
    }

    /// The flash that the task has; by default what its file fills.
    pub fn flash(mut self, addresses: Range<u32>) -> Self {
        self.flash = Some(addresses);
        self
    }

    /// So many bytes of RAM, from where it starts.
    pub(crate) fn most_ram(mut self, bytes: u32) -> Self {
        self.most_ram = Some(bytes);
        self
    }

    /// So many bytes of flash, from where it starts.
    pub(crate) fn most_flash(mut self, bytes: u32) -> Self {
        self.most_flash = Some(bytes);
        self
    }

    /// More memory that the task may read and write. It is the task's own:
    /// other tasks do not see what is written there.
    pub fn memory(mut self, addresses: Range<u32>) -> Self {
        self.data.push(addresses);
        self
    }

    /// Memory that other tasks have, too.
    pub fn shares(mut self, shared: &Shared) -> Self {
        self.shared.push(shared.clone());
        self
    }

    /// A device at these addresses, played by `handler`. Where that gives
    /// `None`, the task is faulted, with the address.
    ///
    /// ```
    /// use board::{Bus, Setup};
    ///
    /// let mut written = Vec::new();
    /// let uart = Setup::new().device(0x4000_4400..0x4000_4800, move |bus| {
    ///     match bus {
    ///         // The status register: there is always room.
    ///         Bus::Read { offset: 0x1C, .. } => Some(1 << 7),
    ///         Bus::Write { offset: 0x28, value, .. } => {
    ///             written.push(value as u8);
    ///             Some(0)
    ///         }
    ///         _ => None,
    ///     }
    /// });
    /// ```
    pub fn device(
        mut self,
        addresses: Range<u32>,
        handler: impl FnMut(Bus) -> Option<u32> + 'static,
    ) -> Self {
        self.devices.push((addresses, Box::new(handler)));
        self
    }

    /// Has a device's line raise the interrupts behind these notification bits
    /// of the task. These bits have interrupts then, and no others, unless
    /// [`System::interrupts`](kernel::System::interrupts) says more.
    ///
    /// ```
    /// use board::{Bus, Line, Setup};
    ///
    /// // A register that says that something has come, and whose second write
    /// // brings it.
    /// let (line, mut writes) = (Line::new(), 0);
    /// let raised = line.clone();
    /// let sensor = Setup::new().interrupt(&line, 1 << 1).device(
    ///     0x4000_0000..0x4000_0004,
    ///     move |bus| match bus {
    ///         Bus::Read { .. } => Some(writes / 2),
    ///         Bus::Write { .. } => {
    ///             writes += 1;
    ///             if writes == 2 {
    ///                 raised.raise();
    ///             }
    ///             Some(0)
    ///         }
    ///     },
    /// );
    /// ```
    pub fn interrupt(mut self, line: &Line, bits: u32) -> Self {
        self.lines.push((line.clone(), bits));
        self
    }

    /// Binds a slot of this task to the task called `peer`. Of the others,
    /// those in which a build has written an index keep it; the rest mean what
    /// they mean to all tasks of the system.
    pub fn slot(mut self, name: &str, peer: &str) -> Self {
        self.slots.insert(name.to_owned(), peer.to_owned());
        self
    }

    /// The instructions after which a task that makes no system call is
    /// faulted.
    pub fn budget(mut self, instructions: u64) -> Self {
        self.budget = instructions;
        self
    }
}
