//! Operations that other tools call by their names.

use std::path::Path;

use super::change::Change;
use super::list;
use super::pairs::Compared;
use super::rule::Rule;
use crate::outcome::Failure;

/// A list of them.
#[derive(Debug, Default)]
pub(crate) struct Called {
    file: String,
    names: Vec<Name>,
}

#[derive(Debug)]
struct Name {
    line: usize,
    interface: String,
    operation: String,
    /// Whether an interface of the name was compared.
    seen: bool,
    /// Whether one of them has the operation, or had it.
    found: bool,
}

impl Called {
    /// Reads a list, `Iface.op` in each line.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or a line of it is something else.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let file = path.display().to_string();
        let mut names = Vec::new();
        for line in list::read(path)? {
            let Some((interface, Some(operation))) =
                list::operation(&line.text)
            else {
                return Err(Failure::new(format!(
                    "{file}:{}: `{}` is no operation: write `Iface.op`",
                    line.number, line.text
                )));
            };
            names.push(Name {
                line: line.number,
                interface: interface.to_owned(),
                operation: operation.to_owned(),
                seen: false,
                found: false,
            });
        }
        Ok(Self { file, names })
    }

    /// Says of each change that such a caller notices where it is listed.
    pub(super) fn mark(&mut self, compared: &mut Compared) {
        let Compared {
            changes,
            interfaces,
        } = compared;
        for name in &mut self.names {
            let mut known =
                interfaces.iter().filter(|i| i.name == name.interface);
            let Some(first) = known.next() else {
                continue;
            };
            name.seen = true;
            let has = |known: &super::pairs::Known| {
                known.operations.contains(&name.operation)
            };
            if !has(first) && !known.any(has) {
                continue;
            }
            name.found = true;
            for change in changes.iter_mut().filter(|c| is_noticed(c.rule)) {
                let about = change.operation.as_deref();
                if about.is_none_or(|op| op == name.operation) {
                    let place = format!("{}:{}", self.file, name.line);
                    change.called.get_or_insert(place);
                }
            }
        }
    }

    /// Names that no version has, with their lines. `all` says that all
    /// interfaces were compared: a name of another one is of none.
    pub(super) fn unknown(
        &self,
        all: bool,
    ) -> impl Iterator<Item = (usize, Change)> {
        let unknown = self
            .names
            .iter()
            .filter(move |name| !name.found && (name.seen || all));
        unknown.map(|name| {
            let Name {
                interface,
                operation,
                ..
            } = name;
            let why = match name.seen {
                true => format!("neither version of `{interface}` has it"),
                false => format!("there is no interface `{interface}` here"),
            };
            let what = format!("`{interface}.{operation}` is called by others");
            let mut change = Change::new(Rule::CalledNowhere, what, why, None);
            change.help = Some("take it out of the list".to_owned());
            change.called = Some(format!("{}:{}", self.file, name.line));
            (name.line, change)
        })
    }

    /// The list's name.
    pub(super) fn file(&self) -> &str {
        &self.file
    }
}

/// The operations in such a list: where each is listed, its interface and its
/// name.
///
/// # Errors
///
/// If the file cannot be read, or a line of it is something else.
pub(crate) fn listed(
    path: &Path,
) -> Result<Vec<(String, String, String)>, Failure> {
    let Called { file, names } = Called::read(path)?;
    let listed = names.into_iter().map(|name| {
        let place = format!("{file}:{}", name.line);
        (place, name.interface, name.operation)
    });
    Ok(listed.collect())
}

/// Whether whoever calls an operation by its name notices: it is gone, has
/// another name, or other arguments.
fn is_noticed(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::InterfaceRemoved
            | Rule::InterfaceRenamed
            | Rule::OperationRemoved
            | Rule::OperationReplaced
            | Rule::OperationRenamed
            | Rule::ArgumentAdded
            | Rule::ArgumentRemoved
            | Rule::ArgumentsReplaced
            | Rule::ArgumentRenamed
            | Rule::ArgumentType
            | Rule::ArgumentTypeSameBytes
            | Rule::LeaseAdded
            | Rule::LeaseRemoved
            | Rule::LeasesReordered
            | Rule::LeaseAccess
            | Rule::LeaseType
    )
}
