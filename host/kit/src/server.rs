//! The fake's task.

use std::any::Any;
use std::marker::PhantomData;

use idol_runtime::{NotificationHandler, RequestError};
use userlib::{
    LeaseAttributes, NotificationBits, RecvMessage, TaskId, sys_borrow_info,
    sys_borrow_read, sys_borrow_write, sys_get_timer, sys_set_timer,
};

use crate::call::{Call, LeaseSeen, Outcome, Value};
use crate::difference::unexpected;
use crate::operation::Operation;
use crate::pending::Pending;
use crate::script::{Answer, Shared, When};

/// The notification that the fake's timer posts.
const TIMER: u32 = 1 << 31;

/// What a fake's task serves with; generated code implements the interface's
/// trait for it.
pub struct Server<I> {
    sink: Sink,
    waiting: Vec<Waiting>,
    interface: PhantomData<fn(I)>,
}

/// What answers a request, by its handle.
type AnswerOnce = Box<dyn FnOnce(Box<dyn Any>)>;

/// What becomes of requests.
enum Sink {
    /// They are answered as a test has it.
    Script(Shared),
    /// They are kept, unanswered: what they are is all that is wanted.
    Kept(Option<Call>),
    /// The first is answered with what is at hand.
    Answered(Option<AnswerOnce>),
}

/// A request whose answer comes later.
struct Waiting {
    when: Due,
    /// Which of the calls it is.
    call: usize,
    step: usize,
    handle: Box<dyn Any>,
}

enum Due {
    At(u64),
    On(u32),
}

/// A request that has come. Made by generated code.
pub struct Request {
    call: Call,
}

impl Request {
    /// A request of an operation.
    pub fn new(msg: &RecvMessage, op: &'static Operation) -> Self {
        Self {
            call: Call {
                operation: op.name,
                client: msg.sender,
                arguments: Vec::new(),
                leases: op
                    .leases
                    .iter()
                    .enumerate()
                    .map(|(index, lease)| {
                        lease_seen(msg.sender, index, lease.name)
                    })
                    .collect(),
                outcome: Outcome::Unanswered,
            },
        }
    }

    /// The same with an argument.
    pub fn argument<T: Send + 'static>(
        mut self,
        name: &'static str,
        shown: String,
        value: T,
    ) -> Self {
        self.call.arguments.push((name, Value::new(shown, value)));
        self
    }
}

/// What a client lends, and all that may be read of it.
fn lease_seen(client: TaskId, index: usize, name: &'static str) -> LeaseSeen {
    let (access, len) = match sys_borrow_info(client, index) {
        Some(info) => (info.attributes, info.len),
        None => (LeaseAttributes::empty(), 0),
    };
    let mut read = Vec::new();
    if access.contains(LeaseAttributes::READ) {
        read.resize(len, 0);
        let (code, copied) = sys_borrow_read(client, index, 0, &mut read);
        read.truncate(if code == 0 { copied } else { 0 });
    }
    LeaseSeen {
        name,
        access,
        len,
        read,
        written: Vec::new(),
    }
}

impl<I> Server<I> {
    pub(crate) fn new(script: Shared) -> Self {
        Self::with(Sink::Script(script))
    }

    /// A server that answers nothing and keeps the last request.
    pub(crate) fn keeping() -> Self {
        Self::with(Sink::Kept(None))
    }

    /// A server that answers one request.
    pub(crate) fn answering<P: Pending>(
        result: Result<P::Ok, RequestError<P::Err>>,
    ) -> Self {
        let answer = |handle: Box<dyn Any>| {
            if let Ok(handle) = handle.downcast::<P>() {
                handle.answer(result);
            }
        };
        Self::with(Sink::Answered(Some(Box::new(answer))))
    }

    fn with(sink: Sink) -> Self {
        Self {
            sink,
            waiting: Vec::new(),
            interface: PhantomData,
        }
    }

    pub(crate) fn into_kept(self) -> Option<Call> {
        match self.sink {
            Sink::Kept(call) => call,
            Sink::Script(_) | Sink::Answered(_) => None,
        }
    }

