//! What changed in the leases of one operation.

use idol::model::{Access, Extent, Lease, Operation};

use super::change::Changes;
use super::edit::Edit;
use super::order;
use super::part::Part;
use super::rule::Rule;
use super::types::{Relation, relation};

/// Whether two leases are the same, whatever they are called.
pub(super) fn is_same(old: &Lease, new: &Lease) -> bool {
    old.access == new.access
        && types(&old.extent, &new.extent) != Relation::Different
        && max_len(&old.extent) == max_len(&new.extent)
}

/// Compares what is lent, its length apart.
fn types(old: &Extent, new: &Extent) -> Relation {
    match (old, new) {
        (Extent::Value(old), Extent::Value(new)) => {
            relation(old.as_str(), new.as_str())
        }
        (
            Extent::Slice { element: old, .. },
            Extent::Slice { element: new, .. },
        ) => relation(old.as_str(), new.as_str()),
        (Extent::Value(_), Extent::Slice { .. })
        | (Extent::Slice { .. }, Extent::Value(_)) => Relation::Different,
    }
}

fn max_len(extent: &Extent) -> Option<u32> {
    match extent {
        Extent::Value(_) => None,
        Extent::Slice { max_len, .. } => max_len.map(|len| len.get()),
    }
}

fn type_name(extent: &Extent) -> String {
    match extent {
        Extent::Value(ty) => ty.to_string(),
        Extent::Slice { element, .. } => format!("[{element}]"),
    }
}

fn access_name(access: Access) -> &'static str {
    match access {
        Access::Read => "read",
        Access::Write => "written",
        Access::ReadWrite => "read and written",
    }
}

fn limit_name(limit: Option<u32>) -> String {
    match limit {
        None => "any number of elements".to_owned(),
        Some(1) => "at most 1 element".to_owned(),
        Some(limit) => format!("at most {limit} elements"),
    }
}

/// Compares the leases of an operation.
pub(super) fn compare(
    changes: &mut Changes<'_>,
    index: usize,
    old: &Operation,
    new: &Operation,
) {
    let op = &new.name;
    let pairs =
        order::pair(&old.leases, &new.leases, |lease| &lease.name, is_same);
    for (j, lease) in new.leases.iter().enumerate() {
        if let Some(i) = pairs.old_of[j] {
            one(changes, (index, j), op.as_str(), &old.leases[i], lease);
        }
    }
    let counts = match (old.leases.len(), new.leases.len()) {
        (old, new) if old == new => format!("there are {new} as before"),
        (old, new) => format!("there are {new} instead of {old}"),
    };
    let added = (0..new.leases.len()).filter(|j| pairs.old_of[*j].is_none());
    let added: Vec<usize> = added.collect();
    if let Some(first) = added.first() {
        let names =
            order::names(added.iter().map(|j| &new.leases[*j].name), "lease");
        changes.push(
            Rule::LeaseAdded,
            Part::Lease(index, *first),
            format!("{names} of `{op}` {} new", order::verb(added.len())),
            format!(
                "servers check how many there are, and who calls it must lend \
                 all: {counts}"
            ),
        );
    }
    if !pairs.removed.is_empty() {
        let removed = pairs.removed.iter().map(|i| &old.leases[*i].name);
        let names = order::names(removed, "lease");
        changes.push(
            Rule::LeaseRemoved,
            Part::Operation(index),
            format!(
                "{names} of `{op}` {} gone",
                order::verb(pairs.removed.len())
            ),
            format!(
                "servers check how many there are, and who calls it still \
                 lends all: {counts}"
            ),
        );
    }
    if pairs.is_reordered() {
        changes.push(
            Rule::LeasesReordered,
            Part::Operation(index),
            format!("the leases of `{op}` have another order"),
            "a lease is known by its position",
        );
    }
}

fn one(
    changes: &mut Changes<'_>,
    (op_index, index): (usize, usize),
    op: &str,
    old: &Lease,
    new: &Lease,
) {
    let name = &new.name;
    let at = Part::Lease(op_index, index);
    let at_type = Part::LeaseType(op_index, index);
    if old.name != new.name {
        let edit = Edit::NameParameter {
            operation: op.to_owned(),
            parameter: name.to_string(),
            name: old.name.to_string(),
        };
        changes
            .push(
                Rule::LeaseRenamed,
                at,
                format!("lease `{}` of `{op}` is called `{name}`", old.name),
                "it is known by its position, but a pipelined server calls a \
                 method of this name",
            )
            .advise(format!("call it `{}`", old.name), vec![edit]);
    }
    if old.access != new.access {
        changes.push(
            Rule::LeaseAccess,
            at,
            format!(
                "lease `{name}` of `{op}` is {} instead of {}",
                access_name(new.access),
                access_name(old.access)
            ),
            "one side demands a right that the other does not give",
        );
    }
    match types(&old.extent, &new.extent) {
        // What moved is told for all types at once.
        Relation::Same | Relation::Moved => {}
        Relation::OtherPath => {
            changes.push(
                Rule::TypePath,
                at_type,
                format!(
                    "the type of lease `{name}` of `{op}` is called `{}`",
                    type_name(&new.extent)
                ),
                format!(
                    "as far as the texts tell, `{}` is the same type",
                    type_name(&old.extent)
                ),
            );
        }
        Relation::Different => {
            changes.push(
                Rule::LeaseType,
                at_type,
                format!(
                    "the type of lease `{name}` of `{op}` is `{}` instead of \
                     `{}`",
                    type_name(&new.extent),
                    type_name(&old.extent)
                ),
                "servers check its length, and nothing says that both have \
                 the same",
            );
            return;
        }
    }
    limits(changes, (op_index, index), op, old, new);
}

fn limits(
    changes: &mut Changes<'_>,
    (op_index, index): (usize, usize),
    op: &str,
    old: &Lease,
    new: &Lease,
) {
    let (before, after) = (max_len(&old.extent), max_len(&new.extent));
    if before == after {
        return;
    }
    let part = Part::MaxLen(op_index, index);
    let at = match changes.new.place(part) {
        Some(_) => part,
        None => Part::Lease(op_index, index),
    };
    let what = format!(
        "lease `{}` of `{op}` has {} instead of {}",
        new.name,
        limit_name(after),
        limit_name(before)
    );
    let (rule, why) = match (before, after) {
        (None, _) => (
            Rule::LeaseLimitAdded,
            "a new server refuses longer ones, and whether an old client \
             lends such is not said here",
        ),
        (Some(before), Some(after)) if after < before => (
            Rule::LeaseLimitLowered,
            "a new server refuses the longer ones of an old client",
        ),
        (Some(_), _) => (
            Rule::LeaseLimitRaised,
            "an old server refuses the longer ones of a new client",
        ),
    };
    changes.push(rule, at, what, why);
}
