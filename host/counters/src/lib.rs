//! Counts events, one number per kind, in statics that a debugger reads.
//!
//! ```
//! use counters::{Count, count, counters};
//!
//! #[derive(Count)]
//! enum Event {
//!     Started,
//!     Answered(#[count(children)] Result<(), bool>),
//! }
//!
//! counters!(Event);
//!
//! count!(Event::Started);
//! count!(Event::Answered(Ok(())));
//! count!(Event::Answered(Err(false)));
//! # use core::sync::atomic::Ordering::Relaxed;
//! # assert_eq!(__COUNTERS.Started.load(Relaxed), 1);
//! # assert_eq!(__COUNTERS.Answered.Ok.load(Relaxed), 1);
//! # assert_eq!(__COUNTERS.Answered.Err.load(Relaxed), 1);
//! ```
//!
//! This is what Hubris's crate of this name offers to generated code, for a
//! host and for bare tasks.

#![no_std]

#[cfg(test)]
extern crate self as counters;

use core::convert::Infallible;
use core::sync::atomic::{AtomicU32, Ordering};

#[cfg(feature = "derive")]
pub use counters_derive::Count;

/// Something that happens, and is counted by its kind.
pub trait Count {
    /// One counter for each kind.
    type Counters;

    /// Counters at 0.
    const NEW_COUNTERS: Self::Counters;

    /// Adds 1 to the counter of this kind, which wraps around after 2^32 - 1.
    fn count(&self, counters: &Self::Counters);
}

/// Declares a private static that counts: `counters!(Event)`, or
/// `counters!(NAME, Event)` where a module has several.
#[macro_export]
macro_rules! counters {
    ($event:ty) => {
        $crate::counters!(__COUNTERS, $event);
    };
    ($name:ident, $event:ty) => {
        static $name: <$event as $crate::Count>::Counters =
            <$event as $crate::Count>::NEW_COUNTERS;
    };
}

/// Counts an event: `count!(event)`, or `count!(NAME, event)` with the name
/// that [`counters!`](crate::counters!) was given.
#[macro_export]
macro_rules! count {
    ($event:expr) => {
        $crate::count!(__COUNTERS, $event)
    };
    ($name:ident, $event:expr) => {
        $crate::Count::count(&$event, &$name)
    };
}

/// Adds 1. ARMv6-M has no atomic addition, and needs none: a task's counters
/// are its own, and a task is one thread.
#[doc(hidden)]
#[inline]
pub fn increment(counter: &AtomicU32) {
    #[cfg(target_has_atomic = "32")]
    counter.fetch_add(1, Ordering::Relaxed);
    #[cfg(not(target_has_atomic = "32"))]
    counter.store(
        counter.load(Ordering::Relaxed).wrapping_add(1),
        Ordering::Relaxed,
    );
}

/// Implements [`Count`] by one counter for a type that has one kind of value
/// that matters.
macro_rules! one_counter {
    ($($ty:ty),+) => {
        $(
            impl Count for $ty {
                type Counters = AtomicU32;

                #[expect(
                    clippy::declare_interior_mutable_const,
                    reason = "the initial value of a static"
                )]
                const NEW_COUNTERS: Self::Counters = AtomicU32::new(0);

                fn count(&self, counters: &Self::Counters) {
                    increment(counters);
                }
            }
        )+
    };
}

one_counter!((), bool);

/// What never happens is not counted.
impl Count for Infallible {
    type Counters = ();

    const NEW_COUNTERS: Self::Counters = ();

    fn count(&self, (): &Self::Counters) {
        match *self {}
    }
}

/// The counters of an [`Option`].
#[expect(non_snake_case, reason = "debuggers show the names of the variants")]
pub struct OptionCounters<T> {
    /// Those of what was there.
    pub Some: T,
    /// How often there was nothing.
    pub None: AtomicU32,
}

