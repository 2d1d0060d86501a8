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

use super::protocol::Defect;
use crate::emit::writer::{Writer, block, line};
use crate::emit::{Dialect, names};
use crate::model::{Failure, Interface, Operation};

/// The functions of all error types that a return code alone makes.
pub(super) fn errors(
    w: &mut Writer<'_>,
    interface: &Interface,
    dialect: &Dialect,
) {
    let kinds = kinds(interface);
    for (index, kind) in kinds.iter().enumerate() {
        let is_of_kind =
            |op: &&Operation| Kind::of(&op.reply.failure) == Some(*kind);
        let uses = interface.operations.iter().filter(is_of_kind).count();
        let death = Defect::DeathUnexpressed;
        let reports_death = interface
            .operations
            .iter()
            .filter(is_of_kind)
            .any(|op| death.threatens(op, dialect));
        w.blank();
        line!(w, "/// The error that a return code is.");
        if uses > 1 {
            // Every operation would have a copy of its own. Not cold: that
            // costs a few bytes at every call.
            w.text("#[inline(never)]");
        }
        let name = function(interface, index);
        let body = |w: &mut Writer<'_>| kind.body(w, interface, reports_death);
        block!(w, body, "fn {name}(__code: u32) -> {} {{", kind.error());
    }
}

/// The function for the errors of an operation, where a return code alone
/// makes them.
pub(super) fn from_code(
    interface: &Interface,
    op: &Operation,
) -> Option<String> {
    let kind = Kind::of(&op.reply.failure)?;
    let index = kinds(interface).iter().position(|other| *other == kind)?;
    Some(function(interface, index))
}

fn function(interface: &Interface, index: usize) -> String {
    names::private(interface, &format!("error_{}", index + 1))
}

/// How a code becomes an error.
#[derive(Copy, Clone, Eq, PartialEq)]
enum Kind<'a> {
    CLike(&'a str),
    ServerDeath,
}

fn kinds(interface: &Interface) -> Vec<Kind<'_>> {
    let mut kinds = Vec::new();
    for op in &interface.operations {
        if let Some(kind) = Kind::of(&op.reply.failure)
            && !kinds.contains(&kind)
        {
            kinds.push(kind);
        }
    }
    kinds
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
