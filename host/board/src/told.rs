//! What is said of a fault beside its name.

use std::ops::Range;

use userlib::{FaultInfo, FaultSource};

/// What is said of a fault of a task with this stack, which may use these
/// peripherals, and whose program counter is there.
pub(crate) fn message(
    info: FaultInfo,
    stack: &Range<u32>,
    unplayed: &[(Range<u32>, String)],
    pc: u32,
) -> Option<String> {
    let size = stack.end - stack.start;
    match info {
        FaultInfo::StackOverflow { address } => Some(format!(
            "its stack of {size} bytes overflowed: it needs {} or more",
            stack.end.wrapping_sub(address)
        )),
        FaultInfo::MemoryAccess {
            address: Some(address),
            source,
        } => {
            let done = match source {
                FaultSource::User => "touched",
                FaultSource::Kernel => "gave the kernel",
            };
            let mut of =
                unplayed.iter().filter(|(it, _)| it.contains(&address));
            Some(match of.next() {
                Some((_, peripheral)) => format!(
                    "{done} {address:#010x} of `{peripheral}`, which nobody \
                     plays"
                ),
                None => format!("{done} {address:#010x}, which is not its own"),
            })
        }
        FaultInfo::IllegalText => {
            Some(format!("went to {pc:#010x}, which is not its code"))
        }
        FaultInfo::BusError {
            address: Some(address),
            ..
        } => Some(format!("no device has a register at {address:#010x}")),
        _ => None,
    }
}
