//! Servers that answer later, on the host kernel: many requests in flight,
//! whatever dies meanwhile.
//!
//! The tests are all there is here. `ferry` has the server: its passengers wait
//! until a notification says that their seat has arrived.

#![cfg(test)]
#![deny(warnings)]

mod ferry;
mod passenger;

mod client {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

mod server {
    include!(concat!(env!("OUT_DIR"), "/server.rs"));
}

mod tests {
    mod answers;
    mod client_death;
    mod closed_receive;
    mod forgotten;
    mod handles;
    mod queue;
    mod raw;
    mod server_death;
}

/// Why somebody does not arrive.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, idol_derive::IdolError, counters::Count,
)]
pub enum FerryError {
    /// There is no room.
    Full = 1,
    /// It does not float any more.
    Sunk = 2,
    /// There is another ferry now.
    #[idol(server_death)]
    Restarted = 3,
}
