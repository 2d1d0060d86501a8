//! Which operation of two versions is which.

use std::collections::{HashMap, HashSet};

use idol::model::{Failure, Interface, Name, Operation};

use super::leases;
use super::part::Part;
use super::types::{Relation, relation};
use super::values::Value;
use super::version::Version;

/// Which operation is which.
pub(super) struct Pairs<'o> {
    pub(super) old: &'o Interface,
    pub(super) new: &'o Interface,
    /// For each new operation, which old one it was.
    pub(super) old_of: Vec<Option<usize>>,
    /// For each old operation, which new one it is.
    pub(super) new_of: Vec<Option<usize>>,
    /// For each new operation, whether the text gives its number.
    pub(super) given: Vec<bool>,
    /// How many new operations there are of each name, in capitals.
    upper: HashMap<String, usize>,
    old_numbers: Numbers,
    new_numbers: Numbers,
    /// Whether either is what a server embeds, which does not tell reserved
    /// numbers.
    pub(super) is_embedded: bool,
}

/// What has each number.
struct Numbers {
    operations: HashMap<u16, usize>,
    reserved: HashSet<u16>,
}

impl Numbers {
    fn of(interface: &Interface) -> Self {
        let numbers = interface.operations.iter().map(|op| op.number.get());
        Self {
            operations: numbers.zip(0..).collect(),
            reserved: interface.reserved.iter().map(|n| n.get()).collect(),
        }
    }
}

impl<'o> Pairs<'o> {
    /// An operation is the same one if the files say so: by its name, by the
    /// name that it was given before, or by documentation that no other has.
    /// What has the same number and nothing else is another operation.
    pub(super) fn of(old: &'o Version<'_>, new: &'o Version<'_>) -> Self {
        let (olds, news) = (&old.interface, &new.interface);
        let mut pairs = Self {
            old: olds,
            new: news,
            old_of: vec![None; news.operations.len()],
            new_of: vec![None; olds.operations.len()],
            given: (0..news.operations.len())
                .map(|i| new.place(Part::Number(i)).is_some())
                .collect(),
            upper: HashMap::new(),
            old_numbers: Numbers::of(olds),
            new_numbers: Numbers::of(news),
            is_embedded: old.is_embedded || new.is_embedded,
        };
        for op in &news.operations {
            let upper = op.name.as_str().to_uppercase();
            *pairs.upper.entry(upper).or_default() += 1;
        }
        pairs.find(&Names::of(old, new));
        pairs
    }

    fn find(&mut self, names: &Names<'_>) {
        let news = 0..self.new.operations.len();
        // A statement about a name that is gone, and that is new itself.
        for new in news.clone() {
            let same = names.old_named(names.of_new(new));
            let earlier: Vec<_> = names.new_was(new).collect();
            for was in earlier.into_iter().rev() {
                if let Some(old) = names.old_named(was)
                    && !names.is_new(was)
                    && !same.is_some_and(|same| names.became(same, new))
                {
                    self.pair(old, new);
                }
            }
        }
        // A statement about the number that it has, unless the old text said
        // the same of what has the name: then it is about an earlier change.
        for new in news.clone() {
            let number = self.new.operations[new].number.get();
            let at = self.old_numbers.operations.get(&number).copied();
            let same = names.old_named(names.of_new(new));
            if let Some(at) = at
                && (same == Some(at)
                    || names.new_was(new).any(|was| was == names.of_old(at))
                        && !same.is_some_and(|same| {
                            names.became(same, new) || names.goes_on(same)
                        }))
            {
                self.pair(at, new);
            }
        }
        for new in news.clone() {
            if let Some(old) = names.old_named(names.of_new(new)) {
                self.pair(old, new);
            }
        }
        for new in news.clone() {
            let earlier: Vec<_> = names.new_was(new).collect();
            for was in earlier.into_iter().rev() {
                if let Some(old) = names.old_named(was) {
                    self.pair(old, new);
                }
            }
        }
        // Both had one name once, or it has its old name again.
        for new in news.clone() {
            let number = self.new.operations[new].number.get();
            let at = self.old_numbers.operations.get(&number).copied();
            if let Some(at) = at.filter(|at| names.became(*at, new)) {
                self.pair(at, new);
            }
        }
        for new in news {
            let Some(old) = names.documented_as(new) else {
                continue;
            };
            let (before, now) =
                (&self.old.operations[old], &self.new.operations[new]);
            if before.number == now.number || is_same(before, now) {
                self.pair(old, new);
            }
        }
    }

    /// Says that they are one, if neither is another's already.
    fn pair(&mut self, old: usize, new: usize) {
        if self.new_of[old].is_none() && self.old_of[new].is_none() {
            self.new_of[old] = Some(new);
            self.old_of[new] = Some(old);
        }
    }

    /// Whether no new operation but the one of this name has a name, nor one
    /// that differs in case only: those would make one constant.
    pub(super) fn is_free(&self, name: &Name, but: &Name) -> bool {
        let upper = name.as_str().to_uppercase();
        let others = self.upper.get(&upper).copied().unwrap_or(0);
        others == usize::from(but.as_str().to_uppercase() == upper)
    }

