//! What a test says: calls that it expects, and how they are answered.

use std::any::Any;
use std::marker::PhantomData;
use std::panic::Location;

use idol_runtime::{ClientError, RequestError};
use userlib::ReplyFaultReason;

use crate::argument::Argument;
use crate::call::{Call, Outcome, Value};
use crate::lent::Lent;
use crate::pending::Pending;
use crate::script::{
    Act, Answer, LeasePlan, Matcher, Order, Shared, Step, When,
};

/// A call that is to come once.
pub enum Once {}

/// Calls that may come as often as they like.
pub enum Always {}

/// An expectation that does not say yet of which operation. Generated code has
/// a method for each.
pub struct Expecting<'a, M> {
    script: &'a Shared,
    order: Order,
    place: &'static Location<'static>,
    mode: PhantomData<M>,
}

impl<'a, M> Expecting<'a, M> {
    #[track_caller]
    pub(crate) fn new(script: &'a Shared, order: Order) -> Self {
        Self {
            script,
            order,
            place: Location::caller(),
            mode: PhantomData,
        }
    }

    /// A call of this operation. Called by generated code.
    pub fn call<P>(self, operation: &'static str) -> Expected<'a, P, M> {
        Expected {
            script: self.script,
            step: Step {
                operation,
                order: self.order,
                place: self.place,
                arguments: Vec::new(),
                leases: Vec::new(),
                when: When::AtOnce,
                act: None,
                used: 0,
            },
            mode: PhantomData,
        }
    }
}

/// An expected call. The last method that is called says how it is answered;
/// without one nothing is expected.
#[must_use = "say how the call is answered, for example with `.ok(..)`"]
pub struct Expected<'a, P, M> {
    script: &'a Shared,
    step: Step,
    mode: PhantomData<fn(P, M)>,
}

impl<P, M> Expected<'_, P, M> {
    /// What is expected of an argument. Called by generated code.
    pub fn argument<T: Send + 'static>(
        mut self,
        name: &'static str,
        wanted: impl Argument<T>,
        show: fn(&T) -> String,
    ) -> Self {
        let wanted = wanted.wanted();
        self.step.arguments.push(Matcher {
            name,
            shown: wanted.shown(show),
            matches: Box::new(move |got: &dyn Any| {
                got.downcast_ref().is_some_and(|got| wanted.matches(got))
            }),
        });
        self
    }

    /// What is expected of a lease. Called by generated code.
    pub fn lease<T: ?Sized>(
        mut self,
        name: &'static str,
        lent: impl Lent<T>,
    ) -> Self {
        let plan = lent.plan();
        self.step.leases.push(LeasePlan {
            name,
            expected: plan.expected,
            filled: plan.filled,
        });
        self
    }

    /// The call is answered so many milliseconds after it came.
    pub fn after(mut self, milliseconds: u64) -> Self {
        self.step.when = When::After(milliseconds);
        self
    }

    /// The call is answered when one of these notifications is posted to the
    /// fake: by a script, by another task, or by the test between two runs.
    /// Bit 31 is the fake's own.
    pub fn on(mut self, bits: u32) -> Self {
        self.step.when = When::On(bits);
        self
    }

    fn act(mut self, act: Act) {
        self.step.act = Some(act);
        self.script.lock().steps.push(self.step);
    }

    /// The fake dies with the request in its hands, and is restarted at once,
    /// unless the test has the system do something else about it.
    pub fn die(self) {
        self.act(Box::new(|_, handle| Answer::Die(handle)));
    }

    /// The client waits for ever.
    pub fn never(self) {
        self.act(Box::new(|_, handle| Answer::Never(handle)));
    }
}

impl<P: Pending, M> Expected<'_, P, M> {
    /// What the operation's function would return, each time.
    pub fn with(
        self,
        mut answer: impl FnMut(&Call) -> Result<P::Ok, RequestError<P::Err>>
        + Send
        + 'static,
    ) {
        self.act(Box::new(move |call, handle| {
            send::<P>(handle, answer(call))
        }));
    }

    /// The client is faulted.
    pub fn fault(self, reason: ClientError) {
        self.with(move |_| Err(RequestError::Fail(reason)));
    }
}

impl<P: Pending> Expected<'_, P, Once> {
    /// The call succeeds with this.
    pub fn ok(self, value: P::Ok) {
        let mut value = Some(value);
        self.act(Box::new(move |_, handle| match value.take() {
            Some(value) => send::<P>(handle, Ok(value)),
            None => Answer::Never(handle),
        }));
    }

    /// The call fails with this error of the interface.
    pub fn err(self, error: P::Err) {
        let mut error = Some(error);
        self.act(Box::new(move |_, handle| match error.take() {
            Some(error) => send::<P>(handle, Err(RequestError::Runtime(error))),
            None => Answer::Never(handle),
        }));
    }
}

impl<P: Pending> Expected<'_, P, Always> {
    /// The calls succeed with this.
    pub fn ok(self, value: P::Ok)
    where
        P::Ok: Clone,
    {
        self.with(move |_| Ok(value.clone()));
    }

    /// The calls fail with this error of the interface.
    pub fn err(self, error: P::Err)
    where
        P::Err: Clone,
    {
        self.with(move |_| Err(RequestError::Runtime(error.clone())));
    }
}

/// Answers with a result, and tells what it was.
fn send<P: Pending>(
    handle: Box<dyn Any>,
    result: Result<P::Ok, RequestError<P::Err>>,
) -> Answer {
    let handle = match handle.downcast::<P>() {
        Ok(handle) => *handle,
        Err(handle) => return Answer::Never(handle),
    };
    let outcome = match &result {
        Ok(value) => Outcome::Ok(Value::new(P::shown_ok(value), ())),
        Err(RequestError::Runtime(error)) => {
            Outcome::Err(Value::new(P::shown_err(error), ()))
        }
        Err(RequestError::Fail(error)) => Outcome::Refused(reason(*error)),
    };
    handle.answer(result);
    Answer::Sent(outcome)
}

/// The reason that a client is faulted with.
fn reason(error: ClientError) -> ReplyFaultReason {
    match error {
        ClientError::UnknownOperation | ClientError::WentAway => {
            ReplyFaultReason::UndefinedOperation
        }
        ClientError::BadMessageSize => ReplyFaultReason::BadMessageSize,
        ClientError::BadMessageContents => ReplyFaultReason::BadMessageContents,
        ClientError::BadLease => ReplyFaultReason::BadLeases,
        ClientError::ReplyBufferTooSmall => {
            ReplyFaultReason::ReplyBufferTooSmall
        }
        ClientError::AccessViolation => ReplyFaultReason::AccessViolation,
    }
}
