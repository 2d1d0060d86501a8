//! A system: its tasks, how it is set up, and what can be seen of it.
//!
//! The parts beside it run the tasks (`run`), follow up what happens
//! (`events`), say why nothing more does (`end`), print it (`told`), and let
//! others drive it (`outside`).

mod end;
mod events;
mod explored;
mod outside;
mod planned;
mod run;
mod told;
mod unwinding;
mod warnings;
mod watched;

use crate::core::{Core, Next, Task};
use crate::explore::Path;
use crate::failure::Script;
use crate::line::Line;
use crate::machine::{Body, Dump, Machine, Running};
use crate::panics;
use crate::report::{End, Fault};
use crate::schedule::{Random, Schedule};
use crate::script::{Action, CallKind, Deed, Moment, Point, Restart, When};
use crate::trace::{Entry as Record, Event, Trace};
use crate::watchdog::Pulse;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;
use userlib::host::Syscall;
use userlib::{TaskId, TaskState};

pub use outside::Now;
pub use warnings::{Warning, WarningKind};
pub(crate) use watched::Answered;
use watched::Watched;

/// A system of tasks; see the [crate's page](crate).
///
/// Tasks that have not finished are unwound when it is dropped.
pub struct System {
    core: Core,
    lives: Vec<Life>,
    trace: Trace,
    slots: BTreeMap<String, usize>,

    supervisor: Restart,
    schedule: Schedule,
    random: Random,
    scripts: Vec<(When, Action)>,
    /// What is to happen at a time, unordered.
    agenda: Vec<(u64, Due)>,
    /// Lines, and the index of the task and the bits that each interrupts.
    lines: Vec<(Line, usize, u32)>,

    step_limit: u64,
    death_limit: u32,
    spin_limit: Option<Duration>,
    stack_size: usize,
    pulse: Option<Arc<Pulse>>,

    /// What is followed instead of the schedule.
    path: Option<Path>,
    /// The names of tasks that a path is to be made of.
    to_follow: Option<Vec<String>>,
    /// What is to happen in the next run.
    planned: Vec<Script>,
    /// A server that is fuzzed.
    watched: Option<Watched>,
    /// Something has happened that may have changed any task.
    touched_all: bool,

    /// Index of the task that ran last.
    current: usize,
    next: Next,
    /// System calls and restarts so far.
    steps: u64,
    warnings: Vec<Warning>,
    /// Clients and servers, by index, whose waits are no warning.
    accepted: Vec<(usize, usize)>,
    /// The steps after which the trace was printed.
    printed: Option<u64>,
    /// How the latest run ended that ended badly.
    bad_end: Option<End>,
    /// A system stays on the thread that made it, where its tasks' stacks
    /// are, also where these happen to be threads.
    stays_here: PhantomData<*const ()>,
}

/// What the system keeps about a task beside the kernel's own entry.
struct Life {
    /// There unless a strand has it.
    body: Option<Body>,
    strand: Option<Running>,
    /// The system call that has not ended yet.
    pending: Option<Pending>,
    /// The tasks that it has sent to, by index.
    asked: Vec<usize>,
    /// System calls so far, by kind.
    calls: [u32; CallKind::COUNT],
    /// GET_TIMER calls since the clock moved, or the task sent or received.
    polls: u32,
    /// Overrides the system's policy.
    supervisor: Option<Restart>,
    /// Overrides that too, for the fault that a script has just caused.
    sentence: Option<Restart>,
    background: bool,
    /// The time of its latest death, and how many it has died since time
    /// passed.
    deaths: (u64, u32),
    /// Its fault is what a test is about.
    fault_expected: bool,
    stopped_for_good: bool,
}

/// A system call that has begun.
struct Pending {
    call: Syscall,
    /// Its entry in the trace.
    record: usize,
    kind: CallKind,
    /// Which of the task's calls it is, of all and of its kind.
    numbers: (u32, u32),
}

