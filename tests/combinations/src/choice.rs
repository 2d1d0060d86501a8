//! Which combinations are generated, compiled and run with each setting.

use std::collections::{BTreeMap, BTreeSet};

use crate::combination::{Combination, Verdict};
use crate::setting::Setting;

/// All that a setting is tried with: the defaults with every combination that
/// is legal for a server, the others with every encoding × kind × retry.
pub fn all(setting: Setting) -> BTreeSet<Combination> {
    match setting {
        Setting::Defaults => Combination::all()
            .into_iter()
            .filter(|c| c.verdict() != Verdict::Illegal)
            .collect(),
        _ => Combination::plain()
            .filter(|c| c.verdict() == Verdict::Legal && setting.fits(c))
            .collect(),
    }
}

/// Few of those that are tried with the defaults, that have every two choices
/// between them which are made together anywhere.
pub fn sample() -> BTreeSet<Combination> {
    // Each with what it has that the sample has not, in numbers: this runs
    // without optimisation.
    let mut numbers = BTreeMap::new();
    let mut left: Vec<_> = all(Setting::Defaults)
        .into_iter()
        .map(|combination| {
            let new: Vec<_> = pairs(&choices(&combination))
                .into_iter()
                .map(|it| {
                    let next = numbers.len();
                    *numbers.entry(it).or_insert(next)
                })
                .collect();
            (combination, new)
        })
        .collect();
    let mut has = vec![false; numbers.len()];
    let mut sample = BTreeSet::new();
    // The first of the best.
    while let Some((best, new)) =
        left.iter().rev().max_by_key(|(_, new)| new.len())
        && !new.is_empty()
    {
        sample.insert(*best);
        for &number in new {
            has[number] = true;
        }
        for (_, new) in &mut left {
            new.retain(|&number| !has[number]);
        }
    }
    sample
}

/// Every two choices of a combination.
pub fn pairs(choices: &[String]) -> Vec<[String; 2]> {
    let mut pairs = Vec::new();
    for (i, first) in choices.iter().enumerate() {
        for second in &choices[i + 1..] {
            pairs.push([first.clone(), second.clone()]);
        }
    }
    pairs
}

/// The choices that a combination is made of.
pub fn choices(c: &Combination) -> [String; 7] {
    let (access, extent) = c.lease.unzip();
    [
        format!("{:?}", c.encoding),
        format!("{:?}", c.kind),
        format!("{:?}", c.retry),
        format!("access {access:?}"),
        format!("extent {extent:?}"),
        format!("argument {:?}", c.argument),
        format!("answer {:?}", c.answer),
    ]
}
