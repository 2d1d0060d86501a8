//! Every message tried: bytes become what happens to a server.

mod event;
mod input;
mod memory;
mod shape;
mod shrink;
mod stage;

use crate::failure::{self, Failure, Order};
use crate::schedule::Random;
use crate::system::System;
use crate::trial::name_of;
pub(crate) use event::{
    Event, Lent, MOST_BYTES, MOST_CLIENTS, Rights, Send, Victim,
};
use shape::{Learned, learn};
use stage::Stage;
use std::cell::OnceCell;
use std::fmt;
use std::path::PathBuf;
use userlib::TaskId;

/// Adds a server, and whatever it needs, to a system.
type Make<'m> = dyn Fn(&mut System) -> TaskId + 'm;

/// Tries messages on a server, right ones and wrong ones, with its and its
/// clients' deaths, with notifications and time between them.
///
/// `make` adds the server to the system that it is given, with what it needs
/// beside it, and gives its id; it is called anew for each input. What the
/// server expects is found out by asking it, so there is nothing to describe.
///
/// These must hold, whatever comes:
///
/// - the server does not panic or fault, and does not go on for ever;
/// - each client that lives gets one answer, as
///   [`answers_within`](Fuzz::answers_within) and
///   [`may_wait`](Fuzz::may_wait) have it, and the server answers nobody who
///   does not wait;
/// - of a client's memory, nothing changes but what it lends for writing.
///
/// ```
/// use kernel::fuzz_server;
/// use userlib::{ReplyFaultReason, sys_recv_open, sys_reply, sys_reply_fault};
///
/// let fuzzed = fuzz_server(|system| {
///     system.task("doubler", 1, || {
///         loop {
///             let mut buffer = [0; 5];
///             let message = sys_recv_open(&mut buffer, 0);
///             let refuse = |why| sys_reply_fault(message.sender, why);
///             match (message.operation, &buffer[..message.message_len]) {
///                 (1, _) if message.response_capacity < 1 => {
///                     refuse(ReplyFaultReason::ReplyBufferTooSmall);
///                 }
///                 (1, [byte]) => {
///                     sys_reply(message.sender, 0, &[byte.wrapping_mul(2)]);
///                 }
///                 (1, _) => refuse(ReplyFaultReason::BadMessageSize),
///                 _ => refuse(ReplyFaultReason::UndefinedOperation),
///             }
///         }
///     })
/// })
/// .run(1_000);
/// assert!(fuzzed.replied > 500, "{fuzzed}");
/// ```
pub fn fuzz_server<'m, M>(make: M) -> Fuzz<'m>
where
    M: Fn(&mut System) -> TaskId + 'm,
{
    Fuzz {
        name: name_of::<M>(),
        package: None,
        make: Box::new(make),
        patience: Patience::None,
        learned: OnceCell::new(),
    }
}

/// When a server must have answered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Patience {
    /// Before it receives again.
    None,
    /// So many milliseconds after the last that happens.
    Within(u64),
    ForEver,
}

/// A server that is to be fuzzed; made by [`fuzz_server`].
pub struct Fuzz<'m> {
    name: String,
    /// The folder of the package, if it is not the one that is tested.
    package: Option<PathBuf>,
    make: Box<Make<'m>>,
    patience: Patience,
    learned: OnceCell<Learned>,
}

/// What was tried.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Fuzzed {
    /// Operations that the server has, as far as they were found.
    pub operations: usize,
    /// Messages that clients were told to send.
    pub messages: u64,
    /// Replies, with whatever code.
    pub replied: u64,
    /// Messages whose sender was faulted.
    pub refused: u64,
    /// Deaths of the server or a client, now or in the middle of something.
    pub deaths: u64,
}

impl fmt::Display for Fuzzed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operations,
            messages,
            replied,
            refused,
            deaths,
        } = self;
        write!(
            f,
            "{messages} messages for {operations} operations: {replied} \
             replies, {refused} refused; {deaths} deaths"
        )
    }
}

/// Bytes of an input that [`Fuzz::run`] makes.
const INPUT: usize = 600;

