//! Schedules, deaths and messages that are all tried, failures that come back,
//! and tests in processes of their own.

#![cfg(not(miri))]

mod child;
mod explore;
mod failures;
mod fuzz;
mod isolated;
mod servers;
