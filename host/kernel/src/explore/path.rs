//! One run among all those that are explored: what it is to choose, what it
//! chose, and what else it could have chosen.

use super::history::{History, Touched, mix};
use std::collections::HashSet;

/// A choice among several tasks that could run.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Choice {
    /// Index of the task that ran.
    pub(crate) task: usize,
    /// What would have run unless told otherwise.
    pub(crate) usual: usize,
}

/// All choices of a run so far, with another one at the end.
pub(crate) type Branch = Vec<Choice>;

/// Where something is to be chosen.
pub(crate) struct Crossing<'a> {
    /// Indices of the tasks that can run: at least one.
    pub(crate) runnable: &'a [usize],
    /// What runs unless told otherwise.
    pub(crate) usual: usize,
}

/// What a run does where it has made all choices of its plan.
enum Beyond {
    /// What is usual.
    Usual,
    /// The same, but notes what else there is, and goes no further where an
    /// earlier run has been.
    Explore {
        seen: HashSet<u64>,
        branches: Vec<Branch>,
    },
}

/// What a run follows.
pub(crate) struct Path {
    plan: Vec<usize>,
    /// Choices of the plan that were made, or passed over.
    planned: usize,
    taken: Vec<Choice>,
    beyond: Beyond,
    history: History,
    /// Tasks may share memory of which the kernel knows nothing.
    shared_memory: bool,
}

impl Path {
    /// Follows a plan, and then does what is usual.
    pub(crate) fn along(plan: Vec<usize>) -> Self {
        Self {
            plan,
            planned: 0,
            taken: Vec::new(),
            beyond: Beyond::Usual,
            history: History::default(),
            shared_memory: false,
        }
    }

    /// Follows a plan and explores what comes then; `seen` are states that
    /// earlier runs have reached.
    pub(crate) fn exploring(
        plan: &[Choice],
        seen: HashSet<u64>,
        shared_memory: bool,
    ) -> Self {
        let plan = plan.iter().map(|choice| choice.task).collect();
        Self {
            beyond: Beyond::Explore {
                seen,
                branches: Vec::new(),
            },
            shared_memory,
            ..Self::along(plan)
        }
    }

    /// The task that runs, or `None` if an earlier run has been here.
    pub(crate) fn choose(&mut self, crossing: &Crossing<'_>) -> Option<usize> {
        let usual = crossing.usual;
        let alone = crossing.runnable.len() == 1;
        if alone && self.planned < self.plan.len() {
            return Some(usual);
        }
        let explores = matches!(self.beyond, Beyond::Explore { .. });
        while let Some(&task) = self.plan.get(self.planned) {
            self.planned += 1;
            if crossing.runnable.contains(&task) {
                self.taken.push(Choice { task, usual });
                return Some(task);
            }
            assert!(
                !explores,
                "a run that was repeated did not do the same: what tasks do, \
                 and how the system is made, must depend on nothing but \
                 messages and time of the system"
            );
        }
        if let Beyond::Explore { seen, branches } = &mut self.beyond {
            if !seen.insert(mix(self.history.state(), usual as u64)) {
                return None;
            }
            for &task in crossing.runnable {
                if task != usual {
                    let mut choices = self.taken.clone();
                    choices.push(Choice { task, usual });
                    branches.push(choices);
                }
            }
        }
        if !alone {
            self.taken.push(Choice { task: usual, usual });
        }
        Some(usual)
    }

    /// Notes a step of a task, in a system of `count` tasks.
    pub(crate) fn stepped(
        &mut self,
        count: usize,
        task: usize,
        step: &Touched,
    ) {
        if matches!(self.beyond, Beyond::Explore { .. }) {
            let step = match self.shared_memory {
                true => &Touched::All,
                false => step,
            };
            self.history.add(count, task, step);
        }
    }

    /// The choices so far, without those at the end that are usual.
    pub(crate) fn choices(&self) -> &[Choice] {
        let unusual = |choice: &Choice| choice.task != choice.usual;
        let end = self.taken.iter().rposition(unusual);
        &self.taken[..end.map_or(0, |last| last + 1)]
    }

    /// The states that are known now, and what else could have been chosen.
    pub(crate) fn into_found(self) -> (HashSet<u64>, Vec<Branch>) {
        match self.beyond {
            Beyond::Usual => Default::default(),
            Beyond::Explore { seen, branches } => (seen, branches),
        }
    }
}
