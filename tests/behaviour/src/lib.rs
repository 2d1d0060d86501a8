//! What becomes of clients and servers when their peers die or misbehave: one
//! interface in every encoding, on the host kernel.
//!
//! The tests are all there is here. `README.md` lists what the generated code
//! promises, and for each promise the tests that hold it.

#![cfg(test)]
#![deny(warnings)]

mod desk;
mod log;
mod methods;
mod panics;
mod requests;
mod values;

mod tests {
    mod bytes;
    mod malformed_requests;
    mod misbehaving_servers;
    mod mute_errors;
    mod server_death;
    mod table;
    mod vanishing_lenders;
    mod versions;
}
