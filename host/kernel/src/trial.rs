//! Tests of a system in many orders, and what is done about one that fails.

use crate::explore::{Exploration, Explored, Known};
use crate::failure::{self, Deed, Failure, Moment, Order, Point, Script};
use crate::schedule::{Schedule, seeds};
use crate::script::{CallKind, Restart};
use crate::system::System;
use std::any::{Any, type_name};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// A test of a system that is made anew for each run: in every order, with
/// many seeds, with a death at every moment.
///
/// `body` is called for each run. It adds tasks to the system that it is
/// given, runs it, and panics if something is wrong. What it does, and what
/// its tasks do, must depend on nothing else, so that a run can be repeated.
///
/// First the failures are repeated that lie in the folder `tests/failures` of
/// the package and are of this test. If a run fails, what brings it back is
/// printed, and with the environment variable `KERNEL_FAILURES=keep` written
/// into that folder.
///
/// ```
/// use kernel::{Restart, Trial};
/// use userlib::{sys_recv_open, sys_reply, sys_send};
///
/// let trial = Trial::new(|system| {
///     let server = system.task("server", 1, || {
///         loop {
///             let message = sys_recv_open(&mut [], 0);
///             sys_reply(message.sender, 0, &[]);
///         }
///     });
///     let client = system.task("client", 2, move || {
///         sys_send(server, 1, &[], &mut [], &[]);
///     });
///     system.run().expect_success();
///     assert_eq!(system.fault(client), None);
/// });
/// let explored = trial.explore(1);
/// assert!(explored.complete);
/// trial.seeds(0..20);
/// // RECV, REPLY, RECV: the server dies before each of them in turn.
/// assert_eq!(trial.deaths("server", Restart::AtOnce), 3);
/// ```
pub struct Trial<'body> {
    name: String,
    body: Box<dyn Fn(&mut System) + 'body>,
    shared_memory: bool,
    most_runs: u64,
}

/// Runs after which [`Trial::explore`] gives up, unless told otherwise.
const MOST_RUNS: u64 = 100_000;

/// The most system calls before which [`Trial::deaths`] kills a task.
const MOST_DEATHS: u32 = 10_000;

