//! What Hubris's `counters` offers: events counted by kind, four bytes each.
//!
//! A type that implements [`Count`] says how its values are counted; the
//! derive does it for enums, one counter for each variant.
//!
//! ```
//! use counters::{Count, count, counters};
//! use core::sync::atomic::Ordering;
//!
//! #[derive(Count)]
//! enum Event {
//!     Sent,
//!     Retried,
//! }
//!
//! counters!(EVENTS, Event);
//!
//! count!(EVENTS, Event::Sent);
//! count!(EVENTS, Event::Sent);
//! count!(EVENTS, Event::Retried);
//! assert_eq!(EVENTS.Sent.load(Ordering::Relaxed), 2);
//! ```
//!
//! A debugger finds the counters by the names and types of these statics, so
//! names of types and fields are fixed.

#![no_std]

use core::convert::Infallible;
use core::sync::atomic::{AtomicU32, Ordering};
#[cfg(feature = "derive")]
pub use counters_derive::Count;

/// An event that can be counted.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be counted",
    label = "an error of an interface, or of another type that is counted",
    note = "derive `counters::Count` for it",
    note = "or build the stub without counters: see `CounterSettings`"
)]
pub trait Count {
    /// The counters of all kinds of this event.
    type Counters;

    /// Counters that all stand at 0.
    const NEW_COUNTERS: Self::Counters;

    /// Adds one to the counter of this event. At 2³² it starts again from 0.
    fn count(&self, counters: &Self::Counters);
}

/// Declares a private static that counts events of a type, called as given
/// or else `__COUNTERS`.
#[macro_export]
macro_rules! counters {
    ($name:ident, $event:ty) => {
        static $name: <$event as $crate::Count>::Counters =
            <$event as $crate::Count>::NEW_COUNTERS;
    };
    ($event:ty) => {
        $crate::counters!(__COUNTERS, $event);
    };
}

/// Counts an event in counters that [`counters!`] declared, in those called
/// as given or else `__COUNTERS`. A statement.
#[macro_export]
macro_rules! count {
    ($name:ident, $event:expr) => {
        $crate::Count::count(&$event, &$name)
    };
    ($event:expr) => {
        $crate::count!(__COUNTERS, $event)
    };
}

/// Adds one to a counter.
#[cfg(target_has_atomic = "32")]
#[doc(hidden)]
#[inline]
pub fn increment(counter: &AtomicU32) {
    counter.fetch_add(1, Ordering::Relaxed);
}

/// Adds one to a counter, on a processor that cannot do it in one step: an
/// interrupt between the two loses a count, and a task has no interrupts.
#[cfg(not(target_has_atomic = "32"))]
#[doc(hidden)]
#[inline]
pub fn increment(counter: &AtomicU32) {
    let count = counter.load(Ordering::Relaxed);
    counter.store(count.wrapping_add(1), Ordering::Relaxed);
}

/// Counted, but of one kind only.
impl Count for () {
    type Counters = AtomicU32;
    const NEW_COUNTERS: AtomicU32 = AtomicU32::new(0);

    fn count(&self, counter: &AtomicU32) {
        increment(counter);
    }
}

/// Counters of `bool`. 8 bytes.
pub struct BoolCounts {
    /// How often it was `true`.
    pub r#true: AtomicU32,
    /// How often it was `false`.
    pub r#false: AtomicU32,
}

impl Count for bool {
    type Counters = BoolCounts;
    const NEW_COUNTERS: BoolCounts = BoolCounts {
        r#true: AtomicU32::new(0),
        r#false: AtomicU32::new(0),
    };

    fn count(&self, counters: &BoolCounts) {
        increment(if *self {
            &counters.r#true
        } else {
            &counters.r#false
        });
    }
}

/// Never happens, so there is nothing to count it in.
impl Count for Infallible {
    type Counters = ();
    const NEW_COUNTERS: () = ();

    fn count(&self, _counters: &()) {
        match *self {}
    }
}

/// Counters of an `Option`.
#[expect(non_snake_case, reason = "debuggers show the names of variants")]
pub struct OptionCounters<T: Count> {
    /// Those of what is inside.
    pub Some: T::Counters,
    /// How often nothing was.
    pub None: AtomicU32,
}

impl<T: Count> Count for Option<T> {
    type Counters = OptionCounters<T>;
    const NEW_COUNTERS: OptionCounters<T> = OptionCounters {
        Some: T::NEW_COUNTERS,
        None: AtomicU32::new(0),
    };

    fn count(&self, counters: &OptionCounters<T>) {
        match self {
            Some(value) => value.count(&counters.Some),
            None => increment(&counters.None),
        }
    }
}

/// Counters of a `Result`.
#[expect(non_snake_case, reason = "debuggers show the names of variants")]
pub struct ResultCounters<T: Count, E: Count> {
    /// Those of the value.
    pub Ok: T::Counters,
    /// Those of the error.
    pub Err: E::Counters,
}

impl<T: Count, E: Count> Count for Result<T, E> {
    type Counters = ResultCounters<T, E>;
    const NEW_COUNTERS: ResultCounters<T, E> = ResultCounters {
        Ok: T::NEW_COUNTERS,
        Err: E::NEW_COUNTERS,
    };

    fn count(&self, counters: &ResultCounters<T, E>) {
        match self {
            Ok(value) => value.count(&counters.Ok),
            Err(error) => error.count(&counters.Err),
        }
    }
}

impl<T: Count> Count for &Option<T> {
    type Counters = OptionCounters<T>;
    const NEW_COUNTERS: OptionCounters<T> = Option::<T>::NEW_COUNTERS;

    fn count(&self, counters: &OptionCounters<T>) {
        (**self).count(counters);
    }
}

impl<T: Count, E: Count> Count for &Result<T, E> {
    type Counters = ResultCounters<T, E>;
    const NEW_COUNTERS: ResultCounters<T, E> = Result::<T, E>::NEW_COUNTERS;

    fn count(&self, counters: &ResultCounters<T, E>) {
        (**self).count(counters);
    }
}