impl Fuzz<'_> {
    /// Gives the test another name than that of the function it is in. It
    /// tells whose failures are in the folder `tests/failures`.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..self
        }
    }

    /// Says in which folder the package is whose `tests/failures` is meant;
    /// for programs that cargo runs in another one.
    #[must_use]
    pub fn package(self, folder: impl Into<PathBuf>) -> Self {
        Self {
            package: Some(folder.into()),
            ..self
        }
    }

    /// Says that the server may receive other messages before it answers one,
    /// as pipelined ones do, but that it has answered each so many
    /// milliseconds after the last that happens and a notification of each
    /// kind.
    #[must_use]
    pub fn answers_within(self, milliseconds: u64) -> Self {
        Self {
            patience: Patience::Within(milliseconds),
            ..self
        }
    }

    /// Says that requests may wait for something that does not come; then they
    /// end with the server.
    #[must_use]
    pub fn may_wait(self) -> Self {
        Self {
            patience: Patience::ForEver,
            ..self
        }
    }

    /// Tries at least so many messages, always the same, after the failures
    /// of this test that lie in `tests/failures`.
    ///
    /// # Panics
    ///
    /// If something does not hold: what, and after what has happened. That is
    /// made as small as can be, printed, and with the environment variable
    /// `KERNEL_FAILURES=keep` written into `tests/failures`.
    pub fn run(&self, messages: u64) -> Fuzzed {
        self.replay();
        let mut fuzzed = Fuzzed {
            operations: self.learned().shapes.len(),
            ..Fuzzed::default()
        };
        if let Some(event) = &self.learned().wrong {
            self.check(vec![event.clone()], &mut fuzzed);
        }
        let mut random = Random::new(0);
        let mut input = [0; INPUT];
        while fuzzed.messages < messages {
            input.fill_with(|| random.below(256) as u8);
            self.check(self.events(&input), &mut fuzzed);
        }
        fuzzed
    }

    /// Tries what these bytes mean: for a fuzzer, which looks for bytes that
    /// reach what others did not.
    ///
    /// # Panics
    ///
    /// As [`run`](Self::run).
    pub fn input(&self, bytes: &[u8]) {
        self.check(self.events(bytes), &mut Fuzzed::default());
    }

    /// Repeats the failures of this test that lie in `tests/failures`, and
    /// says how many there are.
    ///
    /// # Panics
    ///
    /// As [`run`](Self::run); or if a file of the folder is no failure.
    pub fn replay(&self) -> usize {
        let package = self.package.as_deref();
        let failures = match failure::of_test(package, &self.name) {
            Ok(failures) => failures,
            Err(wrong) => panic!("{wrong}"),
        };
        let count = failures.len();
        for (file, failure) in failures {
            if let Some(wrong) = self.attempt(&failure.events, None) {
                self.show(&failure.events);
                panic!("{wrong}: {} is back", file.display());
            }
        }
        count
    }

    fn learned(&self) -> &Learned {
        self.learned.get_or_init(|| learn(&*self.make))
    }

    fn events(&self, input: &[u8]) -> Vec<Event> {
        let learned = self.learned();
        input::events(input, &learned.shapes, learned.longest)
    }

    /// Lets these things happen to a new server. What is wrong then, if
    /// anything.
    fn attempt(
        &self,
        events: &[Event],
        fuzzed: Option<&mut Fuzzed>,
    ) -> Option<String> {
        let mut stage = Stage::new(&*self.make, self.patience);
        let mut wrong = events.iter().find_map(|event| stage.perform(event));
        if wrong.is_none() {
            wrong = stage.end();
        }
        if let Some(fuzzed) = fuzzed {
            let watched = stage.system.watched();
            fuzzed.replied += watched.replied;
            fuzzed.refused += watched.refused;
            for event in events {
                match event {
                    Event::Send(_) => fuzzed.messages += 1,
                    Event::Kill { .. } => fuzzed.deaths += 1,
                    Event::Notify(_) | Event::Wait(_) => {}
                }
            }
        }
        wrong
    }

    fn check(&self, events: Vec<Event>, fuzzed: &mut Fuzzed) {
        let Some(first) = self.attempt(&events, Some(fuzzed)) else {
            return;
        };
        let events = shrink::shrink(events, |events| {
            self.attempt(events, None).is_some()
        });
        let why = self.attempt(&events, None).unwrap_or(first);
        self.show(&events);
        let failure = Failure {
            test: self.name.clone(),
            found: "fuzz_server".to_owned(),
            why: why.clone(),
            order: Order::Priority,
            scripts: Vec::new(),
            events,
        };
        failure::keep(self.package.as_deref(), &failure);
        panic!("{why}");
    }

    /// Prints how it comes to what is wrong.
    fn show(&self, events: &[Event]) {
        let mut stage = Stage::new(&*self.make, self.patience);
        let wrong = events.iter().find_map(|event| stage.perform(event));
        let wrong = wrong.or_else(|| stage.end()).unwrap_or_default();
        stage.system.print_failure(&wrong);
    }
}
