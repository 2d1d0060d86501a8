//! Operations in another order, in which they have the right numbers.

use std::collections::HashSet;

use super::wanted::Wanted;
use crate::diff::edit::Edit;
use crate::diff::operations::Pairs;

/// The moves after which every operation has the number that it should have,
/// if there are such, and whether the last operation is one that moves.
pub(super) fn moves(
    pairs: &Pairs<'_>,
    wanted: &Wanted,
) -> Option<(Vec<Edit>, bool)> {
    // What is new is best added at the end, unless it is less to do elsewhere.
    let was: HashSet<&str> = pairs
        .new
        .operations
        .iter()
        .zip(&pairs.old_of)
        .filter_map(|(op, old)| old.is_some().then_some(op.name.as_str()))
        .collect();
    let moves_old = |edit: &&Edit| match edit {
        Edit::Move { operation, .. } => was.contains(operation.as_str()),
        _ => false,
    };
    [true, false]
        .into_iter()
        .filter_map(|late| order(pairs, wanted, late))
        .map(|order| moves_to(pairs, wanted, &order))
        .min_by_key(|(moves, _)| {
            (moves.iter().filter(moves_old).count(), moves.len())
        })
}

/// Which operations stay where they are: as many as can of those that were
/// there before, and of those that are new and in nobody's way, what stands
/// right between these.
fn staying(
    pairs: &Pairs<'_>,
    wanted: &Wanted,
    order: &[usize],
) -> HashSet<usize> {
    let is_old = |i: &usize| pairs.old_of[*i].is_some();
    let old: Vec<usize> = order.iter().copied().filter(is_old).collect();
    let old = rising(&old);
    let is_fresh = |i: &usize| {
        let number = pairs.new.operations[*i].number.get();
        !is_old(i) && wanted.numbers[*i] == Some(number)
    };
    let mut staying = old.clone();
    let mut rest = order;
    let mut low = None;
    loop {
        let end = rest.iter().position(|i| old.contains(i));
        let (between, after) = rest.split_at(end.unwrap_or(rest.len()));
        let high = after.first();
        let fits = |i: &usize| {
            is_fresh(i)
                && low.is_none_or(|l| l < i)
                && high.is_none_or(|h| i < h)
        };
        let new: Vec<usize> = between.iter().copied().filter(fits).collect();
        staying.extend(rising(&new));
        match after.split_first() {
            Some((high, after)) => (low, rest) = (Some(high), after),
            None => return staying,
        }
    }
}

/// The moves that make an order of the operations.
fn moves_to(
    pairs: &Pairs<'_>,
    wanted: &Wanted,
    order: &[usize],
) -> (Vec<Edit>, bool) {
    let staying = staying(pairs, wanted, order);
    let mut behind: Option<usize> = None;
    let mut moves = Vec::new();
    let name = |i: usize| pairs.new.operations[i].name.to_string();
    for &i in order {
        if !staying.contains(&i) {
            moves.push(Edit::Move {
                operation: name(i),
                behind: behind.map(name),
            });
        }
        behind = Some(i);
    }
    let last = order.last();
    (moves, last.is_some_and(|last| !staying.contains(last)))
}

/// The order in which the positions, and the numbers that are given, are the
/// wanted numbers: those that are new at the first that are free, or `late`, at
/// the last.
fn order(pairs: &Pairs<'_>, wanted: &Wanted, late: bool) -> Option<Vec<usize>> {
    let operations = &pairs.new.operations;
    let is_positional = |i: usize| !pairs.given[i];
    let mut places: Vec<Option<usize>> = vec![None; operations.len()];
    let (mut floating, mut anywhere) = (Vec::new(), Vec::new());
    for (i, op) in operations.iter().enumerate() {
        let want = wanted.numbers[i]?;
        match (is_positional(i), pairs.old_of[i]) {
            // Those whose number is given stand where there is room.
            (false, _) if want == op.number.get() => anywhere.push(i),
            (false, _) => return None,
            (true, Some(_)) => {
                let place = places.get_mut(usize::from(want) - 1)?;
                *place = Some(i);
            }
            (true, None) => floating.push(i),
        }
    }
    let mut given: HashSet<u16> = HashSet::new();
    for (i, op) in operations.iter().enumerate() {
        if !is_positional(i) {
            given.insert(op.number.get());
        }
    }
    let is_new = |place: &usize| {
        u16::try_from(place + 1).is_ok_and(|number| {
            pairs.old_with(number).is_none()
                && !pairs.was_reserved(number)
                && !pairs.is_reserved(number)
                && !given.contains(&number)
        })
    };
    // Nobody knows those that are new: they may have any number that is.
    let free = (0..places.len()).filter(|place| places[*place].is_none());
    let free: Vec<usize> = free.filter(is_new).collect();
    let spare = free.len().checked_sub(floating.len())?;
    let free = match late {
        true => &free[spare..],
        false => &free[..],
    };
    for (place, i) in free.iter().zip(floating) {
        places[*place] = Some(i);
    }
    let mut anywhere = anywhere.into_iter();
    let order = places.into_iter();
    order
        .map(|place| place.or_else(|| anywhere.next()))
        .collect()
}

/// A longest part of a list that rises.
fn rising(list: &[usize]) -> HashSet<usize> {
    // For each length, the least end of such a part, and for each element the
    // one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(list.len());
    for (at, value) in list.iter().enumerate() {
        let length = ends.partition_point(|end| list[*end] < *value);
        before.push(length.checked_sub(1).map(|i| ends[i]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut found = HashSet::new();
    let mut at = ends.last().copied();
    while let Some(i) = at {
        found.insert(list[i]);
        at = before[i];
    }
    found
}