impl Pending {
    /// Is this the call that a script means?
    fn is(&self, task: usize, point: Point) -> bool {
        let number = match point.kind {
            CallKind::Any => self.numbers.0,
            kind if kind == self.kind => self.numbers.1,
            _ => return false,
        };
        point.task == task && point.number == number
    }
}

/// What is to happen at a time.
enum Due {
    /// A script's deed.
    Deed(Deed),
    /// The restart of this generation of a task.
    Restart(TaskId),
}

impl Default for System {
    fn default() -> Self {
        Self::new()
    }
}

impl System {
    /// A system without tasks.
    ///
    /// # Panics
    ///
    /// If this program was built with `panic = "abort"`: a task that dies
    /// unwinds.
    pub fn new() -> Self {
        unwinding::check(cfg!(panic = "abort"));
        panics::install();
        Self {
            core: Core::default(),
            lives: Vec::new(),
            trace: Trace::default(),
            slots: BTreeMap::new(),
            supervisor: Restart::Never,
            schedule: Schedule::Priority,
            random: Random::new(0),
            scripts: Vec::new(),
            agenda: Vec::new(),
            lines: Vec::new(),
            step_limit: 10_000_000,
            death_limit: 1_000,
            spin_limit: Some(Duration::from_secs(20)),
            stack_size: 1 << 20,
            pulse: None,
            path: None,
            to_follow: None,
            planned: Vec::new(),
            watched: None,
            touched_all: false,
            current: 0,
            next: Next::Any,
            steps: 0,
            warnings: Vec::new(),
            accepted: Vec::new(),
            printed: None,
            bad_end: None,
            stays_here: PhantomData,
        }
    }

    /// Adds a task and gives its id in generation 0. Its index is the number
    /// of tasks added before.
    ///
    /// A lower `priority` is more important. `entry` is called when the task
    /// first runs, and again after each restart; a task whose `entry`
    /// returns has finished, and nothing runs it again.
    ///
    /// # Panics
    ///
    /// If there are 1,022 tasks already.
    pub fn task(
        &mut self,
        name: &str,
        priority: u8,
        entry: impl FnMut() + Send + 'static,
    ) -> TaskId {
        self.add(name, priority, Body::Closure(Box::new(entry)))
    }

    /// Adds a task that is no closure, as [`task`](Self::task) adds others.
    /// It never finishes.
    ///
    /// # Panics
    ///
    /// If there are 1,022 tasks already.
    pub fn machine(
        &mut self,
        name: &str,
        priority: u8,
        machine: Box<dyn Machine>,
    ) -> TaskId {
        self.add(name, priority, Body::Machine(machine))
    }

    fn add(&mut self, name: &str, priority: u8, body: Body) -> TaskId {
        let index = self.core.tasks.len();
        assert!(
            index < usize::from(TaskId::UNBOUND.0),
            "a system has at most 1,022 tasks"
        );
        self.core.tasks.push(Task::new(name, priority));
        self.trace.add_task(name);
        self.lives.push(Life {
            body: Some(body),
            strand: None,
            pending: None,
            asked: Vec::new(),
            calls: [0; CallKind::COUNT],
            polls: 0,
            supervisor: None,
            sentence: None,
            background: false,
            deaths: (0, 0),
            fault_expected: false,
            stopped_for_good: false,
        });
        // So that the first to run is the first that was added.
        self.current = index;
        self.pulse = None;
        self.core.id(index)
    }

    /// Gives names to the operations that a task serves, for the trace: where no
    /// generated stub serves or asks it.
    pub fn name_operations(
        &mut self,
        server: TaskId,
        names: &[(u16, &str)],
    ) -> &mut Self {
        self.trace.name_operations(server.index(), names);
        self
    }

    /// Says what happens to tasks that fault: by default nothing, they stay
    /// stopped.
    pub fn supervisor(&mut self, policy: Restart) -> &mut Self {
        self.supervisor = policy;
        self
    }

