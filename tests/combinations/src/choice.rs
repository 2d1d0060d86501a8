//! Which combinations are generated, compiled and run with each setting.

use std::collections::{BTreeMap, BTreeSet};

use crate::combination::{Combination, Encoding, Verdict};
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

/// Few of them, that have every two choices between them which are made
/// together anywhere: with the defaults any two; with each other setting any
/// kind and retry, in one encoding, since each is an interface of its own.
pub fn sample(setting: Setting) -> BTreeSet<Combination> {
    let mut left = all(setting);
    if setting != Setting::Defaults {
        let number = setting as usize + 1;
        let encoding = Encoding::ALL[number % Encoding::ALL.len()];
        left.retain(|c| c.encoding == encoding);
    }
    // Each with what it has that the sample has not, in numbers: this runs
    // without optimisation.
    let mut numbers = BTreeMap::new();
    let mut left: Vec<_> = left
        .into_iter()
        .map(|combination| {
            let covered = covered(setting, &combination).into_iter();
            let new: Vec<_> = covered
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

/// What a sample for a setting has to have, as far as one combination has it.
fn covered(setting: Setting, combination: &Combination) -> Vec<[String; 2]> {
    let choices = choices(combination);
    match setting {
        Setting::Defaults => pairs(&choices),
        _ => {
            let [_, kind, retry, ..] = choices;
            [kind, retry].map(|it| [it.clone(), it]).into()
        }
    }
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
