//! Tasks that run as closures and as they are flashed, and do the same.
//!
//! Each binary is one task. The test `images` builds them for bare metal, runs
//! them in an emulator under the kernel of the laptop, and compares what they
//! do with what the same source does as closures.

#![no_std]

pub mod client;
pub mod keeper;
pub mod rare;
pub mod types;

/// What a panic does on bare metal: tells the kernel, without a text.
#[cfg(target_os = "none")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    userlib::sys_panic(b"a panic")
}

/// The entry of a task. On a host its binary does nothing.
#[macro_export]
macro_rules! task {
    ($entry:expr) => {
        #[cfg(target_os = "none")]
        #[unsafe(export_name = "main")]
        fn main() -> ! {
            $entry
        }

        #[cfg(not(target_os = "none"))]
        fn main() {
            // Compiled, and not called.
            let _entry = || $entry;
        }
    };
}
