//! The clients in a task, and which of their operations it can call.

use std::collections::{BTreeMap, BTreeSet};

use gimli::{AttributeValue, constants};
use idol::fingerprint::Fingerprint;

use crate::dwarf::{Dwarf, Entry, Place};
use crate::error::Error;
use crate::task::Task;

/// A client in a task.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Client {
    /// The interface's name.
    pub interface: String,
    /// The fingerprint of the interface as the client knows it.
    pub fingerprint: Fingerprint,
    /// The client's functions of which the task has code, in the order of
    /// their names: the operations that it calls, among others. What is linked
    /// and never run is there, too.
    pub code: Vec<String>,
}

impl Task<'_> {
    /// The clients in the task's debug information, in the order of their
    /// names.
    ///
    /// # Errors
    ///
    /// If the debug information is broken.
    pub fn clients(&self) -> Result<Vec<Client>, Error> {
        let mut code = code(self.dwarf(), self.called())?;
        let clients = self.called().iter();
        let clients = clients.map(|(interface, fingerprint)| Client {
            interface: interface.clone(),
            fingerprint: *fingerprint,
            code: code.remove(interface).into_iter().flatten().collect(),
        });
        Ok(clients.collect())
    }
}

/// An entry, as a key.
type Key = (usize, usize);

fn key(place: Place) -> Key {
    (place.unit, place.offset.0)
}

/// The functions of each client of which there is code.
fn code(
    dwarf: &Dwarf<'_>,
    clients: &[(String, Fingerprint)],
) -> Result<BTreeMap<String, BTreeSet<String>>, Error> {
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    if clients.is_empty() {
        return Ok(found);
    }
    let mut methods = BTreeMap::new();
    let mut origins = BTreeMap::new();
    let mut with_code = Vec::new();
    for (index, unit) in dwarf.units_with_types() {
        let mut entries = unit.entries();
        // The struct that the entries of each depth are in.
        let mut inside: Vec<Option<String>> = Vec::new();
        let mut depth = 0_isize;
        while let Some((delta, entry)) = entries.next_dfs()? {
            depth = depth.saturating_add(delta);
            let level = usize::try_from(depth).unwrap_or(0);
            inside.truncate(level);
            inside.resize(level, None);
            let mut own = None;
            let place = Place {
                unit: index,
                offset: entry.offset(),
            };
            match entry.tag() {
                constants::DW_TAG_structure_type => {
                    own = dwarf.name(index, entry)?.filter(|name| {
                        clients.iter().any(|(client, _)| client == name)
                    });
                }
                constants::DW_TAG_subprogram
                | constants::DW_TAG_inlined_subroutine => {
                    if let Some(Some(client)) = inside.last()
                        && let Some(name) = dwarf.name(index, entry)?
                    {
                        methods.insert(key(place), (client.clone(), name));
                    }
                    for origin in [
                        constants::DW_AT_specification,
                        constants::DW_AT_abstract_origin,
                    ] {
                        let origin = dwarf.reference(index, entry, origin)?;
                        if let Some(origin) = origin {
                            origins.insert(key(place), key(origin));
                        }
                    }
                    if has_code(entry)? {
                        with_code.push(key(place));
                    }
                }
                _ => {}
            }
            inside.push(own);
        }
    }
    for place in with_code {
        let mut at = place;
        // An instance leads to the function, and that to what declares it.
        for _ in 0..4 {
            if let Some((client, name)) = methods.get(&at) {
                let of_client = found.entry(client.clone()).or_default();
                of_client.insert(name.clone());
                break;
            }
            match origins.get(&at) {
                Some(origin) => at = *origin,
                None => break,
            }
        }
    }
    Ok(found)
}

/// Whether an entry is of code that was not thrown away by the linker.
fn has_code(entry: &Entry<'_, '_>) -> Result<bool, Error> {
    if entry.attr(constants::DW_AT_ranges)?.is_some() {
        return Ok(true);
    }
    Ok(match entry.attr_value(constants::DW_AT_low_pc)? {
        Some(AttributeValue::Addr(address)) => {
            !matches!(address, 0 | 0xFFFF_FFFF | u64::MAX)
        }
        Some(AttributeValue::DebugAddrIndex(_)) => true,
        _ => false,
    })
}
