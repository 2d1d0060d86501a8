//! Names the task whose stack overflows. Below each stack lies a page that
//! nobody may touch; who does gets SIGSEGV, which by itself tells nothing.

use std::cell::Cell;
use std::mem::MaybeUninit;
use std::ops::Range;
use std::ptr::NonNull;
use std::sync::{Once, OnceLock};

use libc::{c_int, c_void, sigaction, siginfo_t};

/// A task and its stack.
pub(super) struct Occupant {
    name: Box<str>,
    /// Addresses of the page below its stack.
    guard_start: usize,
    guard_end: usize,
    /// Bytes of its stack.
    size: usize,
}

thread_local! {
    /// Whose stack this thread runs on. Without a destructor and set before
    /// the program starts, so that a signal's handler can read it.
    static OCCUPANT: Cell<Option<NonNull<Occupant>>> =
        const { Cell::new(None) };
}

impl Occupant {
    /// A task with a stack at these addresses, of which the lowest page may
    /// not be touched.
    pub(super) fn new(name: &str, stack: Range<usize>) -> Self {
        // SAFETY: this asks for a number and has no condition.
        let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) } as usize;
        Self {
            name: name.into(),
            guard_start: stack.start,
            guard_end: stack.start + page,
            size: stack.end - stack.start - page,
        }
    }

    /// Says whose stack this thread runs on, and gives whose it was.
    ///
    /// # Safety
    ///
    /// The occupant must be valid until another is set.
    pub(super) unsafe fn set(
        occupant: Option<NonNull<Self>>,
    ) -> Option<NonNull<Self>> {
        static ONCE: Once = Once::new();
        ONCE.call_once(install);
        OCCUPANT.replace(occupant)
    }
}

/// What was done about each of the two signals before.
static BEFORE: [OnceLock<sigaction>; 2] = [OnceLock::new(), OnceLock::new()];
const SIGNALS: [c_int; 2] = [libc::SIGSEGV, libc::SIGBUS];

fn install() {
    for (signal, before) in SIGNALS.iter().zip(&BEFORE) {
        let mut action = MaybeUninit::<sigaction>::zeroed();
        let mut old = MaybeUninit::<sigaction>::zeroed();
        // SAFETY: all zero is a value of this struct, in which two fields are
        // set; the handler has the signature that `SA_SIGINFO` asks for, and
        // does only what a handler may. Both pointers are valid.
        let (done, old) = unsafe {
            let action = action.assume_init_mut();
            action.sa_sigaction = on_signal
                as extern "C" fn(c_int, *mut siginfo_t, *mut c_void)
                as usize;
            // The standard library gives each thread a stack for signals.
            action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
            let done = libc::sigaction(*signal, action, old.as_mut_ptr());
            (done, old.assume_init())
        };
        if done == 0 {
            let _ = before.set(old);
        }
    }
}

extern "C" fn on_signal(
    signal: c_int,
    info: *mut siginfo_t,
    context: *mut c_void,
) {
    // SAFETY: the system gives a valid one for these two signals.
    let address = unsafe { (*info).si_addr() } as usize;
    // SAFETY: `set` requires that it is valid.
    let occupant = OCCUPANT.get().map(|it| unsafe { it.as_ref() });
    if let Some(occupant) = occupant
        && (occupant.guard_start..occupant.guard_end).contains(&address)
    {
        report(occupant);
    }
    let position = SIGNALS.iter().position(|known| *known == signal);
    let before = position.and_then(|index| BEFORE[index].get());
    if let Some(before) = before
        && before.sa_sigaction != libc::SIG_DFL
        && before.sa_sigaction != libc::SIG_IGN
        && before.sa_flags & libc::SA_SIGINFO != 0
    {
        // SAFETY: with this flag it is a function of this signature, which
        // is called as the system would.
        unsafe {
            let handler: extern "C" fn(c_int, *mut siginfo_t, *mut c_void) =
                std::mem::transmute(before.sa_sigaction);
            handler(signal, info, context);
        }
        return;
    }
    // SAFETY: this has no condition. What raised the signal raises it again.
    unsafe { libc::signal(signal, libc::SIG_DFL) };
}

/// Says whose stack it was, and ends the process. Nothing here allocates.
fn report(occupant: &Occupant) -> ! {
    let mut digits = [0; 20];
    for part in [
        b"kernel: the task `",
        occupant.name.as_bytes(),
        b"` has overflowed its stack of ",
        decimal(occupant.size, &mut digits),
        b" bytes, so this process ends. If it only needs more, raise it with \
          `System::stack_size`.\n",
    ] {
        // SAFETY: the bytes are valid; the system call is one that a handler
        // may make.
        unsafe { libc::write(2, part.as_ptr().cast(), part.len()) };
    }
    // SAFETY: a handler may do so.
    unsafe { libc::abort() }
}

/// A number in digits.
fn decimal(mut number: usize, digits: &mut [u8; 20]) -> &[u8] {
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return &digits[start..];
        }
    }
}
