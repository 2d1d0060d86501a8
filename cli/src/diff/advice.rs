//! The way out of what changed in one operation.

use std::collections::{HashMap, HashSet};

use idol::model::Operation;

use super::change::Change;
use super::edit::Edit;
use super::plan::Plan;
use super::rule::Rule;

/// Takes the advice away to give parameters back their names, unless all of it
/// can be taken.
pub(super) fn names(found: &mut [Change], new: &Operation) {
    let edits = found.iter().flat_map(|change| &change.edits);
    let renamed: HashMap<&str, &str> = edits
        .filter_map(|edit| match edit {
            Edit::NameParameter {
                parameter, name, ..
            } => Some((parameter.as_str(), name.as_str())),
            _ => None,
        })
        .collect();
    let arguments = new.arguments.iter().map(|argument| &argument.name);
    let leases = new.leases.iter().map(|lease| &lease.name);
    let mut seen = HashSet::new();
    let unique = arguments.chain(leases).all(|name| {
        let name = name.as_str();
        seen.insert(renamed.get(name).copied().unwrap_or(name))
    });
    if unique {
        return;
    }
    for change in found {
        let is_name = |edit: &Edit| matches!(edit, Edit::NameParameter { .. });
        if change.edits.iter().any(is_name) {
            change.help = None;
            change.edits.clear();
        }
    }
}

/// What cannot stay as it is can stand beside what was: said once for all that
/// changed in an operation, and instead of all else.
pub(super) fn keep(
    found: &mut [Change],
    (old, new): (&Operation, &Operation),
    is_free: bool,
    plan: &mut Plan,
) {
    // Numbers are another matter, and so is a name that is another's now.
    let breaks = |change: &Change| {
        change.rule != Rule::OperationRenumbered
            && change.rule != Rule::OperationRenamed
            && change.breaks()
            && change.edits.is_empty()
    };
    let Some(first) = found.iter().position(breaks) else {
        return;
    };
    let Some(number) = plan.free() else {
        return;
    };
    for change in found.iter_mut() {
        change.help = None;
        change.edits.clear();
    }
    let another =
        format!("another operation, at the end, with `number: {number}`");
    let (was, now) = (&old.name, &new.name);
    let help = match (was == now, is_free) {
        (true, _) => format!("leave it as it was, and add {another}"),
        (false, true) => {
            format!("leave `{was}` as it was, and add `{now}` as {another}")
        }
        (false, false) => format!(
            "leave `{now}` as it was when it was called `{was}`, and add \
             {another}"
        ),
    };
    let edit = Edit::Keep {
        operation: new.name.to_string(),
        was: old.name.to_string(),
        name: match is_free {
            true => old.name.to_string(),
            false => new.name.to_string(),
        },
        number,
    };
    found[first].advise(help, vec![edit]);
}
