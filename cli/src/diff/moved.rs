//! Types that are found elsewhere: a crate or a module that was renamed is
//! one change, however many types it has.

use std::collections::BTreeMap;

use idol::model::{Conversion, Extent, Failure, Operation};

use super::change::{Change, Changes};
use super::operations::Pairs;
use super::part::Part;
use super::rule::Rule;
use super::types::{Relation, moves, relation};
use super::{leases, order, values};

/// Where paths began, and begin now.
type Move = (String, String);

/// What is named by such paths: where it first stands, what it is, and how
/// many types there are.
struct Found {
    at: Part,
    what: String,
    types: usize,
}

/// Compares where the types are found that all else says are the same.
pub(super) fn compare(changes: &mut Changes<'_>, pairs: &Pairs<'_>) {
    let mut found: BTreeMap<Move, Found> = BTreeMap::new();
    let mut see = |old: &str, new: &str, at: Part, what: String| {
        if relation(old, new) != Relation::Moved {
            return;
        }
        for path in moves(old, new) {
            let seen = found.entry(path).or_insert_with(|| Found {
                at,
                what: what.clone(),
                types: 0,
            });
            seen.types += 1;
        }
    };
    for (index, new) in pairs.new.operations.iter().enumerate() {
        let Some(old) = pairs.old_of[index] else {
            continue;
        };
        operation(&mut see, index, &pairs.old.operations[old], new);
    }
    for ((old, new), Found { at, what, types }) in found {
        let more = match types {
            1 => String::new(),
            2 => " and one more".to_owned(),
            types => format!(" and {} more", types - 1),
        };
        let what = format!("`{old}` is `{new}` in the type of {what}{more}");
        changes
            .push(
                Rule::TypeMoved,
                at,
                what,
                "a new name for the same types changes nothing; others may \
                 mean other values",
            )
            .moved = Some((old, new));
    }
}

/// Tells a move once, however many files it is in: where it is first.
pub(super) fn once<'c>(all: impl Iterator<Item = &'c mut Vec<Change>>) {
    let mut first: BTreeMap<Move, &'c mut Change> = BTreeMap::new();
    let mut more: BTreeMap<Move, usize> = BTreeMap::new();
    for changes in all {
        changes.retain_mut(|change| {
            let Some(path) = change.moved.clone() else {
                return true;
            };
            if change.accepted.is_some() {
                return true;
            }
            let seen = more.entry(path).or_default();
            *seen += 1;
            *seen == 1
        });
        for change in changes {
            if change.accepted.is_none()
                && let Some(path) = change.moved.clone()
            {
                first.entry(path).or_insert(change);
            }
        }
    }
    for (path, files) in more {
        if let Some(change) = first.get_mut(&path)
            && files > 1
        {
            let others = match files - 1 {
                1 => "in another file".to_owned(),
                others => format!("in {others} other files"),
            };
            change.what = format!("{}, and {others}", change.what);
        }
    }
}

fn operation(
    see: &mut impl FnMut(&str, &str, Part, String),
    index: usize,
    old: &Operation,
    new: &Operation,
) {
    let op = &new.name;
    let arguments = order::pair(
        &old.arguments,
        &new.arguments,
        |argument| &argument.name,
        values::is_same,
    );
    for (j, argument) in new.arguments.iter().enumerate() {
        if let Some(i) = arguments.old_of[j] {
            let before = &old.arguments[i];
            let what = format!("argument `{}` of `{op}`", argument.name);
            let at = Part::ArgumentType(index, j);
            see(before.ty.as_str(), argument.ty.as_str(), at, what.clone());
            raw(see, &before.conversion, &argument.conversion, at, what);
        }
    }
    let leases = order::pair(
        &old.leases,
        &new.leases,
        |lease| &lease.name,
        leases::is_same,
    );
    for (j, lease) in new.leases.iter().enumerate() {
        if let Some(i) = leases.old_of[j] {
            let (before, now) = (&old.leases[i].extent, &lease.extent);
            if let Some((before, now)) = lent(before, now) {
                let what = format!("lease `{}` of `{op}`", lease.name);
                see(before, now, Part::LeaseType(index, j), what);
            }
        }
    }
    let (before, now) = (&old.reply, &new.reply);
    let (at, what) = (Part::ValueType(index), format!("the value of `{op}`"));
    see(before.ok.as_str(), now.ok.as_str(), at, what.clone());
    raw(see, &before.conversion, &now.conversion, at, what);
    match (&before.failure, &now.failure) {
        (Failure::CLike(before), Failure::CLike(now))
        | (
            Failure::Complex { error: before, .. },
            Failure::Complex { error: now, .. },
        ) => {
            let what = format!("the error of `{op}`");
            see(before.as_str(), now.as_str(), Part::Error(index), what);
        }
        _ => {}
    }
}

/// What is converted.
fn raw(
    see: &mut impl FnMut(&str, &str, Part, String),
    old: &Conversion,
    new: &Conversion,
    at: Part,
    what: String,
) {
    if let (
        Conversion::From { raw: old, .. },
        Conversion::From { raw: new, .. },
    ) = (old, new)
    {
        see(old.as_str(), new.as_str(), at, what);
    }
}

/// What is lent, if both times one, or both times many.
fn lent<'e>(old: &'e Extent, new: &'e Extent) -> Option<(&'e str, &'e str)> {
    match (old, new) {
        (Extent::Value(old), Extent::Value(new))
        | (
            Extent::Slice { element: old, .. },
            Extent::Slice { element: new, .. },
        ) => Some((old.as_str(), new.as_str())),
        _ => None,
    }
}
