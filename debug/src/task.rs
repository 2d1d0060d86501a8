//! A task, and what it says of itself.

use std::collections::BTreeMap;

use idol::check::Side;
use idol::fingerprint::Fingerprint;
use idol::model::{self, Failure};
use idol::{embed, load, syntax};
use object::{Object, ObjectSection};

use crate::dwarf::Dwarf;
use crate::error::{Error, Problem};
use crate::found::Found;
use crate::operation::{Operation, Types};
use crate::released::Released;
use crate::section;
use crate::symbols::{self, Counters};
use crate::ty::{Kind, Type};

/// The codes of error types, each with its variant's name, by the types as the
/// interface writes them.
pub type ErrorCodes = BTreeMap<String, Vec<(u16, String)>>;

/// A server in a task's file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Server<'t> {
    /// What its section says.
    pub text: &'t str,
    /// The interface.
    pub interface: model::Interface,
    /// The fingerprint that it states; `None` if it was generated before there
    /// were fingerprints.
    pub fingerprint: Option<Fingerprint>,
}

/// A task, as its ELF file describes it.
pub struct Task<'d> {
    section: Option<String>,
    word: usize,
    counters: Vec<Counters>,
    stack: Option<u64>,
    found: Found<'d>,
}

impl<'d> Task<'d> {
    /// Reads a task's ELF file, with its debug information.
    ///
    /// # Errors
    ///
    /// If it is no ELF file, or its debug information is broken. That there is
    /// none shows later, as [`Problem::NoType`].
    pub fn read(elf: &'d [u8]) -> Result<Self, Error> {
        let file = object::File::parse(elf)?;
        let section = match file.section_by_name(".idolatry") {
            Some(section) => {
                let text = str::from_utf8(section.data()?).map_err(|_| {
                    Problem::BadInterface("it is not UTF-8".to_owned())
                })?;
                Some(text.to_owned())
            }
            None => None,
        };
        let found = Found::read(&file)?;
        let word = if file.is_64() { 8 } else { 4 };
        Ok(Self {
            section,
            word,
            counters: symbols::counters(&file),
            stack: symbols::stack(&file),
            found,
        })
    }

    /// The counters of the task's clients and servers, in the order of their
    /// addresses.
    pub fn counters(&self) -> &[Counters] {
        &self.counters
    }

    /// The size of the task's stack in bytes, where its linker script names
    /// its ends.
    pub fn stack(&self) -> Option<u64> {
        self.stack
    }

