//! Fixes: what the help of a diagnostic says, as changes of the text.
//!
//! They are found by code and place, so the generator, which is part of users'
//! builds, knows nothing of them. A [`Fix`] is [`Sure`](Certainty::Sure) where
//! the help leaves one thing to do: `idol check --fix` does that. What else it
//! offers is for people, who choose it in an editor. Whatever changes more than
//! what was told, as what travels, says so.

mod advice;
mod all;
mod change;
mod choices;
mod comments;
mod context;
mod cursors;
mod ends;
mod found;
mod largest;
mod names;
mod notation;
mod numbers;
pub(crate) mod run;
mod types;

pub(crate) use advice::follow;
pub(crate) use all::all_of;
pub use all::{Done, Fixed, all};
pub use change::{Certainty, Change, Fix, apply};
pub(crate) use comments::accept;
pub use context::Context;
pub use found::fixes;
