#![doc = include_str!("../README.md")]

mod address;
mod attributes;
mod choice;
mod error;
pub mod kinds;
mod link;
pub mod netlink;
mod place;
pub mod report;
mod route;
mod rule;
pub mod server;
pub mod system;
mod text;

pub use address::Address;
pub use error::NetError;
pub use link::{Flags, Link, LinkState};
pub use place::Place;
pub use route::{Families, Family, Metrics, NextHop, Route, RouteType};
pub use rule::{Rule, RuleAction};
pub use text::{Ip, Mac, Name};

// The client, `NetState`.
mod client_stub {
    use crate::kinds::*;
    use crate::{
        Address, Families, Link, Name, NetError, NextHop, Place, Route, Rule,
    };
    include!(concat!(env!("OUT_DIR"), "/client_stub.rs"));
}

pub use client_stub::NetState;
