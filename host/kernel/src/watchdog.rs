//! Finds tasks that spin without making system calls, which nothing can take
//! the processor from, and ends the process with a report that names them.

use std::io::Write;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Once, Weak};
use std::time::{Duration, Instant};

/// No task runs.
const NOBODY: usize = usize::MAX;
/// How often the watchdog looks.
const INTERVAL: Duration = Duration::from_millis(50);

/// What one system shows to the watchdog.
pub(crate) struct Pulse {
    /// How often a task was given the processor.
    beats: AtomicU64,
    /// Index of the task that has it.
    running: AtomicUsize,
    /// Names by index.
    names: Vec<String>,
    /// How long a task may run without a system call.
    limit: Duration,
}

impl Pulse {
    /// Has a system watched for as long as the pulse is kept.
    pub(crate) fn new(names: Vec<String>, limit: Duration) -> Arc<Self> {
        let pulse = Arc::new(Self {
            beats: AtomicU64::new(0),
            running: AtomicUsize::new(NOBODY),
            names,
            limit,
        });
        watched().push((Arc::downgrade(&pulse), 0, Instant::now()));
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            std::thread::spawn(watch);
        });
        pulse
    }

    /// A task gets the processor.
    pub(crate) fn begin(&self, task: usize) {
        self.running.store(task, Ordering::Relaxed);
        let beats = self.beats.load(Ordering::Relaxed);
        self.beats.store(beats.wrapping_add(1), Ordering::Relaxed);
    }

    /// It gives it back.
    pub(crate) fn end(&self) {
        self.running.store(NOBODY, Ordering::Relaxed);
    }
}

/// A pulse, its beats when it last moved, and when that was.
type Watched = (Weak<Pulse>, u64, Instant);

fn watched() -> std::sync::MutexGuard<'static, Vec<Watched>> {
    static WATCHED: Mutex<Vec<Watched>> = Mutex::new(Vec::new());
    WATCHED
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// The watchdog's thread.
fn watch() {
    loop {
        std::thread::sleep(INTERVAL);
        watched().retain_mut(|(pulse, beats, since)| {
            let Some(pulse) = pulse.upgrade() else {
                return false;
            };
            let now = pulse.beats.load(Ordering::Relaxed);
            let running = pulse.running.load(Ordering::Relaxed);
            if now != *beats || running == NOBODY {
                *beats = now;
                *since = Instant::now();
            } else if since.elapsed() > pulse.limit {
                bark(&pulse, running);
            }
            true
        });
    }
}

/// Reports and ends the process: the stack of the spinning task cannot be
/// left from outside.
fn bark(pulse: &Pulse, running: usize) -> ! {
    let name = pulse.names.get(running).map_or("?", String::as_str);
    // Not `eprintln!`: what that prints in a test is kept until the test ends,
    // and this one never does. Nobody is left to be told of a failure.
    let _ = writeln!(
        std::io::stderr(),
        "kernel: the task `{name}` has run for {:?} without a system call. \
         Nothing can take the processor from it, so this process ends. If it \
         only needs longer, raise the limit with `System::spin_limit`.",
        pulse.limit
    );
    std::process::abort();
}