    pub(crate) fn dwarf(&self) -> &Dwarf<'d> {
        self.found.dwarf()
    }

    /// The size of a `usize` where the task runs, in bytes.
    pub fn word(&self) -> usize {
        self.word
    }

    /// The text of the section `.idolatry`, if the task has one. In a program
    /// for a host it may tell several interfaces, one behind the other.
    pub fn section(&self) -> Option<&str> {
        self.section.as_deref()
    }

    /// The interface that the task serves, as it says itself. `None` if it
    /// serves none.
    ///
    /// # Errors
    ///
    /// If the section is no interface, or tells several.
    pub fn interface(&self) -> Result<Option<model::Interface>, Error> {
        let mut all = self.interfaces()?;
        match all.len() {
            0 | 1 => Ok(all.pop()),
            _ => {
                let names = all.iter().map(|i| i.name.as_str());
                let names = names.collect::<Vec<_>>().join("`, `");
                let why = format!("there are several: `{names}`");
                Err(Problem::BadInterface(why).into())
            }
        }
    }

    /// The interfaces that are served: one of a task, several of a program for
    /// a host in which several servers run. An interface that several servers
    /// serve is there once.
    ///
    /// # Errors
    ///
    /// If the section is no list of interfaces.
    pub fn interfaces(&self) -> Result<Vec<model::Interface>, Error> {
        let servers = self.servers()?.into_iter();
        Ok(servers.map(|server| server.interface).collect())
    }

    /// The servers, with what each says of its interface, by its name. Several
    /// that say the same are there once.
    ///
    /// # Errors
    ///
    /// If the section is no list of interfaces.
    pub fn servers(&self) -> Result<Vec<Server<'_>>, Error> {
        let mut all = Vec::<Server<'_>>::new();
        for text in self.section.iter().flat_map(|text| section::each(text)) {
            if all.iter().all(|known| known.text != text) {
                all.push(Server {
                    text,
                    interface: legal(text)?,
                    fingerprint: Fingerprint::in_section(text),
                });
            }
        }
        // They stand in the file as its linker found them.
        all.sort_by(|one, other| one.interface.name.cmp(&other.interface.name));
        Ok(all)
    }

    /// The name of the interface that the task serves, and the fingerprint
    /// that its server states. `None` if it serves none, or was generated
    /// before there were fingerprints.
    ///
    /// # Errors
    ///
    /// If the section is no interface.
    pub fn served(&self) -> Result<Option<(String, Fingerprint)>, Error> {
        let mut stated = self.servers()?.into_iter().filter_map(|server| {
            Some((server.interface.name.to_string(), server.fingerprint?))
        });
        Ok(stated.next())
    }

    /// The names and the fingerprints of the interfaces whose clients are in
    /// the task's debug information, in the order of their names.
    pub fn called(&self) -> &[(String, Fingerprint)] {
        self.found.clients()
    }

    /// The task as debuggers see it that know only its section and its types
    /// by their names. `None` if it serves no interface.
    ///
    /// # Errors
    ///
    /// If the section is no interface.
    pub fn released(&self) -> Result<Option<Released<'_, 'd>>, Error> {
        let section = self.section.as_deref();
        section
            .map(|section| Released::read(section, self.found.dwarf()))
            .transpose()
    }

    /// An operation of an interface that the task serves.
    ///
    /// # Errors
    ///
    /// If there is no such operation, or the debug information lacks its
    /// types.
    pub fn operation<'i>(
        &self,
        interface: &'i model::Interface,
        name: &str,
    ) -> Result<Operation<'i>, Error> {
        let mut operations = interface.operations.iter();
        let model = operations
            .find(|op| op.name.as_str() == name)
            .ok_or_else(|| Problem::NoOperation(name.to_owned()))?;
        let forced = embed::types_static(interface, model.number.get());
        let types = Types::read(&forced, self.found.forced(&forced)?)?;
        Operation::new(model, types)
    }

    /// The codes of the errors of an interface that the task serves, where
    /// its error types are enums whose discriminants are the codes, as those
    /// of the derive `IdolError` are.
    pub fn error_codes(&self, interface: &model::Interface) -> ErrorCodes {
        let mut codes = ErrorCodes::new();
        for op in &interface.operations {
            let Failure::CLike(error) = &op.reply.failure else {
                continue;
            };
            let Ok(operation) = self.operation(interface, op.name.as_str())
            else {
                continue;
            };
            if let Some(known) = codes_of(operation.error()) {
                codes.insert(error.as_str().to_owned(), known);
            }
        }
        codes
    }
}

/// The interface that a section tells.
fn legal(section: &str) -> Result<model::Interface, Error> {
    let mut interface = read(section)?;
    // The numbers that they hold are those of their positions.
    interface.ops.retain(|name, _| !embed::is_placeholder(name));
    let (interface, _) = load::check(&interface, Side::Server)
        .map_err(|e| Problem::BadInterface(e.to_string()))?;
    Ok(interface)
}

/// The interface that a section tells, as its file had it.
fn read(section: &str) -> Result<syntax::Interface, Error> {
    embed::as_written(section)
        .parse()
        .map_err(|e| Problem::BadInterface(format!("{e}")).into())
}

/// The codes of an error that is an enum of codes alone.
pub(crate) fn codes_of(error: &Type) -> Option<Vec<(u16, String)>> {
    let Kind::Enum { variants, .. } = &error.kind else {
        return None;
    };
    variants
        .iter()
        .map(|variant| {
            let code = u16::try_from(variant.discriminant?).ok()?;
            let plain = variant.fields.is_empty() && code != 0;
            plain.then(|| (code, variant.name.clone()))
        })
        .collect()
}
