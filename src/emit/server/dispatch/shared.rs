//! An operation's arm of the dispatch as each of its parts sees it.

use crate::dialect::Dialect;
use crate::emit::forms::Forms;
use crate::emit::names;
use crate::emit::server::answer::{Answers, Place};
use crate::model::{Interface, Name, Operation};
use crate::pieces::Pieces;
use crate::syntax::Encoding;

pub(super) const OK: &str = "__Ok";

/// The arm for an operation.
pub(super) struct Handler<'a> {
    pub(super) interface: &'a Interface,
    pub(super) op: &'a Operation,
    pub(super) dialect: &'a Dialect,
    pub(super) forms: Forms<'a>,
}

impl Handler<'_> {
    pub(super) fn answers(&self) -> Answers<'_> {
        Answers {
            op: self.op,
            forms: self.forms,
            place: Place::Dispatch,
        }
    }

    /// The local variable that holds an argument or a lease.
    pub(super) fn bound<'n>(&self, name: &'n Name) -> Pieces<'n> {
        Pieces::of([names::local!("of_"), name.as_str(), "", ""])
    }

    pub(super) fn is_zerocopy(&self) -> bool {
        self.op.encoding == Encoding::Zerocopy
    }

    pub(super) fn args(&self) -> &'static str {
        names::local!("args")
    }
}