    /// Old operations that are none of the new.
    pub(super) fn removed(&self) -> impl Iterator<Item = &'o Operation> {
        let old = self.old.operations.iter().zip(&self.new_of);
        old.filter(|(_, new)| new.is_none()).map(|(old, _)| old)
    }

    /// The old operation that had a number.
    pub(super) fn old_with(&self, number: u16) -> Option<usize> {
        self.old_numbers.operations.get(&number).copied()
    }

    /// The new operation that has a number.
    pub(super) fn new_with(&self, number: u16) -> Option<&'o Operation> {
        let index = *self.new_numbers.operations.get(&number)?;
        self.new.operations.get(index)
    }

    pub(super) fn was_reserved(&self, number: u16) -> bool {
        self.old_numbers.reserved.contains(&number)
    }

    pub(super) fn is_reserved(&self, number: u16) -> bool {
        self.new_numbers.reserved.contains(&number)
    }

    /// Whether an old operation's number is that of a new operation which was
    /// none of the old.
    pub(super) fn is_replaced(&self, old: &Operation) -> bool {
        let at = self.new_numbers.operations.get(&old.number.get());
        at.is_some_and(|new| self.old_of[*new].is_none())
    }

    /// What becomes of an old client that sends a number that is not its
    /// operation's any more.
    pub(super) fn fate(&self, number: u16) -> String {
        match self.new_with(number) {
            Some(op) => format!(
                "what an old client sends is number {number}, which is `{}` \
                 now",
                op.name
            ),
            None => format!(
                "what an old client sends is number {number}, which faults \
                 it with UndefinedOperation"
            ),
        }
    }
}

/// What both texts say about names.
struct Names<'v> {
    old: &'v Version<'v>,
    new: &'v Version<'v>,
    olds: HashMap<&'v str, usize>,
    news: HashMap<&'v str, usize>,
    /// Documentation that one old operation has, and one only.
    docs: HashMap<&'v str, usize>,
    /// The same of the new ones.
    new_docs: HashMap<&'v str, usize>,
}

impl<'v> Names<'v> {
    fn of(old: &'v Version<'v>, new: &'v Version<'v>) -> Self {
        let names = old.interface.operations.iter().map(|op| op.name.as_str());
        let news = new.interface.operations.iter().map(|op| op.name.as_str());
        Self {
            old,
            new,
            olds: names.zip(0..).collect(),
            news: news.zip(0..).collect(),
            docs: docs(&old.interface),
            new_docs: docs(&new.interface),
        }
    }

    fn of_old(&self, old: usize) -> &'v str {
        self.old.interface.operations[old].name.as_str()
    }

    fn of_new(&self, new: usize) -> &'v str {
        self.new.interface.operations[new].name.as_str()
    }

    fn old_named(&self, name: &str) -> Option<usize> {
        self.olds.get(name).copied()
    }

    fn new_was(&self, new: usize) -> impl Iterator<Item = &'v str> {
        self.new.was[new].iter().map(String::as_str)
    }

    /// Whether a new operation has a name.
    fn is_new(&self, name: &str) -> bool {
        self.news.contains_key(name)
    }

    /// Whether the names that both have or had meet before the new one's.
    fn became(&self, old: usize, new: usize) -> bool {
        let old_was = &self.old.was[old];
        let is_old = |name: &str| old_was.iter().any(|was| was == name);
        is_old(self.of_new(new)) || self.new_was(new).any(is_old)
    }

    /// Whether an old operation is still there, by its name and its number.
    fn goes_on(&self, old: usize) -> bool {
        let before = &self.old.interface.operations[old];
        let now = self.news.get(before.name.as_str());
        let now = now.map(|new| &self.new.interface.operations[*new]);
        now.is_some_and(|now| now.number == before.number)
    }

    /// The old operation that had the documentation of a new one, if no other
    /// of either text has it.
    fn documented_as(&self, new: usize) -> Option<usize> {
        let doc = doc(&self.new.interface.operations[new])?;
        self.new_docs.get(doc)?;
        self.docs.get(doc).copied()
    }
}

/// Documentation that one operation has, and no other.
fn docs(interface: &Interface) -> HashMap<&str, usize> {
    let mut found: HashMap<&str, Option<usize>> = HashMap::new();
    for (i, op) in interface.operations.iter().enumerate() {
        if let Some(doc) = doc(op) {
            let seen = found.entry(doc);
            seen.and_modify(|index| *index = None).or_insert(Some(i));
        }
    }
    let found = found.into_iter();
    found.filter_map(|(doc, i)| Some((doc, i?))).collect()
}

fn doc(op: &Operation) -> Option<&str> {
    let doc = op.doc.as_deref().map(str::trim);
    doc.filter(|doc| !doc.is_empty())
}

/// Whether two operations are the same on the wire, whatever they are called.
fn is_same(old: &Operation, new: &Operation) -> bool {
    old.arguments.len() == new.arguments.len()
        && old
            .arguments
            .iter()
            .zip(&new.arguments)
            .all(|(old, new)| Value::of(old).is_same(&Value::of(new)))
        && old.leases.len() == new.leases.len()
        && old
            .leases
            .iter()
            .zip(&new.leases)
            .all(|(old, new)| leases::is_same(old, new))
        && Value::of_reply(&old.reply).is_same(&Value::of_reply(&new.reply))
        && is_same_failure(&old.reply.failure, &new.reply.failure)
        && old.encoding == new.encoding
        && old.is_idempotent() == new.is_idempotent()
}

fn is_same_failure(old: &Failure, new: &Failure) -> bool {
    match (old, new) {
        (Failure::Simple, Failure::Simple)
        | (Failure::ServerDeath, Failure::ServerDeath) => true,
        (Failure::CLike(old), Failure::CLike(new))
        | (
            Failure::Complex { error: old, .. },
            Failure::Complex { error: new, .. },
        ) => relation(old.as_str(), new.as_str()) != Relation::Different,
        _ => false,
    }
}
