//! Each row of the table of what types derive: a type that has that and nothing
//! more, on either side.

mod client;
mod server;