    /// Says what happens when this task faults, whatever the system's policy
    /// is.
    pub fn supervise(&mut self, task: TaskId, policy: Restart) -> &mut Self {
        self.lives[task.index()].supervisor = Some(policy);
        self
    }

    /// Says how the next task to run is chosen: by default as in the real
    /// kernel.
    pub fn schedule(&mut self, schedule: Schedule) -> &mut Self {
        if let Schedule::Random(seed) = schedule {
            self.random = Random::new(seed);
        }
        self.schedule = schedule;
        self
    }

    /// Has something happen at a moment of the run. Each of these happens at
    /// most once; several at one moment, in the order in which they were
    /// asked for.
    pub fn script(&mut self, when: When, action: Action) -> &mut Self {
        match when.0 {
            Moment::At(time) => {
                self.agenda.push((time, Due::Deed(action.0)));
            }
            Moment::Before(_) | Moment::After(_) => {
                self.scripts.push((when, action));
            }
        }
        self
    }

    /// Sets the number of system calls and restarts after which a run ends
    /// with [`End::StepLimit`]; by default 10,000,000, over all runs of the
    /// system: a million calls that borrow something, and in a debug build ten
    /// seconds of one that has no end.
    pub fn step_limit(&mut self, steps: u64) -> &mut Self {
        self.step_limit = steps;
        self
    }

    /// Sets how often a task may die without time passing, before
    /// [`Restart::AtOnce`] restarts it no more; by default 1,000 times. One
    /// that always panics would run for ever otherwise. Deaths that a script
    /// causes do not count.
    pub fn death_limit(&mut self, deaths: u32) -> &mut Self {
        self.death_limit = deaths;
        self
    }

    /// Sets the time, on the wall, that a task may run without a system
    /// call; by default 20 seconds. A task that exceeds it ends the process
    /// with a report, since nothing can take the processor from it. `None`
    /// lets it run for ever. Under Miri there is no limit.
    pub fn spin_limit(&mut self, limit: Option<Duration>) -> &mut Self {
        self.spin_limit = limit;
        self.pulse = None;
        self
    }

    /// Sets the size of each task's stack in bytes, for tasks that have not
    /// run yet; by default 1 MiB, of which only what is used takes memory. A
    /// task that needs more ends the process with a report that names it.
    pub fn stack_size(&mut self, bytes: usize) -> &mut Self {
        self.stack_size = bytes;
        self
    }

    /// Says that a run need not go on for the sake of this task: a run whose
    /// other tasks have finished, or wait as servers do, ends although this
    /// one sleeps or has its timer set.
    pub fn background(&mut self, task: TaskId) -> &mut Self {
        self.lives[task.index()].background = true;
        self
    }

    /// Declares that these notification bits of a task have interrupts
    /// behind them, disabled at first. Without it, IRQ_CONTROL and
    /// IRQ_STATUS fault the task.
    pub fn interrupts(&mut self, task: TaskId, bits: u32) -> &mut Self {
        self.core.tasks[task.index()].interrupts.lines = bits;
        self
    }

    /// Has a line raise the interrupts behind these notification bits of a
    /// task, which [`interrupts`](Self::interrupts) declares.
    pub fn connect(
        &mut self,
        line: &Line,
        task: TaskId,
        bits: u32,
    ) -> &mut Self {
        self.lines.push((line.clone(), task.index(), bits));
        self
    }

    /// Sets the number that `userlib::kipc::read_image_id` gives; by default
    /// 0.
    pub fn image_id(&mut self, id: u64) -> &mut Self {
        self.core.image_id = id;
        self
    }

    /// Says whether the kernel gives out dumps, as Hubris's does with its
    /// feature `dump`; by default not, and who asks for one is faulted.
    ///
    /// There is something to dump of tasks that were
    /// [given](Self::dumped) it, emulated ones; of a closure there is no
    /// region, and who reads one nevertheless is faulted.
    pub fn dumps(&mut self, are_given: bool) -> &mut Self {
        self.core.has_dumps = are_given;
        self
    }

