//! What Hubris documents of its `counters`, and nothing more. It is compiled
//! against, never run.

#![no_std]

use core::convert::Infallible;
use core::sync::atomic::AtomicU32;

#[cfg(feature = "derive")]
pub use counters_derive::Count;

pub trait Count {
    type Counters;

    const NEW_COUNTERS: Self::Counters;

    fn count(&self, counters: &Self::Counters);
}

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

#[macro_export]
macro_rules! count {
    ($name:ident, $event:expr) => {
        $crate::Count::count(&$event, &$name);
    };
    ($event:expr) => {
        $crate::count!(__COUNTERS, $event)
    };
}

impl Count for () {
    type Counters = AtomicU32;

    const NEW_COUNTERS: AtomicU32 = AtomicU32::new(0);

    fn count(&self, _: &AtomicU32) {
        unimplemented!()
    }
}

/// Its counters are not documented.
pub struct BoolCounters(());

impl Count for bool {
    type Counters = BoolCounters;

    const NEW_COUNTERS: BoolCounters = BoolCounters(());

    fn count(&self, _: &BoolCounters) {
        unimplemented!()
    }
}

impl Count for Infallible {
    type Counters = ();

    const NEW_COUNTERS: () = ();

    fn count(&self, (): &()) {
        unimplemented!()
    }
}

#[expect(non_snake_case, reason = "the names of the variants")]
pub struct OptionCounters<S, N> {
    pub Some: S,
    pub None: N,
}

#[expect(non_snake_case, reason = "the names of the variants")]
pub struct ResultCounters<T, E> {
    pub Ok: T,
    pub Err: E,
}

impl<T: Count> Count for Option<T> {
    type Counters = OptionCounters<T::Counters, AtomicU32>;

    const NEW_COUNTERS: Self::Counters = OptionCounters {
        Some: T::NEW_COUNTERS,
        None: AtomicU32::new(0),
    };

    fn count(&self, _: &Self::Counters) {
        unimplemented!()
    }
}

impl<T: Count, E: Count> Count for Result<T, E> {
    type Counters = ResultCounters<T::Counters, E::Counters>;

    const NEW_COUNTERS: Self::Counters = ResultCounters {
        Ok: T::NEW_COUNTERS,
        Err: E::NEW_COUNTERS,
    };

    fn count(&self, _: &Self::Counters) {
        unimplemented!()
    }
}

impl<T: Count> Count for &Option<T> {
    type Counters = <Option<T> as Count>::Counters;

    const NEW_COUNTERS: Self::Counters = <Option<T> as Count>::NEW_COUNTERS;

    fn count(&self, _: &Self::Counters) {
        unimplemented!()
    }
}

impl<T: Count, E: Count> Count for &Result<T, E> {
    type Counters = <Result<T, E> as Count>::Counters;

    const NEW_COUNTERS: Self::Counters = <Result<T, E> as Count>::NEW_COUNTERS;

    fn count(&self, _: &Self::Counters) {
        unimplemented!()
    }
}
