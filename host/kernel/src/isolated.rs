//! A test in a process of its own, for code whose statics are handed out once.

use crate::panics;
use crate::trial::name_of;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Says in the child which test it is for.
const CHILD: &str = "KERNEL_ISOLATED";
/// The child's exit code if the test has passed. It is none that a test
/// program, or a shell, uses: one that runs no test ends with 0.
const PASSED: i32 = 73;
/// The child's exit code if the test has failed.
const FAILED: i32 = 74;
/// How often the child is looked at.
const INTERVAL: Duration = Duration::from_millis(5);
/// How long what the child has printed may take to arrive after its end.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// How long a test may take unless told otherwise.
const LIMIT: Duration = Duration::from_secs(60);

/// Runs a test in a process of its own, where every static is as at the start:
/// short for [`Isolated::new`] and [`Isolated::run`].
///
/// To be called once, in a test function, and to do all that it does: this
/// starts the test program again with that test alone. It has the name of the
/// function in which `test` is written.
///
/// ```no_run
/// use std::sync::atomic::{AtomicBool, Ordering};
///
/// static TAKEN: AtomicBool = AtomicBool::new(false);
///
/// # /*
/// #[test]
/// # */
/// fn the_buffer_is_handed_out_once() {
///     kernel::isolated(|| {
///         assert!(!TAKEN.swap(true, Ordering::Relaxed));
///         assert!(TAKEN.swap(true, Ordering::Relaxed));
///     });
/// }
/// ```
///
/// # Panics
///
/// If the test panics, ends its process, or takes more than a minute; what it
/// printed is printed.
pub fn isolated<T: FnOnce()>(test: T) {
    Isolated::new(test).run();
}

/// A test that runs in a process of its own; see [`isolated`].
pub struct Isolated<T> {
    name: String,
    limit: Duration,
    test: T,
}

impl<T: FnOnce()> Isolated<T> {
    /// A test of the name of the function in which it is written.
    pub fn new(test: T) -> Self {
        let path = name_of::<T>();
        // Without the crate, which is the program.
        let name = path.split_once("::").map_or("", |(_, name)| name);
        Self {
            name: name.to_owned(),
            limit: LIMIT,
            test,
        }
    }

    /// Says what the test is called that this is in, where that is not the
    /// function's name.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..self
        }
    }

    /// Sets the time, on the wall, that the test may take; by default a
    /// minute.
    #[must_use]
    pub fn limit(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// Runs it.
    ///
    /// # Panics
    ///
    /// As [`isolated`].
    pub fn run(self) {
        let inside = std::env::var_os(CHILD);
        if inside.is_some_and(|name| name == *self.name) {
            let passed = catch_unwind(AssertUnwindSafe(self.test));
            // Whatever the harness would still do is the parent's.
            std::process::exit(match passed {
                Ok(()) => PASSED,
                Err(payload) => {
                    eprintln!("{WHY}{}", panics::text(&*payload));
                    FAILED
                }
            });
        }
        let name = self.name;
        let end = match run_again(&name, self.limit) {
            Ok(end) => end,
            Err(error) => panic!("no process of its own for {name}: {error}"),
        };
        let (err, why) = match end.err.rsplit_once(WHY) {
            Some((err, why)) => (err, why.trim_end()),
            None => (&*end.err, ""),
        };
        // These are caught with what else the test prints.
        print!("{}", end.out);
        eprint!("{err}");
        match end.status.map(|status| status.code()) {
            Some(Some(PASSED)) => {}
            Some(Some(FAILED)) => panic!("in a process of its own: {why}"),
            Some(Some(0)) => panic!(
                "this program has no test `{name}`: say with \
                 `Isolated::named` what the test is called"
            ),
            Some(_) => panic!(
                "the test's own process ended in the middle of it: {}",
                end.status.map_or_else(String::new, |it| it.to_string())
            ),
            None => panic!(
                "in a process of its own, it has not ended after {:?}",
                self.limit
            ),
        }
    }
}

/// Stands before why a test failed, in what the child prints.
const WHY: &str = "kernel: failed in a process of its own: ";

/// How a child ended.
struct End {
    /// `None` if its time was up.
    status: Option<ExitStatus>,
    out: String,
    err: String,
}

/// Runs the test of this name alone, in another process of this program.
fn run_again(name: &str, limit: Duration) -> std::io::Result<End> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["--exact", name, "--nocapture", "--include-ignored"])
        .env(CHILD, name)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let out = read(child.stdout.take());
    let err = read(child.stderr.take());
    let status = wait(&mut child, limit)?;
    Ok(End {
        status,
        out: text(&out),
        err: text(&err),
    })
}

/// Reads all that comes, so that the child never waits for a reader.
fn read(stream: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut part = [0; 4096];
        if let Some(mut stream) = stream {
            // What came before an error is told.
            while let Ok(len @ 1..) = stream.read(&mut part) {
                // Nobody may listen any more.
                let _ = sender.send(part[..len].to_vec());
            }
        }
    });
    receiver
}

/// What was read up to the end, which somebody whom the child has started may
/// put off for ever.
fn text(parts: &Receiver<Vec<u8>>) -> String {
    let mut bytes = Vec::new();
    while let Ok(part) = parts.recv_timeout(LAST_WORDS) {
        bytes.extend(part);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Waits for the child's end, or ends it when the time is up.
fn wait(
    child: &mut Child,
    limit: Duration,
) -> std::io::Result<Option<ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(INTERVAL);
    }
}
