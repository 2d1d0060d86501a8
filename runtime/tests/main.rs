//! Every method of the runtime, over good and bad clients. What reads and
//! writes messages has targets of its own.

mod buffered;
mod dispatch;
mod errors;
mod leases;
mod lending;
mod promises;
mod ranges;
mod shapes;
mod told;
