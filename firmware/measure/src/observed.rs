//! What is seen of measured code while it runs.

use std::ops::Range;

use board::processor::{LR, SP};
use board::unicorn::{Access, Cpu, Observer, SUPERVISOR_CALL};

/// More than any call takes.
const MOST_INSTRUCTIONS: u64 = 100_000;

/// What is seen of measured code while it runs.
#[derive(Debug, Default)]
pub(crate) struct Observed {
    /// Which instructions are measured.
    measured: Range<u32>,
    /// Nothing is before this one is reached.
    pub(crate) start: Option<u32>,
    /// The last one was.
    within: bool,
    /// Where code returns to that measured code has called and that is not
    /// measured: whatever it calls is not, either.
    outside_until: Option<u32>,
    /// How many measured ones were reached.
    pub(crate) instructions: u64,
    /// The stack pointer that the first of them found.
    pub(crate) first: Option<u32>,
    /// The lowest stack pointer that one of them found.
    pub(crate) lowest: u32,
    /// An `svc` was executed; the processor stopped behind it.
    pub(crate) system_call: bool,
    /// Instructions of any kind since the last start.
    pub(crate) steps: u64,
}

impl Observed {
    /// Counts the instructions in `measured`.
    pub(crate) fn new(measured: Range<u32>) -> Self {
        Self {
            measured,
            lowest: u32::MAX,
            ..Self::default()
        }
    }

    fn measure(&mut self, cpu: &Cpu, address: u32) {
        let register = |it| cpu.register(it).expect("there is r0 to r15");
        if self.start.is_some_and(|start| start != address) {
            return;
        }
        self.start = None;
        let measured = self.measured.contains(&address);
        match self.outside_until {
            Some(end) if address == end => self.outside_until = None,
            Some(_) => return,
            None if self.within && !measured => {
                self.outside_until = Some(register(LR) & !1);
            }
            None => {}
        }
        self.within = measured;
        if measured {
            self.instructions += 1;
            let stack = register(SP);
            self.first.get_or_insert(stack);
            self.lowest = self.lowest.min(stack);
        }
    }
}

impl Observer for Observed {
    fn instruction(&mut self, cpu: &Cpu, address: u32) -> bool {
        self.steps += 1;
        self.measure(cpu, address);
        self.steps < MOST_INSTRUCTIONS
    }

    fn exception(&mut self, number: u32) {
        self.system_call = number == SUPERVISOR_CALL;
    }

    fn refused(&mut self, _: &Cpu, _: Access, _: u32) {}
}
