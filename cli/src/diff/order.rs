//! Which of two lists is what in the other.

use std::collections::{HashMap, HashSet};

use idol::model::Name;

/// What became of the parts of a list.
pub(super) struct Pairs {
    /// For each new part, which old one it was.
    pub(super) old_of: Vec<Option<usize>>,
    /// Old parts that are none of the new.
    pub(super) removed: Vec<usize>,
}

/// Parts of one name are one part; so are parts in the same place, without a
/// namesake, that are otherwise the same.
pub(super) fn pair<T>(
    old: &[T],
    new: &[T],
    name: impl Fn(&T) -> &Name,
    same_otherwise: impl Fn(&T, &T) -> bool,
) -> Pairs {
    let olds: HashMap<&Name, usize> = old.iter().map(&name).zip(0..).collect();
    let mut old_of: Vec<Option<usize>> =
        new.iter().map(|new| olds.get(name(new)).copied()).collect();
    let kept: HashSet<usize> = old_of.iter().flatten().copied().collect();
    let mut removed = Vec::new();
    for (i, part) in old.iter().enumerate() {
        if kept.contains(&i) {
            continue;
        }
        match (new.get(i), old_of.get_mut(i)) {
            (Some(new), Some(free @ None)) if same_otherwise(part, new) => {
                *free = Some(i);
            }
            _ => removed.push(i),
        }
    }
    Pairs { old_of, removed }
}

/// Parts in words, `what` they are before them.
pub(super) fn names<'n>(
    names: impl Iterator<Item = &'n Name>,
    what: &str,
) -> String {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("{what} {one}"),
        [all @ .., last] => format!("{what}s {} and {last}", all.join(", ")),
    }
}

/// What so many do.
pub(super) fn verb(count: usize) -> &'static str {
    match count {
        1 => "is",
        _ => "are",
    }
}

impl Pairs {
    /// Whether parts that are in both lists have another order.
    pub(super) fn is_reordered(&self) -> bool {
        !self.old_of.iter().flatten().is_sorted()
    }
}
