//! Schedules, deaths and messages that are all tried, failures that come back,
//! tests in processes of their own, and what a process shows.

#![cfg(not(miri))]

mod child;
mod explore;
mod failures;
mod fuzz;
mod isolated;
mod process;
mod servers;
