//! The tasks that send what peers ask for.
//!
//! A connection has a few tasks of its own, its lanes; each sends one request
//! at a time, by the rules of the kernel. When a connection goes away its
//! tasks die, and those of the next one in its place are new generations.

use std::sync::{Arc, Mutex, MutexGuard};

use kernel::{Fault, Restart, System, TaskId};
use userlib::{
    Lease, LeaseAttributes, extract_new_generation, sys_recv_notification,
    sys_send,
};

/// Posted to a lane for which there is a job.
const JOB: u32 = 1;

/// Importance of lanes: less than anybody else's.
const PRIORITY: u8 = u8::MAX;

/// How the names of lanes begin.
const NAME: &str = "peer ";

/// Whether a task's name is that of a lane: of a connection's number, and the
/// lane's.
pub(crate) fn is_lane(task: &str) -> bool {
    let numbers = task.strip_prefix(NAME).and_then(|it| it.split_once('.'));
    numbers.is_some_and(|(connection, lane)| {
        let is_number = |text: &str| text.parse::<usize>().is_ok();
        is_number(connection) && is_number(lane)
    })
}

/// What a lane is to do.
pub(crate) enum Job {
    Send(Send),
    /// Nothing, for so many milliseconds.
    Sleep(u64),
}

/// A message to a server.
pub(crate) struct Send {
    pub(crate) server: TaskId,
    pub(crate) operation: u16,
    pub(crate) message: Vec<u8>,
    /// Room for the reply, in bytes.
    pub(crate) room: usize,
    pub(crate) leases: Vec<Lent>,
    /// How often it is sent again if the server dies.
    pub(crate) retries: u32,
}

/// Memory that is lent with a message.
#[derive(Clone)]
pub(crate) struct Lent {
    pub(crate) rights: LeaseAttributes,
    pub(crate) bytes: Vec<u8>,
}

/// What came of a message.
pub(crate) struct Sent {
    /// The server's latest generation as far as this call has seen it.
    pub(crate) server: TaskId,
    /// The return code, or a dead code.
    pub(crate) code: u32,
    pub(crate) reply: Vec<u8>,
    pub(crate) leases: Vec<Lent>,
}

/// What came of a job.
pub(crate) enum Done {
    Sent(Sent),
    Slept,
}

/// How a job ended.
pub(crate) enum Ended {
    Done(Done),
    /// The lane broke a rule of the kernel or of its server, or was killed.
    Faulted(Option<Fault>),
}

/// Where a lane finds its job and leaves what came of it.
#[derive(Default)]
struct Desk {
    job: Mutex<Option<Job>>,
    done: Mutex<Option<Done>>,
}