/// The counters of a [`Result`].
#[expect(non_snake_case, reason = "debuggers show the names of the variants")]
pub struct ResultCounters<T, E> {
    /// Those of the values.
    pub Ok: T,
    /// Those of the errors.
    pub Err: E,
}

impl<T: Count> Count for Option<T> {
    type Counters = OptionCounters<T::Counters>;

    #[expect(
        clippy::declare_interior_mutable_const,
        reason = "the initial value of a static, never used in place"
    )]
    const NEW_COUNTERS: Self::Counters = OptionCounters {
        Some: T::NEW_COUNTERS,
        None: AtomicU32::new(0),
    };

    fn count(&self, counters: &Self::Counters) {
        match self {
            Some(value) => value.count(&counters.Some),
            None => increment(&counters.None),
        }
    }
}

impl<T: Count, E: Count> Count for Result<T, E> {
    type Counters = ResultCounters<T::Counters, E::Counters>;

    const NEW_COUNTERS: Self::Counters = ResultCounters {
        Ok: T::NEW_COUNTERS,
        Err: E::NEW_COUNTERS,
    };

    fn count(&self, counters: &Self::Counters) {
        match self {
            Ok(value) => value.count(&counters.Ok),
            Err(error) => error.count(&counters.Err),
        }
    }
}

impl<T: Count> Count for &Option<T> {
    type Counters = <Option<T> as Count>::Counters;

    #[expect(
        clippy::declare_interior_mutable_const,
        reason = "the initial value of a static, never used in place"
    )]
    const NEW_COUNTERS: Self::Counters = <Option<T>>::NEW_COUNTERS;

    fn count(&self, counters: &Self::Counters) {
        (**self).count(counters);
    }
}

impl<T: Count, E: Count> Count for &Result<T, E> {
    type Counters = <Result<T, E> as Count>::Counters;

    const NEW_COUNTERS: Self::Counters = <Result<T, E>>::NEW_COUNTERS;

    fn count(&self, counters: &Self::Counters) {
        (**self).count(counters);
    }
}

#[cfg(all(test, feature = "derive"))]
mod tests {
    use super::*;

    #[derive(Count)]
    #[expect(non_camel_case_types, reason = "names of operations are like it")]
    enum Event {
        Plain,
        Wide(#[count(skip)] ()),
        #[count(skip)]
        Silent,
        r#type,
        Child(#[count(children)] Result<(), Option<Infallible>>),
    }

    fn number(counter: &AtomicU32) -> u32 {
        counter.load(Ordering::Relaxed)
    }

    #[test]
    fn every_kind_has_its_own_counter() {
        counters!(Event);
        count!(Event::Plain);
        count!(Event::Plain);
        count!(Event::Wide(()));
        count!(Event::Silent);
        count!(Event::r#type);
        count!(Event::Child(Ok(())));
        count!(Event::Child(Err(None)));
        count!(Event::Child(Err(None)));
        assert_eq!(number(&__COUNTERS.Plain), 2);
        assert_eq!(number(&__COUNTERS.Wide), 1);
        assert_eq!(number(&__COUNTERS.r#type), 1);
        assert_eq!(number(&__COUNTERS.Child.Ok), 1);
        assert_eq!(number(&__COUNTERS.Child.Err.None), 2);
    }

    #[test]
    fn references_to_results_and_options_are_counted_as_what_they_refer_to() {
        counters!(REFERRED, Result<bool, Option<()>>);
        count!(REFERRED, &Ok::<bool, Option<()>>(true));
        count!(REFERRED, Err::<bool, Option<()>>(Some(())));
        assert_eq!(number(&REFERRED.Ok), 1);
        assert_eq!(number(&REFERRED.Err.Some), 1);
    }

    #[test]
    fn a_counter_wraps_around() {
        let counter = AtomicU32::new(u32::MAX);
        increment(&counter);
        assert_eq!(number(&counter), 0);
    }
}
