//! Strands as threads that pass a baton: only one of them, or the kernel,
//! runs at a time.

use super::{
    Answer, Ask, Entry, Told, on_or_unwind, outcome_or_unwind, run_to_end,
    slot_or_unwind,
};
use crate::machine::Body;
use std::ptr::NonNull;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use userlib::TaskId;
use userlib::host::{self, Interface, Kernel, Outcome, Syscall};

/// What crosses between the kernel's thread and a task's.
struct Baton<T>(T);

// SAFETY: what crosses are results and arguments of system calls. Their
// pointers are used by one side while the other waits for the baton, and the
// channel orders the two.
unsafe impl<T> Send for Baton<T> {}

/// One task's stack, suspended unless it is being resumed.
pub(crate) struct Strand {
    to_task: SyncSender<Baton<Answer>>,
    from_task: Receiver<Baton<Ask>>,
    thread: Option<JoinHandle<()>>,
}

impl Strand {
    /// A strand that calls `entry` when it is first resumed.
    pub(crate) fn new(mut entry: Entry, stack_size: usize, name: &str) -> Self {
        let (to_task, from_kernel) = sync_channel(1);
        let (to_kernel, from_task) = sync_channel(1);
        let thread = std::thread::Builder::new()
            // Which is what is said of a thread whose stack overflows.
            .name(name.to_owned())
            .stack_size(stack_size)
            .spawn(move || {
                let task = Task {
                    to_kernel,
                    from_kernel,
                    told: Told::default(),
                };
                task.wait();
                let kernel: NonNull<dyn Kernel> = NonNull::from(&task);
                // SAFETY: `task` outlives the entry function, and is
                // replaced before it is gone.
                unsafe { host::set_current(Some(kernel)) };
                let exit = run_to_end(&mut entry);
                // SAFETY: `None` has no condition.
                unsafe { host::set_current(None) };
                task.pass(Ask::Ended(exit, Body::Closure(entry)));
            })
            .expect("the system has a thread left");
        Self {
            to_task,
            from_task,
            thread: Some(thread),
        }
    }

    /// Lets the task go on until it asks for something. After
    /// [`Ask::Ended`] or [`Ask::StoppedForGood`] there is nothing to resume.
    pub(crate) fn resume(&mut self, answer: Answer) -> Ask {
        self.to_task
            .send(Baton(answer))
            .expect("a strand that has not ended waits for its answer");
        let Baton(ask) = self
            .from_task
            .recv()
            .expect("a strand that has not ended asks for something");
        match (&ask, self.thread.take()) {
            (Ask::Ended(..), Some(thread)) => {
                thread.join().expect("a task's panic is caught inside");
            }
            // Its thread stays parked for ever.
            (Ask::StoppedForGood, _) => {}
            (_, thread) => self.thread = thread,
        }
        ask
    }
}

/// The kernel, as the task on this strand reaches it.
struct Task {
    to_kernel: SyncSender<Baton<Ask>>,
    from_kernel: Receiver<Baton<Answer>>,
    told: Told,
}

impl Task {
    fn pass(&self, ask: Ask) {
        if self.to_kernel.send(Baton(ask)).is_err() {
            park_for_ever();
        }
    }

    /// Waits for the kernel's answer.
    fn wait(&self) -> Answer {
        match self.from_kernel.recv() {
            Ok(Baton(answer)) => answer,
            Err(_) => park_for_ever(),
        }
    }

    fn ask(&self, ask: Ask) -> Answer {
        self.pass(ask);
        self.wait()
    }
}

/// Ends a thread's part in everything; the kernel has given it up.
fn park_for_ever() -> ! {
    loop {
        std::thread::park();
    }
}

impl Kernel for Task {
    unsafe fn call(&self, call: Syscall) -> Outcome {
        outcome_or_unwind(self.ask(Ask::Call(call)))
    }

    fn stop_for_good(&self) -> ! {
        self.pass(Ask::StoppedForGood);
        park_for_ever()
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
