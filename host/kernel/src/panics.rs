//! A task's panic is that task's fault: it is not printed, and its message
//! is kept for the fault.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::sync::Once;
use userlib::host;

thread_local! {
    /// Message and place of the latest panic of a task on this thread.
    static LATEST: RefCell<Option<String>> = const { RefCell::new(None) };
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
                LATEST.set(Some(describe(info)));
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

fn text(payload: &dyn Any) -> &str {
    if let Some(text) = payload.downcast_ref::<&str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else {
        "a value that is not text"
    }
}

/// The message of a panic that was just caught on this thread.
pub(crate) fn message(payload: &dyn Any) -> String {
    LATEST.take().unwrap_or_else(|| text(payload).to_owned())
}
