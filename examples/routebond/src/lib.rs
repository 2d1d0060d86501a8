#![doc = include_str!("../README.md")]

mod client;
mod hub;
pub mod install;
mod link;
mod packet;
mod peer;
mod route;
mod server;
mod session;
pub mod table;

pub use client::{Client, Error, RouteHandler, Settings};
pub use route::{BadRoute, Kind, NextHop, Record, Route, Update};
pub use server::{Server, ServerSettings};
