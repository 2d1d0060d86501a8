//! A task that does nothing: what every other one is measured against.
#![cfg_attr(target_os = "none", no_std, no_main)]

use firmware as _;

#[cfg(target_os = "none")]
#[unsafe(export_name = "main")]
fn main() -> ! {
    loop {}
}

#[cfg(not(target_os = "none"))]
fn main() {}
