//! A chip's memories: `memory.toml`.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use crate::processor::Failure;

/// A memory.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Memory {
    pub(super) range: Range<u32>,
    /// Tasks have their code in it.
    pub(super) is_flash: bool,
    /// Tasks may write it.
    pub(super) is_ram: bool,
}

/// The memories of an image by name: for each the one that this image has, of
/// those that the file gives to images by their name.
#[derive(Debug, Default)]
pub(super) struct Memories(BTreeMap<String, Memory>);

/// A memory as the file says it.
#[derive(Deserialize)]
struct Described {
    address: u32,
    size: u32,
    #[serde(default)]
    read: bool,
    #[serde(default)]
    write: bool,
    #[serde(default)]
    execute: bool,
    /// The image that it is for.
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(Described),
    More(Vec<Described>),
}

impl Memories {
    /// Reads a file, for the image of this name.
    pub(super) fn read(text: &str, image: &str) -> Result<Self, Failure> {
        let file: BTreeMap<String, OneOrMore> = toml::from_str(text)?;
        let mut memories = BTreeMap::new();
        for (name, described) in file {
            let described = match described {
                OneOrMore::One(described) => vec![described],
                OneOrMore::More(described) => described,
            };
            let for_all = described.len() == 1;
            let mut ours = described.into_iter().filter(|it| match &it.name {
                Some(name) => name == image,
                None => for_all,
            });
            let Some(memory) = ours.next() else {
                continue;
            };
            if ours.next().is_some() {
                let why = format!("`{name}` is two for the image `{image}`");
                return Err(why.into());
            }
            let end = memory.address.checked_add(memory.size);
            let end =
                end.ok_or_else(|| format!("`{name}` ends beyond 4 GiB"))?;
            // What says nothing of its use is used as its name says.
            let is_silent = !(memory.read || memory.write || memory.execute);
            let called_flash = name.starts_with("flash");
            let memory = Memory {
                range: memory.address..end,
                is_flash: match is_silent {
                    true => called_flash,
                    false => memory.execute && !memory.write,
                },
                is_ram: match is_silent {
                    true => !called_flash,
                    false => memory.write,
                },
            };
            memories.insert(name, memory);
        }
        Ok(Self(memories))
    }

    /// A memory by its name.
    pub(super) fn get(&self, name: &str) -> Option<&Memory> {
        self.0.get(name)
    }

    /// Whether nothing is known of any.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a memory of this kind has this range.
    ///
    /// # Errors
    ///
    /// If none does, with those that there are.
    pub(super) fn check(
        &self,
        range: &Range<u32>,
        what: &str,
        is_of_kind: impl Fn(&Memory) -> bool,
    ) -> Result<(), Failure> {
        let within = |memory: &Memory| {
            memory.range.start <= range.start && range.end <= memory.range.end
        };
        let kind = || self.0.iter().filter(|(_, memory)| is_of_kind(memory));
        if kind().any(|(_, memory)| within(memory)) {
            return Ok(());
        }
        let known: Vec<_> = kind()
            .map(|(name, Memory { range, .. })| {
                format!(
                    "`{name}` from {:#010x} to {:#010x}",
                    range.start, range.end
                )
            })
            .collect();
        Err(format!(
            "its {what} from {:#010x} to {:#010x} is in no such memory: \
             memory.toml has {}",
            range.start,
            range.end,
            match known.is_empty() {
                true => "none".to_owned(),
                false => known.join(", "),
            },
        )
        .into())
    }
}
