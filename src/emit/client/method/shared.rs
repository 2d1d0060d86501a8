//! An operation's method as each of its parts sees it: what it is made from,
//! and what the parts have in common.

use std::fmt::Display;

use crate::dialect::{Counting, Dialect};
use crate::emit::client::error::Errors;
use crate::emit::client::same::Shared;
use crate::emit::client::send::Nothing;
use crate::emit::forms::Forms;
use crate::emit::{counting, empty, names};
use crate::model::{Failure, Interface, Operation};
use crate::pieces::{Pieces, by};
use crate::syntax::Encoding;

/// The method for an operation.
pub(super) struct Method<'a> {
    pub(super) interface: &'a Interface,
    pub(super) op: &'a Operation,
    pub(super) dialect: &'a Dialect,
    pub(super) errors: &'a Errors<'a>,
    pub(super) nothing: Nothing,
    /// What it does is written once for several operations, which pass it their
    /// number and their counters.
    pub(super) shared: Option<Shared>,
    /// The function that ends the task when the server breaks the protocol.
    pub(super) broken: Pieces<'a>,
    pub(super) forms: Forms<'a>,
}

impl Method<'_> {
    pub(super) fn returned(&self) -> impl Display {
        let ok = self.op.reply.ok.shown();
        let error = match &self.op.reply.failure {
            Failure::Simple => None,
            Failure::CLike(error) | Failure::Complex { error, .. } => {
                Some(error.shown())
            }
            Failure::ServerDeath => Some("::idol_runtime::ServerDeath"),
        };
        by(move |f| match error {
            None => f.write_str(ok),
            Some(error) => write!(f, "::core::result::Result<{ok}, {error}>"),
        })
    }

    pub(super) fn counts(&self) -> bool {
        self.dialect.counting != Counting::Nothing
    }

    /// The operation's counters, where it is done.
    pub(super) fn counters(&self) -> impl Display {
        by(move |f| match self.shared {
            Some(_) => f.write_str(names::local!("counted")),
            None => write!(f, "{}", self.own_counters()),
        })
    }

    /// The operation's own counters.
    pub(super) fn own_counters(&self) -> impl Display {
        counting::counters_of(self.interface, self.op, "_CLIENT")
    }

    pub(super) fn is_zerocopy(&self) -> bool {
        self.op.encoding == Encoding::Zerocopy
    }

    /// Whether the ok value has bytes to decode.
    pub(super) fn decodes_ok(&self) -> bool {
        empty::reply(&self.op.reply).is_none()
    }

    pub(super) fn code(&self) -> &'static str {
        names::local!("code")
    }

    pub(super) fn len(&self) -> &'static str {
        names::local!("len")
    }
}