    /// Says what dumps of a task are made of.
    pub fn dumped(&mut self, task: TaskId, of: Box<dyn Dump>) -> &mut Self {
        self.core.tasks[task.index()].dump = Some(of);
        self
    }

    /// Has a task wait for the supervisor task to start it, as `start = false`
    /// does in a Hubris image. For tasks that have not run yet.
    pub fn stopped(&mut self, task: TaskId) -> &mut Self {
        self.core.stop(task.index());
        self
    }

    /// Binds slots of this name to a task. Slots that are not bound mean the
    /// task of their own name.
    pub fn bind_slot(&mut self, name: &str, task: TaskId) -> &mut Self {
        self.slots.insert(name.to_owned(), task.index());
        self
    }

    /// The current id of the task behind a slot of this name.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[track_caller]
    pub fn slot(&self, name: &str) -> TaskId {
        match self.resolve(name) {
            Ok(index) => self.core.id(usize::from(index)),
            Err(explanation) => panic!("{explanation}"),
        }
    }

    /// The task's id in its current generation.
    pub fn current_id(&self, task: TaskId) -> TaskId {
        self.core.id(task.index())
    }

    /// The state of a task, in any generation. A task that has finished is
    /// `Healthy(Stopped)`.
    pub fn state(&self, task: TaskId) -> TaskState {
        self.core.tasks[task.index()].kernel_state()
    }

    /// The task's latest fault, in any generation; a restart does not clear
    /// it.
    pub fn fault(&self, task: TaskId) -> Option<&Fault> {
        self.core.tasks[task.index()].last_fault.as_ref()
    }

    /// The virtual clock, in milliseconds since the start. It moves on only
    /// when no task can run, or when one polls it.
    pub fn now(&self) -> u64 {
        self.core.now
    }

    /// What happened so far.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// Sets the number of entries that the trace keeps; by default 100,000.
    /// Older ones are dropped.
    pub fn keep_trace(&mut self, entries: usize) -> &mut Self {
        self.trace.keep(entries);
        self
    }

    /// Posts notification bits to a task from outside, now.
    pub fn post(&mut self, task: TaskId, bits: u32) -> &mut Self {
        self.perform(Deed::Post(task.index(), bits));
        self.settle();
        self
    }

    /// Raises the interrupts behind these notification bits of a task, now:
    /// an enabled one is posted and disabled, another is pending until it is
    /// enabled.
    pub fn interrupt(&mut self, task: TaskId, bits: u32) -> &mut Self {
        self.perform(Deed::Interrupt(task.index(), bits));
        self.settle();
        self
    }

    /// Runs until nothing is left to do, or nothing can go on.
    ///
    /// It also ends when at least one task has finished or faulted for good,
    /// and all others wait in an open receive, even if their timers are set:
    /// a server that polls something every second does not keep a run going.
    /// Use [`run_for`](Self::run_for) to see what it does later.
    ///
    /// A system can be run again, for example after [`post`](Self::post).
    pub fn run(&mut self) -> End {
        self.run_until(None)
    }

    /// Runs for so many milliseconds of virtual time, or until nothing can
    /// happen any more.
    pub fn run_for(&mut self, milliseconds: u64) -> End {
        self.run_until(Some(self.core.now.saturating_add(milliseconds)))
    }

    fn record(&mut self, index: usize, event: Event) -> usize {
        self.trace.push(Record {
            time: self.core.now,
            task: self.core.id(index),
            event,
            ended: None,
        })
    }
}

impl Drop for System {
    fn drop(&mut self) {
        if std::thread::panicking() && self.steps > 0 {
            self.print_panic();
        }
        for index in 0..self.lives.len() {
            self.core.stop(index);
            self.unwind(index);
        }
        // What a task captured may have destructors with system calls, too.
        for life in &mut self.lives {
            userlib::host::drop_remains(life.body.take());
        }
    }
}
