//! Every legal combination of what an operation may be made of, run on the
//! host kernel with values checked on both sides; and every illegal one,
//! refused.
//!
//! The tests are all there is here. `combination` lists what there is and
//! says what is legal, `build` makes an interface and both its sides of it,
//! and the tests compare what ran with the list.

#![cfg(test)]
#![deny(warnings)]

mod client_side;
mod combination;
mod counts;
mod log;
mod memory;
mod operation;
mod server_side;
mod setting;
mod suite;
mod values;

mod tests {
    mod every_combination;
    mod refusals;
    mod settings;
}
