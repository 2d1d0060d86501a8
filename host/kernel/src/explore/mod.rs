//! All schedules of a small system, up to a bound.

mod history;
mod path;

use crate::system::System;
use crate::trial::Trial;
pub(crate) use history::Touched;
pub(crate) use path::{Choice, Crossing, Path};
use std::collections::HashSet;
use std::fmt;

/// Lets a system run in every order in which its tasks can, up to a number of
/// preemptions, as [`Trial::explore`] counts them; short for [`Trial::new`] and
/// that.
///
/// ```
/// use kernel::{End, explore};
/// use userlib::{sys_recv_open, sys_reply, sys_send};
///
/// // Whoever comes first gets 1.
/// let explored = explore(1, |system| {
///     let server = system.task("server", 1, || {
///         for number in 1_u8.. {
///             let message = sys_recv_open(&mut [], 0);
///             sys_reply(message.sender, 0, &[number]);
///         }
///     });
///     for name in ["one", "two"] {
///         system.task(name, 2, move || {
///             let mut number = [0];
///             sys_send(server, 1, &[], &mut number, &[]);
///             assert!(number == [1] || number == [2]);
///         });
///     }
///     assert_eq!(system.run(), End::Idle);
/// });
/// assert!(explored.complete);
/// assert!(explored.runs > 2, "{explored}");
/// ```
///
/// # Panics
///
/// As `body` does for the first schedule under which it does; that schedule is
/// printed.
pub fn explore(preemptions: u32, body: impl Fn(&mut System)) -> Explored {
    Trial::new(body).explore(preemptions)
}

/// What [`explore`] did.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "not all schedules may have been tried"]
pub struct Explored {
    /// The most preemptions in a schedule.
    pub preemptions: u32,
    /// Schedules that ran to their end.
    pub runs: u64,
    /// Schedules that were left where they came to a state from which others
    /// had gone on already.
    pub cut: u64,
    /// Different states that were seen.
    pub states: u64,
    /// Whether that is all there is: `false` if
    /// [`most_runs`](Trial::most_runs) ended it before.
    pub complete: bool,
}

impl fmt::Display for Explored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            preemptions,
            runs,
            cut,
            states,
            complete,
        } = self;
        let all = match complete {
            true => "all there are",
            false => "not all there are",
        };
        write!(
            f,
            "{runs} schedules with up to {preemptions} preemptions, {all}; \
             {cut} more were left where they came to one of {states} states \
             that were known"
        )
    }
}

/// What a run is left with that has come to a state that is known.
pub(crate) struct Known;

/// All runs that are to be made.
pub(crate) struct Exploration {
    /// By preemptions, what begins each.
    waiting: Vec<Vec<Vec<Choice>>>,
    level: usize,
    seen: HashSet<u64>,
    shared_memory: bool,
    pub(crate) explored: Explored,
}

impl Exploration {
    pub(crate) fn new(preemptions: u32, shared_memory: bool) -> Self {
        let mut waiting = vec![Vec::new(); preemptions as usize + 1];
        waiting[0].push(Vec::new());
        Self {
            waiting,
            level: 0,
            seen: HashSet::new(),
            shared_memory,
            explored: Explored {
                preemptions,
                runs: 0,
                cut: 0,
                states: 0,
                complete: true,
            },
        }
    }

    /// What the next run follows. Those with fewer preemptions come first, so
    /// that what is found has as few as there can be.
    pub(crate) fn next(&mut self) -> Option<Path> {
        while self.waiting.get(self.level)?.is_empty() {
            self.level += 1;
        }
        let plan = self.waiting[self.level].pop()?;
        let seen = std::mem::take(&mut self.seen);
        Some(Path::exploring(&plan, seen, self.shared_memory))
    }

    /// Takes note of what a run has found.
    pub(crate) fn ran(&mut self, path: Path, was_cut: bool) {
        let (seen, branches) = path.into_found();
        self.explored.states = seen.len() as u64;
        self.seen = seen;
        // The first is to be the next.
        for branch in branches.into_iter().rev() {
            if let Some(waiting) = self.waiting.get_mut(self.level + 1) {
                waiting.push(branch);
            }
        }
        match was_cut {
            true => self.explored.cut += 1,
            false => self.explored.runs += 1,
        }
    }
}
