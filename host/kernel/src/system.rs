//! A system: tasks, the rules, and what was asked to happen to them.

use crate::core::{Core, Next, State, Task};
use crate::panics;
use crate::report::{End, Fault, Wait, WaitKind};
use crate::schedule::{Random, Schedule};
use crate::script::{Action, CallKind, Deed, Moment, Point, Restart, When};
use crate::switch::{Answer, Ask, Entry, Exit, Strand};
use crate::trace::{Call, CallResult, Entry as Record, Event, Trace};
use crate::watchdog::Pulse;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;
use userlib::host::Syscall;
use userlib::{FaultInfo, TaskId, TaskState};

/// Lines of the trace that are printed when a run ends badly.
const LINES_PRINTED: usize = 200;

/// Answers to a task that is to unwind and makes system calls instead, before
/// it is stopped for good.
const MOST_ORDERS_TO_UNWIND: u32 = 1_000;

/// GET_TIMER calls without a SEND or RECV between them after which a task
/// counts as polling the clock, which then moves on by a millisecond.
const POLLS_BEFORE_A_TICK: u32 = 16;

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

    step_limit: u64,
    spin_limit: Option<Duration>,
    stack_size: usize,
    pulse: Option<Arc<Pulse>>,

    /// Index of the task that ran last.
    current: usize,
    next: Next,
    /// System calls and restarts so far.
    steps: u64,
    /// The steps after which the trace was printed.
    printed: Option<u64>,
    /// A system stays on the thread that made it, where its tasks' stacks
    /// are, also where these happen to be threads.
    stays_here: PhantomData<*const ()>,
}

