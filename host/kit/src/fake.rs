//! The fake, as the test has it.

use std::any::Any;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use kernel::{Restart, System};
use userlib::TaskId;

use crate::call::Call;
use crate::difference::unmet;
use crate::expected::{Always, Expecting, Once};
use crate::interface::Interface;
use crate::script::{Order, Shared};
use crate::server::Server;

/// A stand-in for a server, whose answers the test scripts.
///
/// A call that is not expected leaves its client waiting, so the run ends;
/// then, or when calls were expected that did not come, dropping this fails
/// the test with what is different.
pub struct Fake<I: Interface> {
    name: String,
    id: TaskId,
    script: Shared,
    verified: bool,
    interface: PhantomData<I>,
}

impl<I: Interface> Fake<I> {
    /// Adds a task to the system that is the fake. A fake that dies as the
    /// test has it is restarted at once; [`System::supervise`] changes that.
    pub fn task(system: &mut System, name: &str, priority: u8) -> Self {
        let script = Shared::default();
        let serves = script.clone();
        let id = system.task(name, priority, move || {
            serve::<I>(&serves);
        });
        let names: Vec<_> = I::OPERATIONS
            .iter()
            .map(|op| (op.number, op.name))
            .collect();
        system.name_operations(id, &names);
        system.supervise(id, Restart::AtOnce).expect_fault(id);
        Self {
            name: name.to_owned(),
            id,
            script,
            verified: false,
            interface: PhantomData,
        }
    }

    /// The task.
    pub fn id(&self) -> TaskId {
        self.id
    }

    /// Expects a call, after those that were expected so before.
    #[track_caller]
    pub fn expect(&self) -> I::Expect<'_, Once> {
        I::expect(Expecting::new(&self.script, Order::Next))
    }

    /// Expects a call, whenever it comes.
    #[track_caller]
    pub fn expect_whenever(&self) -> I::Expect<'_, Once> {
        I::expect(Expecting::new(&self.script, Order::Whenever))
    }

    /// Answers what is not expected otherwise, as often as it comes; it need
    /// not come.
    #[track_caller]
    pub fn always(&self) -> I::Expect<'_, Always> {
        I::expect(Expecting::new(&self.script, Order::Always))
    }

    /// Looks at the calls that came and were expected, in their order.
    pub fn calls<T>(&self, look: impl FnOnce(&[Call]) -> T) -> T {
        look(&self.script.lock().calls)
    }

    /// What is different from what was expected, so far.
    pub fn difference(&self) -> Option<String> {
        let script = self.script.lock();
        let difference = match &script.failure {
            Some(failure) => Some(failure.clone()),
            None => unmet(&script),
        };
        difference.map(|text| format!("{} ({}): {text}", self.name, I::NAME))
    }

    /// Checks that all has come that was expected, and nothing else.
    ///
    /// # Panics
    ///
    /// If not, with the difference.
    #[track_caller]
    pub fn verify(mut self) {
        self.verified = true;
        if let Some(difference) = self.difference() {
            panic!("{difference}");
        }
    }
}

/// Serves until something comes that is not expected.
fn serve<I: Interface>(script: &Shared) {
    let mut server = Server::<I>::new(script.clone());
    let mut buffer = vec![0; I::INCOMING_SIZE];
    script.lock().dies = false;
    while !server.has_failed() {
        let dispatch = || I::dispatch(&mut buffer, &mut server);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(dispatch)) {
            fail(script, panic);
        }
    }
    server.abandon();
}

/// Fails the test if one of its own conditions or answers has panicked; goes on
/// unwinding if the fake is killed.
fn fail(script: &Shared, panic: Box<dyn Any + Send>) {
    let message = match panic.downcast_ref::<String>() {
        Some(message) => Some(message.as_str()),
        None => panic.downcast_ref::<&str>().copied(),
    };
    let mut said = script.lock();
    match message {
        Some(message) if !said.dies => {
            let failure = format!(
                "a condition or an answer of the test has panicked: {message}"
            );
            said.failure.get_or_insert(failure);
        }
        Some(_) | None => {
            drop(said);
            resume_unwind(panic);
        }
    }
}

impl<I: Interface> Drop for Fake<I> {
    fn drop(&mut self) {
        if self.verified {
            return;
        }
        match self.difference() {
            // The test fails already, and this is likely why.
            Some(difference) if std::thread::panicking() => {
                eprintln!("{difference}");
            }
            Some(difference) => panic!("{difference}"),
            None => {}
        }
    }
}