fn lock<T>(place: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is in it is whole: it is only put there and taken out.
    place
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// All lanes of a bridge.
pub(crate) struct Lanes {
    lanes: Vec<Lane>,
    /// How many a connection has.
    each: usize,
}

struct Lane {
    desk: Arc<Desk>,
    /// The generation that has a job, or had the latest.
    task: TaskId,
    is_busy: bool,
    /// Whether this generation has sent anything.
    is_used: bool,
}

impl Lanes {
    /// Adds the lanes of so many connections to a system, `each` for each.
    pub(crate) fn add(
        system: &mut System,
        connections: usize,
        each: usize,
    ) -> Self {
        let mut lanes = Vec::new();
        for connection in 0..connections {
            for lane in 0..each {
                let desk = Arc::new(Desk::default());
                let theirs = Arc::clone(&desk);
                let name = format!("{NAME}{connection}.{lane}");
                let entry = move || work(&theirs);
                let task = system.task(&name, PRIORITY, entry);
                system.supervise(task, Restart::AtOnce);
                system.background(task);
                lanes.push(Lane {
                    desk,
                    task,
                    is_busy: false,
                    is_used: false,
                });
            }
        }
        Self { lanes, each }
    }

    /// The connection that a task belongs to, if it is a lane.
    pub(crate) fn connection_of(&self, task: TaskId) -> Option<usize> {
        let first = self.lanes.first()?.task.index();
        let lane = task.index().checked_sub(first)?;
        (lane < self.lanes.len()).then(|| lane / self.each)
    }

    /// A lane of a connection that has nothing to do, always the first of
    /// them: requests that do not overlap come from one task.
    pub(crate) fn free(&self, connection: usize) -> Option<usize> {
        let first = connection * self.each;
        let own = self.lanes.get(first..first + self.each)?;
        let free = own.iter().position(|lane| !lane.is_busy)?;
        Some(first + free)
    }

    /// Gives a lane its job.
    pub(crate) fn start(
        &mut self,
        system: &mut System,
        number: usize,
        job: Job,
    ) {
        if let Some(lane) = self.lanes.get_mut(number) {
            lane.task = system.current_id(lane.task);
            lane.is_busy = true;
            lane.is_used = true;
            *lock(&lane.desk.job) = Some(job);
            system.post(lane.task, JOB);
        }
    }

    /// What came of a lane's job, if it has ended.
    pub(crate) fn end(
        &mut self,
        system: &System,
        number: usize,
    ) -> Option<Ended> {
        let lane = self.lanes.get_mut(number)?;
        let ended = match lock(&lane.desk.done).take() {
            Some(done) => Ended::Done(done),
            None if system.current_id(lane.task) != lane.task => {
                Ended::Faulted(system.fault(lane.task).cloned())
            }
            None => return None,
        };
        lane.is_busy = false;
        Some(ended)
    }

    /// Kills a lane, whatever it does.
    pub(crate) fn kill(&mut self, system: &mut System, number: usize) {
        if let Some(lane) = self.lanes.get_mut(number)
            && lane.is_used
        {
            system.kill(lane.task, Restart::AtOnce);
            lane.task = system.current_id(lane.task);
            lane.is_busy = false;
            lane.is_used = false;
            lock(&lane.desk.job).take();
            lock(&lane.desk.done).take();
        }
    }

    /// Kills all lanes of a connection.
    pub(crate) fn kill_all(&mut self, system: &mut System, connection: usize) {
        let first = connection * self.each;
        for number in first..first + self.each {
            self.kill(system, number);
        }
    }
}

/// The task behind a lane.
fn work(desk: &Desk) {
    loop {
        sys_recv_notification(JOB);
        // Taken out before the work, which may be cut short.
        let job = lock(&desk.job).take();
        let done = match job {
            None => continue,
            Some(Job::Send(job)) => Done::Sent(send(job)),
            Some(Job::Sleep(time)) => {
                userlib::hl::sleep_for(time);
                Done::Slept
            }
        };
        *lock(&desk.done) = Some(done);
    }
}

/// Sends a message as a client in Rust does.
fn send(mut job: Send) -> Sent {
    let mut reply = vec![0; job.room];
    loop {
        let leases: Vec<Lease> = job.leases.iter_mut().map(lease).collect();
        let (code, len) = sys_send(
            job.server,
            job.operation,
            &job.message,
            &mut reply,
            &leases,
        );
        if let Some(generation) = extract_new_generation(code) {
            let index = job.server.index();
            job.server = TaskId::for_index_and_gen(index, generation);
            if job.retries > 0 {
                job.retries -= 1;
                continue;
            }
        }
        reply.truncate(len);
        return Sent {
            server: job.server,
            code,
            reply,
            leases: job.leases,
        };
    }
}

fn lease(lent: &mut Lent) -> Lease<'_> {
    let read = lent.rights.contains(LeaseAttributes::READ);
    let write = lent.rights.contains(LeaseAttributes::WRITE);
    match (read, write) {
        (true, true) => Lease::read_write(&mut lent.bytes),
        (false, true) => Lease::write_only(&mut lent.bytes),
        _ => Lease::read_only(&lent.bytes),
    }
}
