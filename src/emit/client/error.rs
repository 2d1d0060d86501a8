//! What return codes that are not 0 mean, once per error type of a client:
//!
//! ```text
//! #[inline(never)]
//! fn __idol_spi_error_1(__code: u32) -> SpiError {
//!     match <SpiError as ::core::convert::TryFrom<u32>>::try_from(__code) {
//!         ::core::result::Result::Ok(__error) if __code != 0 => __error,
//!         _ if ::userlib::extract_new_generation(__code).is_some() => {
//!             __idol_spi_error_cannot_express_death()
//!         }
//!         _ => __idol_spi_server_broke_protocol(),
//!     }
//! }
//! ```

use indexmap::IndexMap;

use super::protocol::Defect;
use crate::dialect::Dialect;
use crate::emit::names;
use crate::emit::writer::{Writer, block, line};
use crate::model::{Failure, Interface, Operation};

/// The error types of an interface that a return code alone makes, in the
/// order in which they occur, and what is known of the operations that fail
/// with each.
pub(super) struct Errors<'a>(IndexMap<Kind<'a>, Uses>);

#[derive(Default)]
struct Uses {
    count: usize,
    /// Whether one of them cannot say that the server died.
    reports_death: bool,
}

impl<'a> Errors<'a> {
    pub(super) fn new(interface: &'a Interface, dialect: &Dialect) -> Self {
        let mut kinds: IndexMap<_, Uses> = IndexMap::new();
        for op in &interface.operations {
            if let Some(kind) = Kind::of(&op.reply.failure) {
                let uses = kinds.entry(kind).or_default();
                uses.count += 1;
                uses.reports_death |=
                    Defect::DeathUnexpressed.threatens(op, dialect);
            }
        }
        Self(kinds)
    }

    /// The function for the errors of an operation, where a return code alone
    /// makes them.
    pub(super) fn from_code(
        &self,
        interface: &Interface,
        op: &Operation,
    ) -> Option<String> {
        let kind = Kind::of(&op.reply.failure)?;
        Some(function(interface, self.0.get_index_of(&kind)?))
    }

    /// Writes the functions.
    pub(super) fn write(&self, w: &mut Writer<'_>, interface: &Interface) {
        for (index, (kind, uses)) in self.0.iter().enumerate() {
            w.blank();
            line!(w, "/// The error that a return code is.");
            if uses.count > 1 {
                // Every operation would have a copy of its own. Not cold:
                // that costs a few bytes at every call.
                w.text("#[inline(never)]");
            }
            let name = function(interface, index);
            let body = |w: &mut Writer<'_>| {
                kind.body(w, interface, uses.reports_death)
            };
            block!(w, body, "fn {name}(__code: u32) -> {} {{", kind.error());
        }
    }
}

fn function(interface: &Interface, index: usize) -> String {
    names::private(interface, &format!("error_{}", index + 1))
}

/// How a code becomes an error.
#[derive(Copy, Clone, Eq, Hash, PartialEq)]
enum Kind<'a> {
    CLike(&'a str),
    ServerDeath,
}

impl<'a> Kind<'a> {
    fn of(failure: &'a Failure) -> Option<Self> {
        match failure {
            Failure::CLike(error) => Some(Self::CLike(error.as_str())),
            Failure::ServerDeath => Some(Self::ServerDeath),
            Failure::Simple | Failure::Complex { .. } => None,
        }
    }

    fn error(self) -> &'a str {
        match self {
            Self::CLike(error) => error,
            Self::ServerDeath => "::idol_runtime::ServerDeath",
        }
    }

    fn body(
        self,
        w: &mut Writer<'_>,
        interface: &Interface,
        reports_death: bool,
    ) {
        let broken = Defect::ProtocolBroken.function(interface);
        let end = |w: &mut Writer<'_>| line!(w, "{broken}();");
        match self {
            Self::CLike(error) => {
                line!(
                    w,
                    "match <{error} as ::core::convert::TryFrom<u32>>::try_from(__code) {{"
                );
                w.text("    ::core::result::Result::Ok(__error) if __code != 0 => __error,");
                if reports_death {
                    let end = Defect::DeathUnexpressed.function(interface);
                    w.text("    _ if ::userlib::extract_new_generation(__code).is_some() => {");
                    line!(w, "        {end}()");
                    w.text("    }");
                }
                line!(w, "    _ => {broken}(),");
                w.text("}");
            }
            Self::ServerDeath => {
                block!(
                    w,
                    end,
                    "if ::userlib::extract_new_generation(__code).is_none() {{"
                );
                w.text("::idol_runtime::ServerDeath");
            }
        }
    }
}
