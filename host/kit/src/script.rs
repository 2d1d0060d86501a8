//! What a test expects, and what came: shared by the test and the fake's
//! task.

use std::any::Any;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::call::Call;
use crate::lent::Contents;

/// Which calls a step is for.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(crate) enum Order {
    /// The next one, once.
    Next,
    /// Any, once.
    Whenever,
    /// Any, as often as they come.
    Always,
}

/// When a call is answered.
#[derive(Copy, Clone, Debug, Default)]
pub(crate) enum When {
    #[default]
    AtOnce,
    /// So many milliseconds after it came.
    After(u64),
    /// When one of these notifications is posted to the fake.
    On(u32),
}

/// What is done with a request: the generated handle.
pub(crate) type Act = Box<dyn FnMut(&Call, Box<dyn Any>) -> Answer + Send>;

/// What was done.
pub(crate) enum Answer {
    /// This was answered.
    Sent(crate::call::Outcome),
    /// Nothing ever will be: the handle is leaked.
    Never(Box<dyn Any>),
    /// The fake is to die; the handle is leaked.
    Die(Box<dyn Any>),
}

/// Whether an argument is what is expected.
type Condition = Box<dyn Fn(&dyn Any) -> bool + Send>;

/// What is expected of one argument.
pub(crate) struct Matcher {
    pub(crate) name: &'static str,
    pub(crate) shown: String,
    pub(crate) matches: Condition,
}

/// What is expected of one lease, and done with it.
pub(crate) struct LeasePlan {
    pub(crate) name: &'static str,
    pub(crate) expected: Option<Contents>,
    pub(crate) filled: Option<Vec<u8>>,
}

/// One expectation.
pub(crate) struct Step {
    pub(crate) operation: &'static str,
    pub(crate) order: Order,
    pub(crate) place: &'static Location<'static>,
    pub(crate) arguments: Vec<Matcher>,
    pub(crate) leases: Vec<LeasePlan>,
    pub(crate) when: When,
    /// `None` until the test says it.
    pub(crate) act: Option<Act>,
    /// How often it was used.
    pub(crate) used: u32,
}

/// All of it.
#[derive(Default)]
pub(crate) struct Script {
    pub(crate) steps: Vec<Step>,
    /// What came, in order.
    pub(crate) calls: Vec<Call>,
    /// What came and was not expected.
    pub(crate) failure: Option<String>,
    /// Whether the fake is dying because the test has it so.
    pub(crate) dies: bool,
}

/// The script, shared.
#[derive(Clone, Default)]
pub(crate) struct Shared(Arc<Mutex<Script>>);

impl Shared {
    /// The script. A task that panicked over it has left it whole.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Script> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Script {
    /// The step that a call is for; if there is none, the one whose turn it
    /// is, if any.
    pub(crate) fn step_for(&self, call: &Call) -> Result<usize, Option<usize>> {
        let next = self
            .steps
            .iter()
            .position(|step| step.order == Order::Next && step.used == 0);
        let open = |order: Order| {
            move |(_, step): &(usize, &Step)| {
                step.order == order
                    && (step.used == 0 || order == Order::Always)
            }
        };
        let steps = || self.steps.iter().enumerate();
        let rest = steps()
            .filter(open(Order::Whenever))
            .chain(steps().filter(open(Order::Always)))
            .map(|(index, _)| index);
        next.into_iter()
            .chain(rest)
            .find(|index| self.steps[*index].differences(call).is_empty())
            .ok_or(next)
    }
}

impl Step {
    /// In what a call differs from what is expected, part by part.
    pub(crate) fn differences(&self, call: &Call) -> Vec<String> {
        if self.operation != call.operation {
            return vec![format!(
                "the operation is `{}`, not `{}`",
                call.operation, self.operation
            )];
        }
        let arguments = self.arguments.iter().filter_map(|wanted| {
            let (_, got) = call
                .arguments
                .iter()
                .find(|(name, _)| *name == wanted.name)?;
            (!(wanted.matches)(got.as_any())).then(|| {
                format!(
                    "argument `{}` is {got}, not {}",
                    wanted.name, wanted.shown
                )
            })
        });
        let leases = self.leases.iter().filter_map(|plan| {
            let got = call.lease(plan.name)?;
            plan.difference(got)
        });
        arguments.chain(leases).collect()
    }

    /// What is expected, as a call reads.
    pub(crate) fn expected(&self) -> String {
        let arguments = self
            .arguments
            .iter()
            .map(|wanted| format!("{}: {}", wanted.name, wanted.shown));
        let leases = self
            .leases
            .iter()
            .map(|plan| format!("{}: {}", plan.name, plan.shown()));
        let all: Vec<_> = arguments.chain(leases).collect();
        format!("{}({})", self.operation, all.join(", "))
    }
}
