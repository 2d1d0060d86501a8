//! What the derive and the macros count, and under which names.
#![deny(warnings)]

use core::convert::Infallible;
use core::sync::atomic::{AtomicU32, Ordering};
use counters::{Count, OptionCounters, ResultCounters, count, counters};

fn at(counter: &AtomicU32) -> u32 {
    counter.load(Ordering::Relaxed)
}

#[derive(Count, Copy, Clone)]
enum Fault {
    Timeout,
    Parity {
        #[count(skip)]
        _line: u8,
    },
}

#[derive(Count)]
enum Event {
    Sent((), ()),
    Received(#[count(children)] Result<(), Infallible>),
    #[count(children)]
    Failed {
        fault: Result<bool, ()>,
    },
    #[count(skip)]
    Tick,
}

#[derive(Count)]
enum Generic<'a, T, E, const N: usize>
where
    E: Count,
{
    #[count(skip)]
    Plain {
        _bytes: &'a [T; N],
    },
    Runtime(#[count(children)] E),
    Optional(#[count(children)] Option<E>),
}

#[test]
fn each_variant_has_a_counter_of_its_name() {
    let counts: FaultCounts = Fault::NEW_COUNTERS;
    Fault::Timeout.count(&counts);
    Fault::Timeout.count(&counts);
    Fault::Parity { _line: 3 }.count(&counts);
    assert_eq!((at(&counts.Timeout), at(&counts.Parity)), (2, 1));
}

#[test]
fn children_are_counted_by_their_own_counters() {
    let counts: EventCounts = Event::NEW_COUNTERS;
    Event::Sent((), ()).count(&counts);
    Event::Received(Ok(())).count(&counts);
    Event::Failed { fault: Ok(true) }.count(&counts);
    Event::Failed { fault: Ok(false) }.count(&counts);
    Event::Failed { fault: Err(()) }.count(&counts);
    Event::Tick.count(&counts);
    assert_eq!(at(&counts.Sent), 1);
    assert_eq!(at(&counts.Received.Ok), 1);
    assert_eq!(at(&counts.Failed.Ok.r#true), 1);
    assert_eq!(at(&counts.Failed.Ok.r#false), 1);
    assert_eq!(at(&counts.Failed.Err), 1);
}

#[test]
fn a_skipped_variant_takes_no_room() {
    assert_eq!(size_of::<EventCounts>(), 5 * 4);
}

#[test]
fn a_generic_enum_counts_what_its_parameter_counts() {
    type Concrete = Generic<'static, u8, Fault, 2>;
    let counts = Concrete::NEW_COUNTERS;
    Concrete::Plain { _bytes: &[1, 2] }.count(&counts);
    Concrete::Runtime(Fault::Timeout).count(&counts);
    Concrete::Optional(None).count(&counts);
    assert_eq!(at(&counts.Runtime.Timeout), 1);
    assert_eq!(at(&counts.Optional.None), 1);
    assert_eq!(at(&counts.Optional.Some.Timeout), 0);
}

#[test]
fn references_to_options_and_results_count_as_what_they_refer_to() {
    fn count<T: Count>(event: T, counters: &T::Counters) {
        event.count(counters);
    }
    let option: OptionCounters<Fault> = <&Option<Fault>>::NEW_COUNTERS;
    count(&Some(Fault::Timeout), &option);
    count(&None, &option);
    assert_eq!((at(&option.Some.Timeout), at(&option.None)), (1, 1));
    let result: ResultCounters<(), Fault> = <&Result<(), Fault>>::NEW_COUNTERS;
    count(&Ok(()), &result);
    count(&Err(Fault::Timeout), &result);
    assert_eq!((at(&result.Ok), at(&result.Err.Timeout)), (1, 1));
}

#[test]
fn named_counters_are_a_static_of_that_name() {
    counters!(SENT_CLIENT_COUNTERS, Event);
    count!(SENT_CLIENT_COUNTERS, Event::Sent((), ()));
    assert_eq!(at(&SENT_CLIENT_COUNTERS.Sent), 1);
}

#[test]
fn unnamed_counters_are_found_by_an_unnamed_count() {
    counters!(Result<(), Fault>);
    count!(Err::<(), _>(Fault::Timeout));
    assert_eq!(at(&__COUNTERS.Err.Timeout), 1);
}

#[test]
fn a_full_counter_starts_again_from_0() {
    let counter = AtomicU32::new(u32::MAX);
    ().count(&counter);
    assert_eq!(at(&counter), 0);
}
