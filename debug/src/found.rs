//! What is Idol's in a task's debug information.

use std::collections::BTreeMap;

use gimli::constants;
use idol::fingerprint::Fingerprint;

use crate::dwarf::{Dwarf, Place};
use crate::error::{Error, Problem};
use crate::ty::Type;
use crate::types::described;

/// The debug information of a task, and what is in it of Idol's.
pub(crate) struct Found<'d> {
    dwarf: Dwarf<'d>,
    /// The statics for debuggers, by name.
    statics: BTreeMap<String, Place>,
    /// The interfaces that clients know, with their fingerprints.
    clients: Vec<(String, Fingerprint)>,
}

impl<'d> Found<'d> {
    /// Looks through all of it once.
    pub(crate) fn read(file: &object::File<'d>) -> Result<Self, Error> {
        let dwarf = Dwarf::read(file)?;
        let mut statics = BTreeMap::new();
        let mut clients = Vec::new();
        for (index, unit) in dwarf.units_with_types() {
            let mut entries = unit.entries();
            while let Some((_, entry)) = entries.next_dfs()? {
                match entry.tag() {
                    constants::DW_TAG_variable => {
                        let Some(name) = dwarf.name(index, entry)? else {
                            continue;
                        };
                        if name.starts_with("__IDOL_") {
                            let place = dwarf.ty_of(index, entry)?;
                            if let Some(place) = place {
                                statics.entry(name).or_insert(place);
                            }
                        }
                    }
                    constants::DW_TAG_structure_type => {
                        let name = dwarf.name(index, entry)?;
                        clients.extend(name.and_then(|n| client(&n)));
                    }
                    _ => {}
                }
            }
        }
        clients.sort();
        clients.dedup();
        Ok(Self {
            dwarf,
            statics,
            clients,
        })
    }

    /// All of it.
    pub(crate) fn dwarf(&self) -> &Dwarf<'d> {
        &self.dwarf
    }

    /// The interfaces that clients know, with their fingerprints.
    pub(crate) fn clients(&self) -> &[(String, Fingerprint)] {
        &self.clients
    }

    /// The type that a static of type `PhantomData<T>` forces: `T`.
    pub(crate) fn forced(&self, name: &str) -> Result<Type, Error> {
        let place = self.statics.get(name).copied();
        let place = place.ok_or_else(|| Problem::NoType(name.to_owned()))?;
        let unit = self.dwarf.unit(place.unit)?;
        let mut tree = unit.entries_tree(Some(place.offset))?;
        let mut children = tree.root()?.children();
        while let Some(child) = children.next()? {
            let entry = child.entry();
            if entry.tag() == constants::DW_TAG_template_type_parameter
                && let Some(inner) = self.dwarf.ty_of(place.unit, entry)?
            {
                return described(&self.dwarf, inner);
            }
        }
        Err(Problem::NoType(name.to_owned()).into())
    }
}

/// The interface and the fingerprint in a type's name.
fn client(name: &str) -> Option<(String, Fingerprint)> {
    let (interface, fingerprint) = name.rsplit_once("_CLIENT_")?;
    Some((interface.to_owned(), fingerprint.parse().ok()?))
}
