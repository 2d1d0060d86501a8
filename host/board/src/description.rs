//! The description of an image: the words of a Hubris `app.toml` that say how
//! its tasks run.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Table, Value};

use crate::processor::Failure;

/// An image.
#[derive(Deserialize)]
pub(crate) struct App {
    pub(crate) name: String,
    /// Bytes of the stack of tasks that do not say.
    pub(crate) stacksize: Option<u32>,
    /// What its tasks are compiled for.
    pub(crate) target: Option<String>,
    #[serde(default)]
    tasks: BTreeMap<String, Task>,
    /// The names of the tasks in the order of their indices.
    #[serde(skip)]
    order: Vec<String>,
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
    /// Bytes that it has at the most of each memory.
    #[serde(default)]
    pub(crate) max_sizes: BTreeMap<String, u32>,
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
    "memory",
    "name",
    "sections",
    "signing",
    "version",
];

impl App {
    /// The description with its tasks in this order, which are all.
    pub(crate) fn in_order(self, order: Vec<String>) -> Self {
        Self { order, ..self }
    }

    /// The tasks with their names, in the order of the file, which is that of
    /// their indices.
    pub(crate) fn tasks(&self) -> Vec<(&str, &Task)> {
        let named = |name: &String| self.tasks.get_key_value(name);
        let tasks = self.order.iter().filter_map(named);
        tasks.map(|(name, task)| (&**name, task)).collect()
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
