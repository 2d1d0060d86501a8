//! A task's panic is that task's fault: it is not printed, and its message
//! is kept for the fault.

use crate::report::Fault;
use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::cell::{Cell, RefCell};
use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::sync::{Arc, Once};
use userlib::host;

thread_local! {
    /// The latest panic of a task on this thread: message and place, and where
    /// the task was, if the environment asks for it.
    static LATEST: RefCell<Option<(String, Backtrace)>> =
        const { RefCell::new(None) };
    /// Panics of this thread are nobody's business.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs code that may panic where nobody is to be told.
pub(crate) fn quietly<T>(run: impl FnOnce() -> T) -> T {
    struct Before(bool);
    impl Drop for Before {
        fn drop(&mut self) {
            QUIET.set(self.0);
        }
    }
    let _before = Before(QUIET.replace(true));
    run()
}

/// Sends panics of tasks to the kernel instead of the terminal. Panics
/// outside of tasks go where they went before.
pub(crate) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = take_hook();
        set_hook(Box::new(move |info| {
            if QUIET.get() {
            } else if host::current().is_some() {
                LATEST.set(Some((describe(info), Backtrace::capture())));
            } else {
                previous(info);
            }
        }));
    });
}

fn describe(info: &PanicHookInfo<'_>) -> String {
    let text = text(info.payload());
    match info.location() {
        Some(location) => format!("{text}, at {location}"),
        None => text.to_owned(),
    }
}

pub(crate) fn text(payload: &dyn Any) -> &str {
    if let Some(text) = payload.downcast_ref::<&str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else {
        "a value that is not text"
    }
}

/// The fault of a task whose panic was just caught on this thread.
pub(crate) fn fault(payload: &dyn Any) -> Fault {
    let Some((message, backtrace)) = LATEST.take() else {
        return Fault::panic(text(payload).to_owned());
    };
    let is_there = backtrace.status() == BacktraceStatus::Captured;
    let mut fault = Fault::panic(message);
    fault.about().backtrace = is_there.then(|| Arc::new(backtrace));
    fault
}

/// The frames between the machinery of panics and that of tasks, innermost
/// first.
pub(crate) fn own_part(backtrace: &Backtrace) -> String {
    let text = backtrace.to_string();
    let mut frames: Vec<String> = Vec::new();
    for line in text.lines() {
        let name = line.trim_start().split_once(": ");
        match name.filter(|(number, _)| number.parse::<u32>().is_ok()) {
            Some((_, name)) => frames.push(name.to_owned()),
            // Where the frame is.
            None => {
                if let Some(frame) = frames.last_mut() {
                    frame.push_str("\n      ");
                    frame.push_str(line.trim_start());
                }
            }
        }
    }
    let names = |frame: &String, parts: &[&str]| {
        parts.iter().any(|part| frame.contains(part))
    };
    let panicking = ["core::panicking::", "rust_begin_unwind", "begin_panic"];
    let start = frames.iter().rposition(|frame| names(frame, &panicking));
    let own = frames.split_off(start.map_or(0, |start| start + 1));
    let running =
        ["kernel::switch::", "::panic::unwind_safe::", "catch_unwind"];
    let task: Vec<_> = own
        .iter()
        .take_while(|frame| !names(frame, &running))
        .collect();
    // How the closure is called is nobody's business either.
    let calling = ["core::ops::function::"];
    let last = task.iter().rposition(|frame| !names(frame, &calling));
    let kept = last.map_or(0, |last| last + 1);
    task[..kept]
        .iter()
        .enumerate()
        .map(|(number, frame)| format!("{number:>4}: {frame}\n"))
        .collect()
}
