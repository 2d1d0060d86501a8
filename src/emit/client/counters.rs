//! What a client counts:
//!
//! ```text
//! #[derive(::counters::Count)]
//! pub enum SpiEvent {
//!     read(#[count(children)] ::core::result::Result<(), __idol_spi_is_SpiError>),
//!     ..
//! }
//!
//! static __SPI_CLIENT_COUNTERS: <SpiEvent as ::counters::Count>::Counters =
//!     <SpiEvent as ::counters::Count>::NEW_COUNTERS;
//! ```

use crate::dialect::{Counting, Dialect};
use crate::emit::writer::{Writer, line};
use crate::emit::{counting, names};
use crate::model::{Failure, Interface};

pub(super) fn counters(
    w: &mut Writer,
    interface: &Interface,
    dialect: &Dialect,
) {
    if dialect.counting == Counting::Nothing || interface.operations.is_empty()
    {
        return;
    }
    w.blank();
    counting::event_enum(w, interface, |w| {
        for op in &interface.operations {
            let name = names::rust(&op.name);
            let error = match &op.reply.failure {
                Failure::Simple => {
                    line!(w, "{name},");
                    continue;
                }
                Failure::CLike(error) | Failure::Complex { error, .. } => {
                    error.as_str()
                }
                Failure::ServerDeath => "::idol_runtime::ServerDeath",
            };
            counting::result_variant(w, &name, error);
        }
    });
    w.blank();
    counting::counters_static(w, interface, "_CLIENT");
}
