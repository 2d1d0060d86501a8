//! This package is its tests, which show that nothing a peer does harms
//! anyone; here is only what includes the stubs that they use.

include!(concat!(env!("OUT_DIR"), "/stub.rs"));
