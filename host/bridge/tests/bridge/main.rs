//! What a bridge promises its peers, and the system that it holds.

mod access;
mod batches;
mod calls;
mod death;
mod hostile;
mod lab;
mod malformed;
mod many;
mod own;
mod raw;
mod time;
mod trace;
