//! Every legal combination of what an operation may be made of, run on the
//! host kernel with values checked on both sides; and every illegal one,
//! refused.
//!
//! `combination` lists what there is and says what is legal, `choice` which of
//! it is tried with which setting, `build` makes an interface and both its
//! sides of it, and the tests compare what ran with the list.
//!
//! A test target compiles some of the interfaces: `sample` few, the others all
//! of one kind, with `IDOL_TESTS=all`.

#![deny(warnings)]
#![expect(missing_docs, reason = "for the tests beside it alone")]

pub mod choice;
pub mod client_side;
pub mod combination;
pub mod counts;
pub mod every_combination;
pub mod log;
pub mod memory;
mod operation;
pub mod part;
pub mod refusals;
pub mod server_side;
pub mod setting;
pub mod settings;
pub mod suite;
pub mod values;

/// The suites that the build script has written for a target, and what they
/// name.
#[macro_export]
macro_rules! suites {
    ($file:literal) => {
        use $crate::combination::Encoding;
        use $crate::log::Call;
        use $crate::setting::Setting;
        use $crate::suite::{Server, Suite};

        include!(concat!(env!("OUT_DIR"), "/", $file, ".rs"));
    };
}