    /// Does what is to be done with a request. Called by generated code.
    pub fn take<P: 'static>(&mut self, request: Request, handle: P) {
        let call = request.call;
        let script = match &mut self.sink {
            Sink::Script(script) => script.clone(),
            Sink::Kept(kept) => {
                *kept = Some(call);
                std::mem::forget(handle);
                return;
            }
            Sink::Answered(answer) => {
                if let Some(answer) = answer.take() {
                    answer(Box::new(handle));
                }
                return;
            }
        };
        let mut script = script.lock();
        let step = match script.step_for(&call) {
            Ok(step) => step,
            Err(next) => {
                script.failure = Some(unexpected(&script, &call, next));
                // The client waits for ever, and the run ends.
                std::mem::forget(handle);
                return;
            }
        };
        script.calls.push(call);
        let number = script.calls.len() - 1;
        script.steps[step].used += 1;
        let when = script.steps[step].when;
        drop(script);
        let due = match when {
            When::AtOnce => {
                self.answer(number, step, Box::new(handle));
                return;
            }
            When::After(milliseconds) => {
                Due::At(sys_get_timer().now.saturating_add(milliseconds))
            }
            When::On(bits) => Due::On(bits),
        };
        self.waiting.push(Waiting {
            when: due,
            call: number,
            step,
            handle: Box::new(handle),
        });
        self.set_timer();
    }

    fn answer(&mut self, call: usize, step: usize, handle: Box<dyn Any>) {
        let Sink::Script(shared) = &self.sink else {
            return;
        };
        let mut script = shared.lock();
        let script = &mut *script;
        fill(&mut script.calls[call], &script.steps[step].leases);
        let Some(act) = &mut script.steps[step].act else {
            return;
        };
        match act(&script.calls[call], handle) {
            Answer::Sent(outcome) => script.calls[call].outcome = outcome,
            Answer::Never(handle) => std::mem::forget(handle),
            Answer::Die(handle) => {
                std::mem::forget(handle);
                script.dies = true;
                let place = script.steps[step].place;
                // Of a panic the trace would say where it is in here.
                let why = format!("as the test has it, at {place}");
                userlib::sys_panic(why.as_bytes())
            }
        }
    }

    fn set_timer(&self) {
        let earliest = self.waiting.iter().filter_map(|it| match it.when {
            Due::At(time) => Some(time),
            Due::On(_) => None,
        });
        sys_set_timer(earliest.min(), TIMER);
    }

    /// Answers what is due: by now, or by these bits.
    fn answer_due(&mut self, bits: u32) {
        let now = sys_get_timer().now;
        let is_due = |it: &Waiting| match it.when {
            Due::At(time) => time <= now,
            Due::On(wanted) => wanted & bits != 0,
        };
        while let Some(at) = self.waiting.iter().position(is_due) {
            let due = self.waiting.remove(at);
            self.answer(due.call, due.step, due.handle);
        }
        self.set_timer();
    }

    /// The clients of whatever is to be answered later wait on for ever, so
    /// that the run ends.
    pub(crate) fn abandon(self) {
        std::mem::forget(self.waiting);
    }

    /// Whether something has come that is not expected.
    pub(crate) fn has_failed(&self) -> bool {
        match &self.sink {
            Sink::Script(script) => script.lock().failure.is_some(),
            Sink::Kept(_) | Sink::Answered(_) => false,
        }
    }
}

/// Writes what is planned into a client's leases.
fn fill(call: &mut Call, plans: &[crate::script::LeasePlan]) {
    let client = call.client;
    for (index, lease) in call.leases.iter_mut().enumerate() {
        let plan = plans.iter().find(|plan| plan.name == lease.name);
        if let Some(bytes) = plan.and_then(|plan| plan.filled.as_ref()) {
            // A client that has gone away has nobody to notice.
            let _ = sys_borrow_write(client, index, 0, bytes);
            lease.written.push((0, bytes.clone()));
        }
    }
}

impl<I> NotificationHandler for Server<I> {
    fn current_notification_mask(&self) -> u32 {
        self.waiting.iter().fold(0, |mask, it| {
            mask | match it.when {
                Due::At(_) => TIMER,
                Due::On(bits) => bits,
            }
        })
    }

    fn handle_notification(&mut self, bits: NotificationBits) {
        self.answer_due(bits.get_raw_bits());
    }
}
