//! Strands as stackful coroutines, all on the thread of their system.

#[cfg(unix)]
use super::overflow::Occupant;
use super::{
    Answer, Ask, Entry, Exit, Told, on_or_unwind, outcome_or_unwind,
    run_to_end, slot_or_unwind,
};
use crate::machine::Body;
use corosensei::stack::{DefaultStack, Stack};
use corosensei::{Coroutine, CoroutineResult, Yielder};
use std::cell::RefCell;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr::NonNull;
use userlib::TaskId;
use userlib::host::{self, Interface, Kernel, Outcome, Syscall};

type Ended = (Exit, Entry);

/// One task's stack, suspended unless it is being resumed.
pub(crate) struct Strand {
    /// Never dropped while it is suspended: the kernel unwinds it first, or
    /// it is stopped for good.
    coroutine: ManuallyDrop<Coroutine<Answer, Ask, Ended>>,
    #[cfg(unix)]
    occupant: Occupant,
}

/// Stacks kept for the next strand of this thread.
const MOST_SPARE_STACKS: usize = 64;

thread_local! {
    static SPARE_STACKS: RefCell<Vec<DefaultStack>> =
        const { RefCell::new(Vec::new()) };
}

/// A stack of at least `size` bytes, from the spare ones if there is one.
fn stack(size: usize) -> DefaultStack {
    let spare = SPARE_STACKS.with_borrow_mut(|spare| {
        let fits = |stack: &DefaultStack| {
            stack.base().get() - stack.limit().get() >= size
        };
        spare.iter().rposition(fits).map(|i| spare.swap_remove(i))
    });
    spare.unwrap_or_else(|| {
        DefaultStack::new(size).unwrap_or_else(|error| {
            panic!("no memory for a task's stack of {size} bytes: {error}")
        })
    })
}

impl Strand {
    /// A strand that calls `entry` when it is first resumed.
    pub(crate) fn new(mut entry: Entry, stack_size: usize, name: &str) -> Self {
        let stack = stack(stack_size);
        #[cfg(not(unix))]
        let _ = name;
        #[cfg(unix)]
        let occupant =
            Occupant::new(name, stack.limit().get()..stack.base().get());
        let coroutine = Coroutine::with_stack(
            stack,
            move |yielder: &Yielder<Answer, Ask>, _start: Answer| {
                let task = Task {
                    yielder: NonNull::from(yielder),
                    told: Told::default(),
                };
                task.serve();
                let exit = run_to_end(&mut entry);
                (exit, entry)
            },
        );
        Self {
            coroutine: ManuallyDrop::new(coroutine),
            #[cfg(unix)]
            occupant,
        }
    }

    /// Lets the task go on until it asks for something. After
    /// [`Ask::Ended`] or [`Ask::StoppedForGood`] there is nothing to resume.
    pub(crate) fn resume(&mut self, answer: Answer) -> Ask {
        let outer = host::current();
        let was_panicking = std::thread::panicking();
        #[cfg(unix)]
        // SAFETY: it is valid as long as the strand, which is borrowed until
        // the other one is set again.
        let before =
            unsafe { Occupant::set(Some(NonNull::from(&self.occupant))) };
        let result = self.coroutine.resume(answer);
        #[cfg(unix)]
        // SAFETY: whoever set it keeps it valid until it is replaced, and has
        // not run since.
        unsafe {
            Occupant::set(before)
        };
        // SAFETY: `outer` was current on this thread, so whoever set it
        // keeps it valid until they replace it, and they have not run since.
        unsafe { host::set_current(outer) };
        match result {
            CoroutineResult::Yield(Ask::StoppedForGood) => {
                if !was_panicking && std::thread::panicking() {
                    end_abandoned_panic();
                }
                Ask::StoppedForGood
            }
            CoroutineResult::Yield(ask) => ask,
            CoroutineResult::Return((exit, entry)) => {
                Ask::Ended(exit, Body::Closure(entry))
            }
        }
    }
}

impl Drop for Strand {
    fn drop(&mut self) {
        if !self.coroutine.done() {
            // Stopped for good: what its destructors would free is leaked,
            // together with the stack that holds it.
            return;
        }
        // SAFETY: `self.coroutine` is not used after this.
        let coroutine = unsafe { ManuallyDrop::take(&mut self.coroutine) };
        SPARE_STACKS.with_borrow_mut(|spare| {
            if spare.len() < MOST_SPARE_STACKS {
                spare.push(coroutine.into_stack());
            }
        });
    }
}

/// The kernel, as the task on this strand reaches it. Lives on the strand.
struct Task {
    yielder: NonNull<Yielder<Answer, Ask>>,
    told: Told,
}

impl Task {
    /// Makes this the kernel of the current thread.
    fn serve(&self) {
        let kernel: NonNull<dyn Kernel> = NonNull::from(self);
        // SAFETY: `self` lives on the strand's stack as long as the entry
        // function runs, and `resume` replaces it whenever the strand is
        // suspended or ends.
        unsafe { host::set_current(Some(kernel)) };
    }

    /// Suspends the strand until the kernel answers.
    fn ask(&self, ask: Ask) -> Answer {
        // SAFETY: the yielder belongs to the coroutine that this runs on, so
        // it lives as long as this does.
        let answer = unsafe { self.yielder.as_ref() }.suspend(ask);
        self.serve();
        answer
    }
}

impl Kernel for Task {
    unsafe fn call(&self, call: Syscall) -> Outcome {
        outcome_or_unwind(self.ask(Ask::Call(call)))
    }

    fn stop_for_good(&self) -> ! {
        loop {
            self.ask(Ask::StoppedForGood);
        }
    }

    fn slot_index(&self, name: &str) -> Result<u16, String> {
        slot_or_unwind(self.ask(Ask::Slot(name.to_owned())))
    }

    fn serves(&self, interface: Interface) {
        if self.told.serves(interface) {
            on_or_unwind(self.ask(Ask::Serves(interface)));
        }
    }

    fn asks(&self, server: TaskId, interface: Interface) {
        if self.told.asks(server.index(), interface) {
            on_or_unwind(self.ask(Ask::Asks(server, interface)));
        }
    }
}

/// Takes back one of this thread's panics under way.
///
/// The standard library counts them per thread, up when a panic begins and
/// down when it is caught. A strand that is stopped for good while it unwinds
/// is never caught, so this thread would count as panicking for ever. Here a
/// panic that begins on another thread is caught on this one, which takes
/// away the surplus.
fn end_abandoned_panic() {
    struct Suspend<'a>(&'a Yielder<(), ()>);
    impl Drop for Suspend<'_> {
        fn drop(&mut self) {
            self.0.suspend(());
        }
    }

    struct Moved(Coroutine<(), (), ()>);
    // SAFETY: what the coroutine's stack holds while it is suspended is made
    // by the closure below and belongs to no thread: a boxed unit, a yielder,
    // and the unwinder's records, which lie on that stack.
    unsafe impl Send for Moved {}

    let begun = std::thread::spawn(|| {
        let mut panic = Coroutine::new(|yielder: &Yielder<(), ()>, ()| {
            let caught = catch_unwind(AssertUnwindSafe(|| {
                let _suspend_while_unwinding = Suspend(yielder);
                resume_unwind(Box::new(()));
            }));
            drop(caught);
        });
        panic.resume(());
        Moved(panic)
    });
    let Moved(mut panic) =
        begun.join().expect("the panic is suspended, not let out");
    panic.resume(());
}
