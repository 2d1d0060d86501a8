//! What a person reads when calls are not as expected.

use crate::call::{Call, LeaseSeen};
use crate::lent::Contents;
use crate::script::{LeasePlan, Order, Script, Step};
use crate::shown::bytes;

/// So many calls are shown that came before.
const MOST_CALLS: usize = 20;

/// A call that no step is for. `next` is the step whose turn it is.
pub(crate) fn unexpected(
    script: &Script,
    call: &Call,
    next: Option<usize>,
) -> String {
    let mut text = format!(
        "unexpected call\n       got {}, from the task of index {}",
        call.asked(),
        call.client.index()
    );
    let others = script
        .steps
        .iter()
        .filter(|step| match step.order {
            Order::Next => false,
            Order::Whenever => step.used == 0,
            Order::Always => true,
        })
        .filter(|step| step.operation == call.operation);
    let next = next.map(|index| &script.steps[index]);
    let mut wanted = next.into_iter().chain(others).peekable();
    if wanted.peek().is_none() {
        text += match script.steps.is_empty() {
            true => "\n  expected no call at all",
            false => "\n  expected no more calls, or none of this operation",
        };
    }
    for (i, step) in wanted.enumerate() {
        let head = if i == 0 { "  expected" } else { "        or" };
        text += &format!("\n{head} {}", step.told());
        for difference in step.differences(call) {
            text += &format!("\n           {difference}");
        }
    }
    text + &script.history()
}

/// Steps that no call was for; `None` if there are none.
pub(crate) fn unmet(script: &Script) -> Option<String> {
    let unmet: Vec<_> = script
        .steps
        .iter()
        .filter(|step| step.order != Order::Always && step.used == 0)
        .collect();
    let count = match unmet.len() {
        0 => return None,
        1 => "an expected call did not come".to_owned(),
        n => format!("{n} expected calls did not come"),
    };
    let mut text = count;
    for step in unmet {
        text += &format!("\n  expected {}", step.told());
    }
    Some(text + &script.history())
}

impl Script {
    /// What came before.
    fn history(&self) -> String {
        let Some(before) = self.calls.len().checked_sub(MOST_CALLS) else {
            return self.listed(0);
        };
        self.listed(before)
    }

    fn listed(&self, from: usize) -> String {
        if self.calls.is_empty() {
            return "\n    before nothing".to_owned();
        }
        let mut text = String::new();
        for (i, call) in self.calls[from..].iter().enumerate() {
            let head = if i == 0 { "    before" } else { "          " };
            text += &format!("\n{head} {call}");
        }
        text
    }
}

impl Step {
    /// What is expected, and where the test says so.
    fn told(&self) -> String {
        format!(
            "{}, at {}:{}",
            self.expected(),
            self.place.file(),
            self.place.line()
        )
    }
}

impl LeasePlan {
    pub(crate) fn shown(&self) -> String {
        match (&self.expected, &self.filled) {
            (Some(Contents::Bytes(expected)), _) => bytes(expected),
            (Some(Contents::That(_)), _) => "that(..)".to_owned(),
            (None, Some(filled)) => format!("fill({})", bytes(filled)),
            (None, None) => "_".to_owned(),
        }
    }

    /// What is wrong with what the client lent.
    pub(crate) fn difference(&self, got: &LeaseSeen) -> Option<String> {
        let name = self.name;
        let wrong = match &self.expected {
            None => false,
            Some(Contents::Bytes(expected)) => got.read != *expected,
            Some(Contents::That(condition)) => !condition(&got.read),
        };
        if wrong {
            return Some(format!(
                "lease `{name}` is {}, not {}",
                bytes(&got.read),
                self.shown()
            ));
        }
        let filled = self.filled.as_ref()?;
        (filled.len() > got.len).then(|| {
            format!(
                "lease `{name}` has {} bytes, too few for the {} to fill it \
                 with",
                got.len,
                filled.len()
            )
        })
    }
}
