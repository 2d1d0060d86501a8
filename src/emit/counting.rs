//! What the counters of both sides have in common.

use super::names;
use super::writer::{Writer, block, line};
use crate::model::{Interface, Operation};

/// The enum of events, with the variants that `variants` writes.
pub(super) fn event_enum(
    w: &mut Writer,
    interface: &Interface,
    variants: impl FnOnce(&mut Writer),
) {
    line!(w, "/// What is counted, an event per operation.");
    w.text("#[derive(::counters::Count)]");
    block!(w, variants, "pub enum {} {{", names::event_enum(interface));
}

/// A variant that counts results by their error.
pub(super) fn result_variant(w: &mut Writer, name: &str, error: &str) {
    line!(
        w,
        "{name}(#[count(children)] ::core::result::Result<(), {error}>),"
    );
}

/// The counters, of the `side` `SERVER` or `CLIENT`.
pub(super) fn counters_static(
    w: &mut Writer,
    interface: &Interface,
    side: &str,
) {
    let name = names::counters(interface, side);
    let event = names::event_enum(interface);
    line!(
        w,
        "static {name}: <{event} as ::counters::Count>::Counters ="
    );
    line!(w, "    <{event} as ::counters::Count>::NEW_COUNTERS;");
}

/// The counters of an operation, on the `side` `SERVER` or `CLIENT`. The crate
/// `counters` names their fields after the events: it is they that are counted
/// in, since an event is told from all others when it is counted.
pub(super) fn counters_of(
    interface: &Interface,
    op: &Operation,
    side: &str,
) -> String {
    let counters = names::counters(interface, side);
    format!("{counters}.{}", names::rust(&op.name))
}

/// Counts what the expression `counted` refers to in its own `counters`.
pub(super) fn count(w: &mut Writer, counted: &str, counters: &str) {
    line!(w, "::counters::Count::count({counted}, &{counters});");
}
