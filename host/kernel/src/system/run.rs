//! Running tasks: who is next, up to which system call, and what the clock
//! does meanwhile.

use super::{Pending, System};
use crate::core::{Next, State};
use crate::machine::Running;
use crate::report::{End, Fault};
use crate::schedule::Schedule;
use crate::script::{CallKind, Moment};
use crate::switch::{Answer, Ask, Exit};
use crate::trace::{Call, Event};
use crate::watchdog::Pulse;
use userlib::host::Syscall;

/// GET_TIMER calls without a SEND or RECV between them after which a task
/// counts as polling the clock, which then moves on by a millisecond.
const POLLS_BEFORE_A_TICK: u32 = 16;

impl System {
    pub(super) fn run_until(&mut self, time: Option<u64>) -> End {
        self.watch();
        self.resolve_plan();
        self.touched_all = true;
        self.take_lines();
        let end = loop {
            self.keep_appointments();
            if let Some(task) = self.core.reset_by.take() {
                break End::Reset {
                    task: self.core.id(task),
                    name: self.core.tasks[task].name.clone(),
                };
            }
            if self.steps >= self.step_limit {
                break End::StepLimit(self.steps);
            }
            if time.is_some_and(|time| self.core.now > time) {
                // A task that polls the clock has moved it on.
                break End::TimeUp;
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
        if self.watched.is_none() && !self.is_expected(&end) {
            self.print_end(&end);
            self.bad_end = Some(end.clone());
        }
        end
    }

    /// Shows this system to the watchdog.
    pub(super) fn watch(&mut self) {
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
    pub(super) fn choose(&mut self) -> Option<usize> {
        if self.path.is_some() {
            return self.choose_on_path();
        }
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
        self.usual_choice()
    }

    /// The task that the real kernel would run now.
    pub(super) fn usual_choice(&self) -> Option<usize> {
        let runnable =
            |i: &usize| matches!(self.core.tasks[*i].state, State::Runnable);
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
    pub(super) fn step(&mut self, index: usize) {
        self.current = index;
        self.next = Next::Any;
        let answer = self.core.tasks[index].answer.take();
        let mut made = None;
        match self.resume(index, answer.map_or(Answer::Start, Answer::Outcome))
        {
            Ask::Call(call) => {
                made = Some(call);
                self.take_lines();
                self.call(index, call);
            }
            Ask::Ended(Exit::Faulted(fault), body) => {
                self.bury_strand(index, Some(body));
                self.core.fault(index, *fault);
            }
            Ask::Ended(Exit::Finished | Exit::Killed, body) => {
                self.bury_strand(index, Some(body));
                self.core.finish(index);
                self.record(index, Event::Finished);
            }
            Ask::StoppedForGood => {
                self.bury_strand(index, None);
                let message = "stopped while it unwound".to_owned();
                self.core.fault(index, Fault::panic(message));
            }
            Ask::Slot(_) | Ask::Serves(_) | Ask::Asks(..) => {
                unreachable!("resume answers these")
            }
        }
        self.take_lines();
        self.settle();
        if self.path.is_some() {
            self.note_step(index, made.as_ref());
        }
    }

    /// Lets a task go on until it makes a system call or ends.
    pub(super) fn resume(&mut self, index: usize, mut answer: Answer) -> Ask {
        loop {
            let life = &mut self.lives[index];
            let strand = match &mut life.strand {
                Some(strand) => strand,
                none => {
                    let body = life
                        .body
                        .take()
                        .expect("a task without a strand has its body");
                    let name = &self.core.tasks[index].name;
                    none.insert(Running::new(body, self.stack_size, name))
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
                Ask::Serves(interface) => {
                    self.trace.serves(index, interface);
                    answer = Answer::Noted;
                }
                Ask::Asks(server, interface) => {
                    self.trace.asks(server.index(), interface);
                    answer = Answer::Noted;
                }
                ask => return ask,
            }
        }
    }

    /// Index of the task behind a slot, or why there is none.
    pub(super) fn resolve(&self, name: &str) -> Result<u16, String> {
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
    pub(super) fn call(&mut self, index: usize, call: Syscall) {
        self.steps += 1;
        let kind = CallKind::of(&call);
        let life = &mut self.lives[index];
        for counted in [CallKind::Any, kind] {
            // A system that is driven from outside may live for days.
            let calls = &mut life.calls[counted as usize];
            *calls = calls.saturating_add(1);
        }
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
        if self.watched.is_some() {
            self.look(index, &call);
        }
        match kind {
            CallKind::Send | CallKind::Recv => {
                self.lives[index].polls = 0;
                if let Syscall::Send { target, .. } = call {
                    self.note_wait(index, target);
                }
            }
            CallKind::Timer if matches!(call, Syscall::GetTimer) => {
                self.poll(index);
            }
            _ => {}
        }
        // SAFETY: the task is suspended in this call, so what it names is
        // valid, and no task is running.
        let data = unsafe {
            Call::of(
                &call,
                |peer| self.core.awaited_operation(index, peer),
                self.trace.buffers(),
            )
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
    pub(super) fn poll(&mut self, index: usize) {
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
}
