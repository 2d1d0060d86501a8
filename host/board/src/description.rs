//! The description of an image: the words of a Hubris `app.toml` that say how
//! its tasks run.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Spanned, Table, Value};

use crate::processor::Failure;

/// An image.
#[derive(Deserialize)]
pub(crate) struct App {
    pub(crate) name: String,
    /// Bytes of the stack of tasks that do not say.
    pub(crate) stacksize: Option<u32>,
    #[serde(default)]
    tasks: BTreeMap<String, Spanned<Task>>,
    #[serde(flatten)]
    other: Table,
}

/// A task of an image.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Task {
    pub(crate) priority: u8,
    #[serde(default)]
    pub(crate) start: bool,
    pub(crate) stacksize: Option<u32>,
    #[serde(default)]
    pub(crate) max_sizes: MaxSizes,
    #[serde(default)]
    pub(crate) notifications: Vec<String>,
    #[serde(default)]
    pub(crate) interrupts: BTreeMap<String, String>,
    #[serde(default)]
    task_slots: Vec<Slot>,
    #[serde(default)]
    pub(crate) uses: Vec<String>,
    #[serde(default)]
    pub(crate) extern_regions: Vec<String>,
    #[serde(flatten)]
    other: Table,
}

/// Bytes that a task may have at the most.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct MaxSizes {
    pub(crate) flash: Option<u32>,
    pub(crate) ram: Option<u32>,
}

#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum Slot {
    /// A slot with the name of its peer.
    Same(String),
    /// Slots, each with its peer.
    Named(BTreeMap<String, String>),
}

/// Words that say how an image is built or talked to, and not how it runs.
const OF_THE_BUILD: &[&str] = &[
    "auxflash",
    "board",
    "caboose",
    "chip",
    "config",
    "copy-to-archive",
    "epoch",
    "external-images",
    "features",
    "fwid",
    "image-names",
    "kernel",
    "name",
    "sections",
    "signing",
    "target",
    "version",
];

impl App {
    /// Reads a description.
    ///
    /// # Errors
    ///
    /// If it is not TOML, or lacks what all have, with line and column.
    pub(crate) fn read(text: &str) -> Result<Self, Failure> {
        Ok(toml::from_str(text)?)
    }

    /// The tasks with their names, in the order of the file, which is that of
    /// their indices.
    pub(crate) fn tasks(&self) -> Vec<(&str, &Task)> {
        let mut tasks: Vec<_> = self.tasks.iter().collect();
        tasks.sort_by_key(|(_, task)| task.span().start);
        tasks
            .into_iter()
            .map(|(name, task)| (name.as_str(), task.get_ref()))
            .collect()
    }

    /// What it says and nobody here understands.
    pub(crate) fn ignored(&self) -> Vec<String> {
        let unknown = |table: &Table| -> Vec<String> {
            let names = table.keys().map(String::as_str);
            names
                .filter(|name| !OF_THE_BUILD.contains(name))
                .map(str::to_owned)
                .collect()
        };
        let mut ignored = unknown(&self.other);
        for (name, task) in self.tasks() {
            let words = unknown(&task.other).into_iter();
            ignored.extend(words.map(|word| format!("tasks.{name}.{word}")));
        }
        ignored
    }
}

impl Task {
    /// Names of slots and of the tasks that they are bound to.
    pub(crate) fn slots(&self) -> Vec<(&str, &str)> {
        let mut slots = Vec::new();
        for slot in &self.task_slots {
            match slot {
                Slot::Same(peer) => slots.push((peer.as_str(), peer.as_str())),
                Slot::Named(named) => slots.extend(
                    named.iter().map(|(slot, peer)| (&**slot, &**peer)),
                ),
            }
        }
        slots
    }

    /// The bit of a notification, which is its position.
    pub(crate) fn bit(&self, notification: &str) -> Option<u32> {
        let position = self
            .notifications
            .iter()
            .position(|it| it == notification)?;
        1_u32.checked_shl(u32::try_from(position).ok()?)
    }
}

/// Where a chip's peripherals are: addresses and sizes in bytes, by name.
pub(crate) fn peripherals(
    chip: &str,
) -> Result<BTreeMap<String, (u32, u32)>, Failure> {
    let table: Table = toml::from_str(chip)?;
    let number = |value: &Value, name: &str| {
        let number = value.get(name)?.as_integer()?;
        u32::try_from(number).ok()
    };
    Ok(table
        .iter()
        .filter_map(|(name, value)| {
            let address = number(value, "address")?;
            Some((name.clone(), (address, number(value, "size")?)))
        })
        .collect())
}
