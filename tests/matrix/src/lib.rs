//! The stubs that the packages beside this one compile, each in the way that
//! its users do: see `edition` and `lean`. Here is only what includes them.

include!(concat!(env!("OUT_DIR"), "/stub.rs"));