/// What the system keeps about a task beside the kernel's own entry.
struct Life {
    /// There unless a strand has it.
    entry: Option<Entry>,
    strand: Option<Strand>,
    /// The system call that has not ended yet.
    pending: Option<Pending>,
    /// System calls so far, by kind.
    calls: [u32; CallKind::COUNT],
    /// GET_TIMER calls since the clock moved, or the task sent or received.
    polls: u32,
    /// Overrides the system's policy.
    supervisor: Option<Restart>,
    /// Overrides that too, for the fault that a script has just caused.
    sentence: Option<Restart>,
    background: bool,
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
        check_that_panics_unwind(cfg!(panic = "abort"));
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
            step_limit: 1_000_000,
            spin_limit: Some(Duration::from_secs(20)),
            stack_size: 1 << 20,
            pulse: None,
            current: 0,
            next: Next::Any,
            steps: 0,
            printed: None,
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
        let index = self.core.tasks.len();
        assert!(
            index < usize::from(TaskId::UNBOUND.0),
            "a system has at most 1,022 tasks"
        );
        self.core.tasks.push(Task::new(name, priority));
        self.trace.add_task(name);
        self.lives.push(Life {
            entry: Some(Box::new(entry)),
            strand: None,
            pending: None,
            calls: [0; CallKind::COUNT],
            polls: 0,
            supervisor: None,
            sentence: None,
            background: false,
            stopped_for_good: false,
        });
        // So that the first to run is the first that was added.
        self.current = index;
        self.pulse = None;
        self.core.id(index)
    }

    /// Gives names to the operations that a task serves, for the trace.
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
    /// with [`End::StepLimit`]; by default 1,000,000, over all runs of the
    /// system.
    pub fn step_limit(&mut self, steps: u64) -> &mut Self {
        self.step_limit = steps;
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
    /// task that needs more ends the process with a segmentation fault.
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
    /// It also ends when at least one task has finished, and all others wait
    /// in an open receive, even if their timers are set: a server that polls
    /// something every second does not keep a run going. Use
    /// [`run_for`](Self::run_for) to see what it does later.
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

    fn run_until(&mut self, time: Option<u64>) -> End {
        self.watch();
        let end = loop {
            self.keep_appointments();
            if self.steps >= self.step_limit {
                break End::StepLimit(self.steps);
            }
            if let Some(task) = self.choose() {
                self.step(task);
                continue;
            }
            match self.next_appointment() {
                None => break self.stillness(),
                Some(_) if time.is_none() && self.is_done() => {
                    break self.stillness();
                }
                Some(next) if time.is_none_or(|time| next <= time) => {
                    self.advance_to(next);
                }
                Some(_) => {
                    self.advance_to(time.unwrap_or(self.core.now));
                    break End::TimeUp;
                }
            }
        };
        if !end.is_success() {
            self.print(&end.to_string());
        }
        end
    }

    /// Shows this system to the watchdog.
    fn watch(&mut self) {
        if self.pulse.is_none() && !cfg!(miri) {
            let names = || {
                self.core
                    .tasks
                    .iter()
                    .map(|task| task.name.clone())
                    .collect()
            };
            self.pulse =
                self.spin_limit.map(|limit| Pulse::new(names(), limit));
        }
    }

    /// The task to run now.
    fn choose(&mut self) -> Option<usize> {
        let runnable =
            |i: &usize| matches!(self.core.tasks[*i].state, State::Runnable);
        if matches!(self.schedule, Schedule::Random(_)) {
            let tasks = 0..self.core.tasks.len();
            let count = tasks.clone().filter(runnable).count();
            if count == 0 {
                return None;
            }
            let chosen = self.random.below(count);
            return tasks.filter(runnable).nth(chosen);
        }
        let wanted = match self.next {
            Next::Same => Some(self.current),
            Next::To(task) => Some(task),
            Next::Any => None,
        };
        wanted
            .filter(|task| *task < self.core.tasks.len())
            .filter(runnable)
            .or_else(|| self.core.most_important(self.current))
    }

    /// Runs a task up to its next system call, and makes that call.
    fn step(&mut self, index: usize) {
        self.current = index;
        self.next = Next::Any;
        let answer = self.core.tasks[index].answer.take();
        match self.resume(index, answer.map_or(Answer::Start, Answer::Outcome))
        {
            Ask::Call(call) => self.call(index, call),
            Ask::Ended(Exit::Panicked(message), entry) => {
                self.bury_strand(index, Some(entry));
                self.core.fault(index, Fault::panic(message));
            }
            Ask::Ended(Exit::Finished | Exit::Killed, entry) => {
                self.bury_strand(index, Some(entry));
                self.core.finish(index);
                self.record(index, Event::Finished);
            }
            Ask::StoppedForGood => {
                self.bury_strand(index, None);
                let message = "stopped while it unwound".to_owned();
                self.core.fault(index, Fault::panic(message));
            }
            Ask::Slot(_) => unreachable!("resume answers these"),
        }
        self.settle();
    }

    /// Lets a task go on until it makes a system call or ends.
    fn resume(&mut self, index: usize, mut answer: Answer) -> Ask {
        loop {
            let life = &mut self.lives[index];
            let strand = match &mut life.strand {
                Some(strand) => strand,
                none => {
                    let entry = life
                        .entry
                        .take()
                        .expect("a task without a strand has its entry");
                    none.insert(Strand::new(entry, self.stack_size))
                }
            };
            if let Some(pulse) = &self.pulse {
                pulse.begin(index);
            }
            let ask = strand.resume(answer);
            if let Some(pulse) = &self.pulse {
                pulse.end();
            }
            match ask {
                Ask::Slot(name) => answer = Answer::Slot(self.resolve(&name)),
                ask => return ask,
            }
        }
    }

    /// Index of the task behind a slot, or why there is none.
    fn resolve(&self, name: &str) -> Result<u16, String> {
        let tasks = || self.core.tasks.iter().map(|task| task.name.as_str());
        let index = match self.slots.get(name) {
            Some(index) => Some(*index),
            None => tasks().position(|known| known == name),
        };
        index.map(|index| index as u16).ok_or_else(|| {
            let known = tasks().collect::<Vec<_>>().join("`, `");
            format!(
                "no task is called `{name}`; this system has `{known}`: \
                 rename one, or bind the slot with `System::bind_slot`"
            )
        })
    }

    /// Makes a system call of a task, with what scripts do before it.
    fn call(&mut self, index: usize, call: Syscall) {
        self.steps += 1;
        let kind = CallKind::of(&call);
        let life = &mut self.lives[index];
        life.calls[CallKind::Any as usize] += 1;
        life.calls[kind as usize] += 1;
        let mut pending = Pending {
            call,
            record: 0,
            kind,
            numbers: (
                life.calls[CallKind::Any as usize],
                life.calls[kind as usize],
            ),
        };
        self.play(|moment| {
            matches!(moment, Moment::Before(point) if pending.is(index, point))
        });
        self.settle();
        if self.lives[index].strand.is_none() {
            // Killed before the call took effect.
            return;
        }
        match kind {
            CallKind::Send | CallKind::Recv => self.lives[index].polls = 0,
            CallKind::Timer if matches!(call, Syscall::GetTimer) => {
                self.poll(index);
            }
            _ => {}
        }
        // SAFETY: the task is suspended in this call, so what it names is
        // valid, and no task is running.
        let data = unsafe {
            Call::of(&call, |peer| self.core.awaited_operation(index, peer))
        };
        pending.record = self.record(
            index,
            Event::Call {
                call: data,
                result: None,
            },
        );
        self.lives[index].pending = Some(pending);
        // SAFETY: the task is suspended in this call. It is resumed only
        // with the call's outcome, which takes it out of its waiting state,
        // and unwound only after `Core::fault` or `Core::stop` have.
        let next = unsafe { self.core.call(index, call) };
        if self.next == Next::Any {
            self.next = next;
        }
    }

    /// Moves the clock on for a task that polls it and would never stop.
    fn poll(&mut self, index: usize) {
        let life = &mut self.lives[index];
        life.polls += 1;
        let polls = life.polls;
        let others_run = matches!(self.schedule, Schedule::Random(_))
            && self.core.tasks.iter().zip(&self.lives).any(|(task, life)| {
                matches!(task.state, State::Runnable)
                    && life.polls < POLLS_BEFORE_A_TICK
            });
        if polls < POLLS_BEFORE_A_TICK || others_run {
            return;
        }
        self.advance_to(self.core.now + 1);
        self.keep_appointments();
        // As the tick of the real clock does: switch if something more
        // important has become runnable.
        if let Some(task) = self.core.most_important(index)
            && self.core.tasks[task].priority < self.core.tasks[index].priority
        {
            self.next = Next::To(task);
        }
    }

    /// Follows up what has happened in the core, until there is nothing more.
    fn settle(&mut self) {
        loop {
            if !self.core.answered.is_empty() {
                let index = self.core.answered.remove(0);
                self.end_call(index);
            } else if !self.core.faulted.is_empty() {
                let index = self.core.faulted.remove(0);
                self.follow_fault(index);
            } else if !self.core.reinitialised.is_empty() {
                let (index, start) = self.core.reinitialised.remove(0);
                self.core.stop(index);
                self.unwind(index);
                self.restart(index, start);
            } else {
                break;
            }
        }
    }

    /// Records the result of a system call, and does what scripts do after
    /// it.
    fn end_call(&mut self, index: usize) {
        let Some(outcome) = &self.core.tasks[index].answer else {
            // The task was stopped in the meantime.
            return;
        };
        let Some(pending) = self.lives[index].pending.take() else {
            return;
        };
        // SAFETY: the task is suspended in this call, so what it names is
        // valid, and no task is running.
        let result = unsafe { CallResult::of(&pending.call, outcome) };
        self.trace.end_call(pending.record, result);
        self.play(|moment| {
            matches!(moment, Moment::After(point) if pending.is(index, point))
        });
    }

    /// Does what scripts ask for at this moment.
    fn play(&mut self, is_now: impl Fn(Moment) -> bool) {
        if self.scripts.is_empty() {
            return;
        }
        let scripts = std::mem::take(&mut self.scripts);
        let (now, later) =
            scripts.into_iter().partition(|(when, _)| is_now(when.0));
        self.scripts = later;
        let now: Vec<(When, Action)> = now;
        for (_, action) in now {
            self.perform(action.0);
        }
    }

    fn perform(&mut self, deed: Deed) {
        match deed {
            Deed::Kill(task, restart) => {
                if self.core.tasks[task].state.is_alive() {
                    self.lives[task].sentence = Some(restart);
                    let info = FaultInfo::Injected(TaskId::KERNEL);
                    self.core.fault(task, Fault::new(info));
                }
            }
            Deed::Post(task, bits) => {
                self.record(task, Event::Posted(bits));
                self.core.notify(task, bits);
            }
            Deed::Interrupt(task, bits) => {
                self.record(task, Event::Interrupted(bits));
                self.core.interrupt(task, bits);
            }
        }
    }

    /// Unwinds a task that has faulted, and does what its supervisor does.
    fn follow_fault(&mut self, index: usize) {
        let State::Faulted { fault, .. } = &self.core.tasks[index].state else {
            return;
        };
        let fault = fault.clone();
        self.record(index, Event::Faulted(fault));
        self.unwind(index);
        let life = &mut self.lives[index];
        let policy = life
            .sentence
            .take()
            .or(life.supervisor)
            .unwrap_or(self.supervisor);
        match policy {
            Restart::Never => {}
            Restart::AtOnce => self.restart(index, true),
            Restart::After(milliseconds) => self.agenda.push((
                self.core.now.saturating_add(milliseconds),
                Due::Restart(self.core.id(index)),
            )),
            Restart::BySupervisorTask => self.core.tell_supervisor(index),
        }
    }

    /// Restarts a task whose stack is gone, unless it is stopped for good.
    fn restart(&mut self, index: usize, start: bool) {
        if self.lives[index].stopped_for_good {
            return;
        }
        self.steps += 1;
        self.core.restart(index, start);
        self.record(index, Event::Restarted);
    }

    /// Unwinds a task's stack. Its state in the core no longer waits for
    /// anything, so nothing points into that stack.
    fn unwind(&mut self, index: usize) {
        self.lives[index].pending = None;
        for _ in 0..MOST_ORDERS_TO_UNWIND {
            if self.lives[index].strand.is_none() {
                return;
            }
            match self.resume(index, Answer::Unwind) {
                Ask::Ended(_, entry) => {
                    self.bury_strand(index, Some(entry));
                }
                Ask::StoppedForGood => self.bury_strand(index, None),
                // It caught what it was to unwind with.
                Ask::Call(_) | Ask::Slot(_) => {}
            }
        }
        if self.lives[index].strand.is_some() {
            self.bury_strand(index, None);
        }
    }

    /// Removes a strand that has ended with its entry function, or that will
    /// never run again without.
    fn bury_strand(&mut self, index: usize, entry: Option<Entry>) {
        let life = &mut self.lives[index];
        life.strand = None;
        if entry.is_none() {
            life.stopped_for_good = true;
        }
        life.entry = entry;
        if self.lives[index].stopped_for_good {
            self.record(index, Event::StoppedForGood);
        }
    }

    /// When something happens next although no task can run.
    fn next_appointment(&self) -> Option<u64> {
        let planned = self.agenda.iter().map(|(time, _)| *time).min();
        planned.into_iter().chain(self.core.next_deadline()).min()
    }

    /// Does what is planned for now.
    fn keep_appointments(&mut self) {
        if self.agenda.is_empty() {
            return;
        }
        let now = self.core.now;
        let agenda = std::mem::take(&mut self.agenda);
        let (mut due, later): (Vec<_>, Vec<_>) =
            agenda.into_iter().partition(|(time, _)| *time <= now);
        self.agenda = later;
        due.sort_by_key(|(time, _)| *time);
        for (_, due) in due {
            match due {
                Due::Deed(deed) => self.perform(deed),
                Due::Restart(id) => {
                    let index = id.index();
                    let faulted = matches!(
                        self.core.tasks[index].state,
                        State::Faulted { .. }
                    );
                    if faulted && self.core.id(index) == id {
                        self.restart(index, true);
                    }
                }
            }
            self.settle();
        }
    }

    fn advance_to(&mut self, time: u64) {
        self.core.advance_to(time);
        for life in &mut self.lives {
            life.polls = 0;
        }
        self.settle();
    }

    /// Is there nobody for whose sake time should pass? See
    /// [`run`](Self::run).
    fn is_done(&self) -> bool {
        let mut someone_finished = false;
        let all_wait =
            self.core.tasks.iter().zip(&self.lives).all(|(task, life)| {
                match &task.state {
                    State::Finished => {
                        someone_finished = true;
                        true
                    }
                    State::Receiving { from, .. } => {
                        life.background || from.is_none()
                    }
                    State::Stopped | State::Faulted { .. } => true,
                    State::Runnable
                    | State::Sending { .. }
                    | State::AwaitingReply { .. } => false,
                }
            });
        self.agenda.is_empty() && all_wait && someone_finished
    }

    /// How a run ends when nothing can happen any more.
    fn stillness(&self) -> End {
        let waits: Vec<Wait> = (0..self.core.tasks.len())
            .filter_map(|index| self.wait(index))
            .collect();
        if !waits.is_empty() {
            return End::Deadlock(waits);
        }
        let faults: Vec<(TaskId, Fault)> = (0..self.core.tasks.len())
            .filter_map(|index| match &self.core.tasks[index].state {
                State::Faulted { fault, .. } => {
                    Some((self.core.id(index), fault.clone()))
                }
                _ => None,
            })
            .collect();
        if !faults.is_empty() {
            return End::Faulted(faults);
        }
        let finished = |task: &Task| matches!(task.state, State::Finished);
        if self.core.tasks.iter().all(finished) {
            End::Finished
        } else {
            End::Idle
        }
    }

    /// For whom a task waits, and why that one does nothing about it.
    fn wait(&self, index: usize) -> Option<Wait> {
        let task = &self.core.tasks[index];
        let on = task.state.waits_for()?;
        let kind = match task.state {
            State::Sending { .. } => WaitKind::Send,
            State::AwaitingReply { .. } => WaitKind::Reply,
            _ => WaitKind::Message,
        };
        let other = &self.core.tasks[on.index()];
        let name = |id: TaskId| match self.core.tasks.get(id.index()) {
            Some(task) => task.name.clone(),
            None => "the kernel".to_owned(),
        };
        let because = match &other.state {
            State::Faulted { fault, .. } => format!("has stopped: {fault}"),
            State::Finished => "has finished".to_owned(),
            State::Stopped => "is not started".to_owned(),
            State::Runnable => "is about to run".to_owned(),
            State::Sending { peer, .. } => {
                format!("waits for {} to receive", name(*peer))
            }
            State::AwaitingReply { peer, .. } => {
                format!("waits for the reply of {}", name(*peer))
            }
            State::Receiving {
                from: Some(from), ..
            } => {
                format!("receives only from {}", name(*from))
            }
            State::Receiving { from: None, .. } => {
                "waits for another message".to_owned()
            }
        };
        Some(Wait {
            task: self.core.id(index),
            name: task.name.clone(),
            on,
            on_name: other.name.clone(),
            kind,
            because,
        })
    }

    fn record(&mut self, index: usize, event: Event) -> usize {
        self.trace.push(Record {
            time: self.core.now,
            task: self.core.id(index),
            event,
        })
    }

    /// Prints the latest part of the trace, once for each state of the run.
    fn print(&mut self, why: &str) {
        if self.printed.replace(self.steps) == Some(self.steps) {
            return;
        }
        let seed = match self.schedule {
            Schedule::Priority => String::new(),
            Schedule::Random(seed) => format!(
                "schedule: Schedule::Random({seed}); with `kernel::seeds`, \
                 KERNEL_SEED={seed} repeats it\n"
            ),
        };
        eprintln!(
            "kernel: {why}\n{seed}trace:\n{}",
            self.trace.tail(LINES_PRINTED)
        );
    }
}

impl Drop for System {
    fn drop(&mut self) {
        if std::thread::panicking() && self.steps > 0 {
            self.print("a panic outside of the tasks");
        }
        for index in 0..self.lives.len() {
            self.core.stop(index);
            self.unwind(index);
        }
    }
}

/// # Panics
///
/// If panics abort.
fn check_that_panics_unwind(they_abort: bool) {
    assert!(
        !they_abort,
        "the kernel cannot run in a program built with `panic = \"abort\"`: \
         a task that panics or is killed unwinds its stack, and here that \
         would end the whole process. Remove the setting from the profile \
         that this is built with."
    );
}

#[cfg(test)]
mod tests {
    #[test]
    #[should_panic(expected = "`panic = \"abort\"`")]
    fn a_program_whose_panics_abort_is_refused_with_a_reason() {
        super::check_that_panics_unwind(true);
    }
}
