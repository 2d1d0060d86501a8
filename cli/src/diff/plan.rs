//! Numbers that break nothing: the way out of all changes of numbers at once.
//!
//! An operation keeps the number that it had, a new one gets one that nobody
//! ever had, and what nobody has any more is reserved.

mod moves;
mod wanted;

use std::collections::HashSet;

use super::edit::Edit;
use super::free::Free;
use super::operations::Pairs;
use moves::moves;
use wanted::{Wanted, used};

/// What to do about numbers.
pub(super) struct Plan {
    /// All of it by moving operations, if that does it.
    moves: Option<Vec<Edit>>,
    /// Whether the last of them moves an operation to the end.
    to_the_end: bool,
    /// All of it by writing numbers.
    numbers: Vec<Edit>,
    /// The numbers to reserve, if the list is another.
    reserved: Option<Reserved>,
    /// How many of `moves` and `numbers` are about new operations.
    inserted: usize,
    /// Those that an operation may get that is added.
    free: Free,
}

struct Reserved {
    all: Vec<u16>,
    more: Vec<u16>,
    less: Vec<u16>,
}

impl Plan {
    pub(super) fn of(pairs: &Pairs<'_>) -> Self {
        let operations = &pairs.new.operations;
        let wanted = Wanted::of(pairs);
        let reserved = reserved(pairs, &wanted.fixed);
        let numbered =
            operations.iter().zip(&wanted.numbers).zip(&pairs.old_of);
        let mut numbers = Vec::new();
        let mut inserted = 0;
        // Those that are new first: that they are there moved the others.
        for new in [true, false] {
            for ((op, wanted), old) in numbered.clone() {
                if let Some(wanted) = *wanted
                    && wanted != op.number.get()
                    && old.is_none() == new
                {
                    inserted += usize::from(new);
                    numbers.push(Edit::Number {
                        operation: op.name.to_string(),
                        number: wanted,
                    });
                }
            }
        }
        let moves = match numbers.is_empty() {
            true => None,
            false => moves(pairs, &wanted),
        };
        let (moves, to_the_end) = match moves {
            Some((moves, to_the_end)) => (Some(moves), to_the_end),
            None => (None, false),
        };
        // One that moves may get any number that is a position.
        let count = u16::try_from(operations.len()).unwrap_or(u16::MAX);
        let taken = wanted.numbers.iter().flatten().copied();
        Self {
            moves,
            to_the_end,
            numbers,
            reserved,
            inserted,
            free: Free::but(used(pairs).chain(taken).chain(1..=count)),
        }
    }

    /// A number that nobody ever had.
    pub(super) fn free(&mut self) -> Option<u16> {
        self.free.take()
    }

    /// What to do, in words and as data, in one way and, if there is one, in
    /// another. Nothing if all is as it should be.
    pub(super) fn advice(&self) -> Option<(String, Vec<Edit>, Vec<Edit>)> {
        let reserve = self.reserved.as_ref();
        let reserved = reserve.map(|reserved| Edit::Reserved {
            numbers: reserved.all.clone(),
        });
        let with_reserved = |edits: &[Edit]| {
            edits.iter().cloned().chain(reserved.clone()).collect()
        };
        let also = reserve.map(Reserved::words);
        let also = |lead: &str| match &also {
            Some(also) => format!("{lead}{also}"),
            None => String::new(),
        };
        if self.numbers.is_empty() {
            let words = reserve?.words();
            return Some((words, with_reserved(&[]), Vec::new()));
        }
        let (new, old) = self.numbers.split_at(self.inserted);
        let mut words = Vec::new();
        if !new.is_empty() {
            let what = match new.len() {
                1 => "the next free number",
                _ => "the next free numbers",
            };
            words.push(format!("{what}, {}", list(new)));
        }
        if !old.is_empty() {
            let what = match (old.len(), new.is_empty()) {
                (1, true) => "the number that it had",
                (_, true) => "the numbers that they had",
                (1, false) => "the number that the other had",
                (_, false) => "the numbers that the others had",
            };
            words.push(format!("{what}, {}", list(old)));
        }
        let words = words.join("; and ");
        let text = match &self.moves {
            Some(moves) => format!(
                "move {}; or write {words}{}",
                places(moves, self.to_the_end),
                also("; and in any case ")
            ),
            None => format!("write {words}{}", also("; and ")),
        };
        let numbers = with_reserved(&self.numbers);
        Some(match &self.moves {
            Some(moves) => (text, with_reserved(moves), numbers),
            None => (text, numbers, Vec::new()),
        })
    }
}

impl Reserved {
    /// What to write. Where there are many, they are not repeated in each
    /// line.
    fn words(&self) -> String {
        const MANY: usize = 16;
        let join = |numbers: &[u16]| {
            let numbers: Vec<_> = numbers.iter().map(u16::to_string).collect();
            numbers.join(", ")
        };
        if self.all.is_empty() {
            return "take `reserved` away".to_owned();
        }
        let list = match self.all.len() > MANY && self.less.is_empty() {
            true => format!("`reserved: [.., {}]`", join(&self.more)),
            false => format!("`reserved: [{}]`", join(&self.all)),
        };
        format!("write {list} in the interface")
    }
}

/// Numbers in words.
fn list(edits: &[Edit]) -> String {
    let words = edits.iter().filter_map(|edit| match edit {
        Edit::Number { operation, number } => {
            Some(format!("`number: {number}` in `{operation}`"))
        }
        _ => None,
    });
    and(&words.collect::<Vec<_>>())
}

/// Moves in words: those that go to one place together.
fn places(edits: &[Edit], to_the_end: bool) -> String {
    let mut runs: Vec<(Vec<String>, Option<&str>)> = Vec::new();
    let mut last: Option<&str> = None;
    for edit in edits {
        let Edit::Move { operation, behind } = edit else {
            continue;
        };
        let goes_on = behind.is_some() && behind.as_deref() == last;
        match runs.last_mut().filter(|_| goes_on) {
            Some((run, _)) => run.push(format!("`{operation}`")),
            None => {
                runs.push((vec![format!("`{operation}`")], behind.as_deref()));
            }
        }
        last = Some(operation);
    }
    let words = runs.iter().map(|(run, behind)| match behind {
        Some(behind) => format!("{} behind `{behind}`", and(run)),
        None => format!("{} to the front", and(run)),
    });
    let mut words: Vec<_> = words.collect();
    if let (true, Some((run, Some(behind)))) = (to_the_end, runs.last()) {
        words.pop();
        words.push(format!("{} to the end, behind `{behind}`", and(run)));
    }
    and(&words)
}

fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// What the list of reserved numbers should be, if it is another.
fn reserved(pairs: &Pairs<'_>, fixed: &HashSet<u16>) -> Option<Reserved> {
    let old = pairs.old.operations.iter().map(|op| op.number);
    let old = old.chain(pairs.old.reserved.iter().copied());
    let mut more: Vec<u16> = old
        .map(|number| number.get())
        .filter(|n| !fixed.contains(n) && !pairs.is_reserved(*n))
        .collect();
    more.sort_unstable();
    more.dedup();
    let now = pairs.new.reserved.iter().map(|number| number.get());
    let (less, mut all): (Vec<u16>, Vec<u16>) =
        now.partition(|number| fixed.contains(number));
    if more.is_empty() && less.is_empty() {
        return None;
    }
    all.extend(&more);
    all.sort_unstable();
    Some(Reserved { all, more, less })
}
