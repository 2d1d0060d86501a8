//! What the counters of both sides have in common.

use std::fmt::{self, Display};

use super::names;
use super::writer::{Writer, block, line};
use crate::model::{Interface, Operation};
use crate::pieces::by;

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
pub(super) fn result_variant(w: &mut Writer, name: &str, error: impl Display) {
    line!(
        w,
        "{name}(#[count(children)] ::core::result::Result<(), {error}>),"
    );
}

/// The counters, of the `side` `_SERVER` or `_CLIENT`.
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

/// The counters of an operation, on the `side` `_SERVER` or `_CLIENT`. The crate
/// `counters` names their fields after the events: it is they that are counted
/// in, since an event is told from all others when it is counted.
pub(super) fn counters_of<'a>(
    interface: &'a Interface,
    op: &'a Operation,
    side: &'a str,
) -> impl Display {
    let counters = names::counters(interface, side);
    by(move |f| write!(f, "{counters}.{}", names::rust(&op.name)))
}

/// Counts what the expression `counted` refers to in its own `counters`.
pub(super) fn count(
    w: &mut Writer,
    counted: &str,
    counters: fmt::Arguments<'_>,
) {
    line!(w, "::counters::Count::count({counted}, &{counters});");
}