impl<'body> Trial<'body> {
    /// A test that does this in each run. It has the name of `body`, or of
    /// the function that this is a closure in.
    pub fn new<B: Fn(&mut System) + 'body>(body: B) -> Self {
        Self {
            name: name_of::<B>(),
            body: Box::new(body),
            shared_memory: false,
            most_runs: MOST_RUNS,
        }
    }

    /// Gives the test another name, where two would have the same. It tells
    /// whose failures are in the folder.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..self
        }
    }

    /// Says that tasks share memory, as Hubris's own cannot: what one writes
    /// there another reads. Then [`explore`](Self::explore) takes no two
    /// runs for the same in which tasks run in another order.
    #[must_use]
    pub fn shared_memory(self) -> Self {
        Self {
            shared_memory: true,
            ..self
        }
    }

    /// Sets the number of runs after which [`explore`](Self::explore) gives
    /// up; by default 100,000.
    #[must_use]
    pub fn most_runs(self, runs: u64) -> Self {
        Self {
            most_runs: runs,
            ..self
        }
    }

    /// Runs in every order in which tasks can run, with at most so many
    /// preemptions: moments in which another task runs than the one that the
    /// real kernel would choose. From there on it runs as long as it can, and
    /// then the kernel chooses again. Without a preemption that is one run, as
    /// the real kernel has it.
    ///
    /// Orders come first that have fewer preemptions. Two runs that
    /// differ in the order of steps which have nothing to do with each other
    /// lead to the same state, and only one of them goes on.
    ///
    /// # Panics
    ///
    /// As the body does, under the first schedule under which it does.
    pub fn explore(&self, preemptions: u32) -> Explored {
        self.replay();
        let mut exploration = Exploration::new(preemptions, self.shared_memory);
        while let Some(path) = exploration.next() {
            let so_far = &exploration.explored;
            let runs = so_far.runs + so_far.cut;
            if runs >= self.most_runs {
                exploration.explored.complete = false;
                break;
            }
            let mut system = System::new();
            system.follow(path);
            let result = self.run(&mut system);
            let is_known =
                matches!(&result, Err(payload) if payload.is::<Known>());
            if let Err(payload) = result
                && !is_known
            {
                let found = format!(
                    "schedule {} of those with up to {preemptions} \
                     preemptions",
                    runs + 1
                );
                let order = Order::Chosen(system.choices());
                self.fail(&mut system, found, order, Vec::new(), payload);
            }
            let path = system.take_path().expect(
                "the body runs the system that it is given, and no other",
            );
            exploration.ran(path, is_known);
        }
        exploration.explored
    }

    /// Runs with each of these seeds, or with the one that the environment
    /// variable `KERNEL_SEED` holds: see [`seeds`].
    ///
    /// # Panics
    ///
    /// As the body does.
    pub fn seeds(&self, range: Range<u64>) {
        self.replay();
        for seed in seeds(range) {
            let mut system = System::new();
            system.schedule(Schedule::Random(seed));
            if let Err(payload) = self.run(&mut system) {
                let found = "a random schedule".to_owned();
                let order = Order::Seed(seed);
                self.fail(&mut system, found, order, Vec::new(), payload);
            }
        }
    }

    /// Kills the task of this name before the first of its system calls, in
    /// the next run before its second, and so on, as long as it makes so
    /// many, and says how often that was. Tasks run as on the real kernel.
    ///
    /// # Panics
    ///
    /// As the body does; or if the task makes more than 10,000 system calls.
    pub fn deaths(&self, task: &str, restart: Restart) -> u32 {
        self.replay();
        for number in 1..=MOST_DEATHS {
            let script = Script {
                when: Moment::Before(Point {
                    kind: CallKind::Any,
                    number,
                    task: task.to_owned(),
                }),
                deed: Deed::Kill(restart),
                to: task.to_owned(),
            };
            let mut system = System::new();
            system.plan(vec![script.clone()]);
            let result = self.run(&mut system);
            let Err(payload) = result else {
                if system.calls_of(task) < number {
                    // It has not come to that.
                    return number - 1;
                }
                continue;
            };
            let found = format!("death before system call {number}");
            let order = Order::Priority;
            self.fail(&mut system, found, order, vec![script], payload);
        }
        panic!("`{task}` makes more than {MOST_DEATHS} system calls");
    }

    /// Runs once, as on the real kernel.
    ///
    /// # Panics
    ///
    /// As the body does.
    pub fn once(&self) {
        self.replay();
        let mut system = System::new();
        if let Err(payload) = self.run(&mut system) {
            let found = "the kernel's own schedule".to_owned();
            let order = Order::Priority;
            self.fail(&mut system, found, order, Vec::new(), payload);
        }
    }

    /// Repeats the failures of this test that lie in `tests/failures`, and
    /// says how many there are; all the others do that, too.
    ///
    /// # Panics
    ///
    /// As the body does; or if a file of the folder is no failure.
    pub fn replay(&self) -> usize {
        let failures = match failure::of_test(None, &self.name) {
            Ok(failures) => failures,
            Err(wrong) => panic!("{wrong}"),
        };
        let count = failures.len();
        for (file, failure) in failures {
            let mut system = System::new();
            match failure.order {
                Order::Priority => {}
                Order::Seed(seed) => {
                    system.schedule(Schedule::Random(seed));
                }
                Order::Chosen(tasks) => system.follow_names(tasks),
            }
            system.plan(failure.scripts);
            if let Err(payload) = self.run(&mut system) {
                system.print_failure("a failure that comes back");
                eprintln!("kernel: {} is back", file.display());
                resume_unwind(payload);
            }
        }
        count
    }

    fn run(&self, system: &mut System) -> Result<(), Box<dyn Any + Send>> {
        catch_unwind(AssertUnwindSafe(|| (self.body)(system)))
    }

    /// Says what brings a failure back, and fails.
    fn fail(
        &self,
        system: &mut System,
        found: String,
        order: Order,
        scripts: Vec<Script>,
        payload: Box<dyn Any + Send>,
    ) -> ! {
        system.print_failure("the test fails");
        let failure = Failure {
            test: self.name.clone(),
            found,
            why: system.in_full(crate::panics::text(&*payload)),
            order,
            scripts,
            events: Vec::new(),
        };
        failure::keep(None, &failure);
        resume_unwind(payload);
    }
}

/// The path of a function, or of that in which a closure is.
pub(crate) fn name_of<F>() -> String {
    let name = type_name::<F>();
    name.split("::{{closure}}")
        .next()
        .unwrap_or(name)
        .to_owned()
}
