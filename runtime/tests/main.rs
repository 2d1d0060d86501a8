//! Every method of the runtime, over good and bad clients, and what reads and
//! writes messages, which has a target of its own besides.

mod buffered;
mod dispatch;
mod errors;
mod leases;
mod lending;
mod promises;
mod ranges;
mod shapes;
mod told;
mod wire;
