//! The Unicorn emulator, loaded while running, so that this builds and runs
//! where it is not installed.

mod api;
mod cpu;
mod engine;
mod hooks;
mod observer;

pub use api::available;
pub use cpu::Cpu;
pub use engine::Engine;
pub use observer::{Access, Observer, SUPERVISOR_CALL, Use};
