//! Whether the tasks of an image are what its files say of them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::memories::Memories;
use crate::description::Task;
use crate::flashed::Flashed;
use crate::processor::Failure;

/// A task takes no more than it may have at the most.
pub(super) fn sizes(flashed: &Flashed, task: &Task) -> Result<(), Failure> {
    for (memory, takes) in [("flash", flashed.flash()), ("ram", flashed.ram())]
    {
        if let Some(most) = task.max_sizes.get(memory)
            && takes > *most
        {
            return Err(format!(
                "takes {takes} bytes of {memory}, and app.toml allows {most}"
            )
            .into());
        }
    }
    Ok(())
}

/// Slots that a build has written hold what the description says.
pub(super) fn slots(
    flashed: &Flashed,
    task: &Task,
    names: &[&str],
) -> Result<(), Failure> {
    let slots = task.slots();
    for (slot, index) in flashed.written_slots() {
        let described = slots.iter().find(|(name, _)| *name == slot);
        let holds = names.get(usize::from(index));
        if let Some((_, peer)) = described
            && holds != Some(peer)
        {
            let holds =
                holds.map_or("no task".to_owned(), |name| format!("`{name}`"));
            return Err(format!(
                "its slot `{slot}` is written with {index}, which is \
                 {holds}, and app.toml says `{peer}`"
            )
            .into());
        }
    }
    Ok(())
}

/// A task is in the memories that there are, and where no other is.
pub(super) fn memory(
    memories: &Memories,
    flashed: &Flashed,
    others: &BTreeMap<String, (Flashed, Task)>,
) -> Result<(), Failure> {
    if memories.is_empty() {
        return Ok(());
    }
    let (code, data) = flashed.own_memory();
    for range in &code {
        memories.check(range, "flash", |it| it.is_flash)?;
    }
    for range in &data {
        memories.check(range, "RAM", |it| it.is_ram)?;
    }
    for (name, (other, _)) in others {
        let (its_code, its_data) = other.own_memory();
        let mut all = its_code.iter().chain(&its_data);
        let shares = |range: &Range<u32>| {
            let mut own = code.iter().chain(&data);
            own.any(|it| it.start < range.end && range.start < it.end)
        };
        if let Some(range) = all.find(|range| shares(range)) {
            return Err(format!(
                "the task `{name}` is there, too: from {:#010x} to {:#010x}",
                range.start, range.end
            )
            .into());
        }
    }
    Ok(())
}
